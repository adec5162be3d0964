import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { command, type Outcome } from '../support/command.js';
import { NEWER, UNBOUND, writeJson } from '../support/fake-codex.js';
import { publishFakeRuntime } from '../support/fake-release.js';
import { Registry } from '../support/registry.js';
import { commitAll, git, scratchProject } from '../support/scratch-project.js';

const OLD = '9.9.9';
const MODULES = 'node_modules/@openai';

let scratch: string;
let original: string;
let project: string;
let registry: Registry;

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'sdkgen-bump-')));
  registry = await Registry.start();
  for (const version of [OLD, NEWER, UNBOUND]) publishFakeRuntime(registry, scratch, version);
  original = await scratchProject(join(scratch, 'original'), {
    bare: true,
    runtimeVersion: OLD,
    files: { '.npmrc': 'omit-lockfile-registry-resolved=true\nsave-exact=true\n' },
    scripts: {
      typecheck: 'test ! -e broken',
      transcripts:
        'mkdir -p test/transcripts/recorded && node_modules/@openai/codex-linux-x64/vendor/*/bin/codex --version > test/transcripts/recorded/turn.jsonl && grep -o news/came generated/methods.ts > test/transcripts/recorded/news.jsonl; true',
      smoke: 'test ! -e crashes',
    },
  });
  project = original;
  // The first state is what a bump makes of it, so that every file is as npm and the compiler write it.
  expect((await bump(OLD)).noticed).not.toContain('error');
  commitAll(original);
});
beforeEach(() => {
  project = join(scratch, 'project');
  rmSync(project, { recursive: true, force: true });
  cpSync(original, project, { recursive: true });
});
afterAll(async () => {
  await registry.close();
  rmSync(scratch, { recursive: true, force: true });
});

function bump(version: string, ...options: readonly string[]): Promise<Outcome> {
  const env = {
    ...process.env,
    npm_config_registry: registry.url,
    npm_config_cache: join(scratch, 'npm-cache'),
    npm_config_fetch_retries: '0',
  };
  const argv = ['bump', version, '--cache', join(scratch, 'cache'), ...options];
  return command(argv, { cwd: project, platform: 'linux', arch: 'x64', env });
}

function read(file: string): string {
  return readFileSync(join(project, file), 'utf8');
}

function changed(): string[] {
  const status = git(project, 'status', '--porcelain', '--untracked-files=all');
  return status.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
}

function installed(): unknown {
  return (JSON.parse(read(`${MODULES}/codex-linux-x64/package.json`)) as { version: string })
    .version;
}

it('says what it would do, and does nothing', async () => {
  const { code, printed, noticed } = await bump(NEWER, '--dry-run');
  expect({ code, noticed }).toEqual({ code: 0, noticed: '' });
  expect(printed).toBe(`Runtime 9.9.9 → 9.9.10: 0 breaking, 1 that need attention, 2 compatible

To look at
  attention   notification added: news/came
  deadlines   new requests: news/read
              name those that last as long as their work under \`lanes\` in schema/overlay.json
  lock file   @openai/codex-win32-x64: not in the registry (yet), so without a checksum; bump again later

Would be written
  package.json, package-lock.json, CHANGELOG.md, schema/ (3 files), generated/ (9 files)

Next
  the same without --dry-run, which also tries the types, the transcripts and the runtime
`);
  expect(changed()).toEqual([]);
  expect(installed()).toBe('9.9.9-linux-x64');
});

it('goes there and back, and leaves every file as it was', async () => {
  const there = await bump(NEWER);
  expect(there.code).toBe(0);
  expect(there.printed).toContain('transcripts 1 say something else: news\n');
  expect(there.printed).toMatch(/^ {2}npm install \(\d+ s\), npm run typecheck \(\d+ s\), /m);
  expect(installed()).toBe('9.9.10-linux-x64');
  expect(read('package.json')).toContain('"@openai/codex": "9.9.10"');
  expect(read('package-lock.json')).not.toContain('9.9.9');
  expect(read('schema/provenance.json')).toContain('@openai/codex@9.9.10-linux-x64');
  expect(read('generated/manifest.ts')).toContain("runtimeVersion: '9.9.10'");
  expect(read('test/transcripts/recorded/turn.jsonl')).toContain('9.9.10');
  expect(read('CHANGELOG.md')).toContain('## Unreleased\n\n### Runtime 9.9.9 → 9.9.10\n');
  expect(changed()).not.toContain('.npmrc');
  expect(readdirSync(join(project, 'node_modules')).sort()).toEqual([
    '.package-lock.json',
    '@openai',
  ]);
  commitAll(project);

  expect((await bump(OLD)).code).toBe(0);
  expect(installed()).toBe('9.9.9-linux-x64');
  expect(git(project, 'diff', '--stat', 'HEAD~1')).toBe('');
});

it('leaves everything as it was if a step fails, unless it is to be kept', async () => {
  writeFileSync(join(project, 'crashes'), '');
  writeFileSync(join(project, 'CHANGELOG.md'), '# Changelog\n\nMine.\n');
  const failed = await bump(NEWER);
  expect(failed).toMatchObject({ code: 2, printed: '' });
  expect(failed.noticed).toMatch(/^ok {6}npm run transcripts \(\d+ s\)$/m);
  expect(failed.noticed).toMatch(/^failed {2}npm run smoke \(\d+ s\)$/m);
  expect(failed.noticed).toContain('The tree is as it was.\nerror step-failed: exit code 1');
  expect(changed()).toEqual(['CHANGELOG.md', 'crashes']);
  expect(read('CHANGELOG.md')).toBe('# Changelog\n\nMine.\n');
  expect(installed()).toBe('9.9.9-linux-x64');
  expect(read('node_modules/.package-lock.json')).toContain('9.9.9-linux-x64');
  expect(existsSync(join(project, 'node_modules', '.codex-sdkgen-bump'))).toBe(false);

  writeFileSync(join(project, 'broken'), '');
  const kept = await bump(NEWER, '--keep');
  expect(kept.noticed).toContain('The tree is as the bump made it.\nerror step-failed');
  expect(installed()).toBe('9.9.10-linux-x64');
  // Where it stopped, the next bump goes on: what changes is told against what is committed.
  const next = await bump(NEWER, '--dry-run');
  expect(next.printed).toContain('Runtime 9.9.9 → 9.9.10: 0 breaking');
  expect(next.printed).toContain('Would be written\n  nothing\n');
});

it('is refused before anything is written', async () => {
  expect((await bump(UNBOUND)).noticed).toContain('error unbound-method');
  expect((await bump('9.9.1')).noticed).toContain('unknown-version: The registry has no such');
  expect((await bump('latest')).noticed).toContain('unknown-version: Not one exact version');
  expect(changed()).toEqual([]);

  writeJson(join(project, 'package-lock.json'), {
    ...(JSON.parse(read('package-lock.json')) as object),
    packages: {
      ...(JSON.parse(read('package-lock.json')) as { packages: object }).packages,
      'node_modules/stray': { version: '1.0.0' },
    },
  });
  const unsettled = await bump(NEWER);
  expect(unsettled.noticed).toContain(
    'unsettled-lock-file: npm changes more than the runtime: node_modules/stray',
  );
  expect(changed()).toEqual(['package-lock.json']);

  project = scratch;
  expect((await bump(NEWER)).noticed).toContain('error not-the-project');
});
