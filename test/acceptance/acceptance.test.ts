import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/run.js';
import type { Behaviour, TestName } from './manifest/behaviour.js';
import { MANIFEST } from './manifest/index.js';
import { titlesIn } from './titles.js';

/** How many behaviours there are of each origin: none goes unnoticed. */
const COUNTS = {
  approvals: 6,
  artifact_workflow_and_binaries: 52,
  async_client_behavior: 2,
  beyond: 25,
  client_process_launch: 1,
  client_rpc_methods: 25,
  contract_generation: 3,
  goal_operations: 1,
  inputs: 8,
  installed_sdk_smoke: 1,
  lifecycle: 9,
  login: 2,
  mcp_conformance_fixtures: 1,
  public_api_runtime_behavior: 11,
  public_api_signatures: 20,
  real_app_server: 12,
  run: 11,
  streaming: 7,
  turn_controls: 2,
  turn_subscriptions: 13,
};

const files = new Map<string, { readonly text: string; readonly titles: ReadonlySet<string> }>();

function fileOf(name: string): { readonly text: string; readonly titles: ReadonlySet<string> } {
  let file = files.get(name);
  if (!file) {
    const path = join(root, 'test', name);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    file = { text, titles: new Set(titlesIn(path, text)) };
    files.set(name, file);
  }
  return file;
}

/** What is wrong with the tests that are to show a behaviour. */
function problemsOf(behaviour: Behaviour): string[] {
  if ('why' in behaviour) return behaviour.why.length > 20 ? [] : ['does not say why'];
  if (behaviour.tests.length === 0) return ['no test'];
  return behaviour.tests.flatMap(problemsOfTest);
}

function problemsOfTest({ file, title, row }: TestName): string[] {
  const { text, titles } = fileOf(file);
  if (text === '') return [`no file test/${file}`];
  if (!titles.has(title)) return [`no test "${title}" in test/${file}`];
  const isThere = row === undefined || text.includes(row) || existsSync(join(root, 'test', row));
  return isThere ? [] : [`no row "${row}" in test/${file}`];
}

describe('the manifest', () => {
  it('names a test that there is for every behaviour', () => {
    const problems = MANIFEST.flatMap((behaviour) =>
      problemsOf(behaviour).map((problem) => `${behaviour.id}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it('has every behaviour, once', () => {
    const ids = MANIFEST.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const counts: Record<string, number> = {};
    for (const id of ids) {
      const origin = id.slice(0, id.indexOf('/'));
      counts[origin] = (counts[origin] ?? 0) + 1;
    }
    expect(counts).toEqual(COUNTS);
  });

  it('says in words what each behaviour is', () => {
    for (const { behaviour } of MANIFEST) expect(behaviour).toMatch(/^.{15,}\.$/);
  });
});

describe('a test that is to show a behaviour', () => {
  const source = `
    it('one', () => {});
    it.skip('two', () => {});
    test.todo('three');
    describe('suite', () => {
      it.each([['a']])('four %s', () => {});
      describe.skip('inner', () => { it('five', () => {}); });
      test.skipIf(windows)('six', { timeout: 5 }, () => {});
      it.fails('seven', () => {});
      it(\`eight\`, () => {});
    });
    call('nine', () => {});`;

  it('is found by its titles, unless it does not run or cannot fail', () => {
    expect(titlesIn('x.ts', source)).toEqual([
      'one',
      'suite > four %s',
      'suite > six',
      'suite > eight',
    ]);
  });

  it.each([
    [{ tests: [] }, 'no test'],
    [{ tests: [{ file: 'no/such.test.ts', title: 'one' }] }, 'no file test/no/such.test.ts'],
    [
      { tests: [{ file: 'acceptance/acceptance.test.ts', title: 'one' }] },
      'no test "one" in test/acceptance/acceptance.test.ts',
    ],
    [{ why: 'No.' }, 'does not say why'],
  ])('is missed: %o', (rest, problem) => {
    expect(problemsOf({ id: 'x/y', behaviour: 'z', ...rest })).toEqual([problem]);
  });
});
