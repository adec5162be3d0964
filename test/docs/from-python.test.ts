import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Codex } from '../../runtime/snake_case/index.js';
import { type ModelRequest, reply, type Script } from '../../runtime/testing/index.js';
import { runExample } from '../examples/run-example.js';
import { WirePeer } from '../snake_case/support/wire-peer.js';
import { root } from '../support/run.js';

const page = await readFile(join(root, 'docs', 'from-python.md'), 'utf8');
const blocks = [...page.matchAll(/^```ts( check)?\n(.*?)^```$/gms)].map(([, mark, code]) => ({
  runs: mark === undefined,
  code: code ?? '',
}));

/** Where the page's imports lead to what they lead to in this repository. */
let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(root, 'test', 'docs', 'run-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  files = blocks.map((_, i) => join(folder, `block-${i}.ts`));
  await Promise.all(files.map((file, i) => writeFile(file, blocks[i]?.code ?? '')));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const model: Script = (request: ModelRequest) => {
  const says = (text: string): boolean => request.userTexts.some((said) => said.startsWith(text));
  if (request.input.at(-1)?.['type'] !== 'message') return reply.text('All passed.');
  if (says('What is on this')) return reply.text('{"user_name":"ada"}');
  return says('Run') ? reply.exec('echo tests', { escalate: 'May I?' }) : reply.text('Hello.');
};

describe('the programs of the page', () => {
  it('are as many as it shows', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(8);
  });

  it('compile', () => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) =>
      ts.sys.readFile(file),
    ) as { config: { compilerOptions: object } };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
    const program = ts.createProgram(files, { ...options, noUnusedLocals: false });
    const found = files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(program.getSourceFile(file)),
      ...program.getSemanticDiagnostics(program.getSourceFile(file)),
    ]);
    expect(found.map(({ messageText }) => messageText)).toEqual([]);
  });

  it('run', async () => {
    const runner = join(folder, 'all.ts');
    const imports = blocks.flatMap(({ runs }, i) => (runs ? [`import './block-${i}.js';`] : []));
    await writeFile(runner, imports.join('\n'));
    const { exitCode, stdout, stderr } = await runExample(runner, {
      script: model,
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('Hello. 2\n');
    expect(stdout).toContain('Hello.completed');
    expect(stdout).toMatch(/^ada$/m);
    expect(stdout).toMatch(/^All passed\.$/m);
    expect(exitCode).toBe(0);
  }, 60_000);
});

describe('the names of the page', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` +\| `(\w+)` +\| `(\w+)` +\|$/gm)].map(
    ([, wire, here, of]) => [of ?? '', wire ?? '', here ?? ''] as const,
  );

  it('are as many as it shows', () => {
    expect(rows.length).toBeGreaterThanOrEqual(20);
  });

  it.each(rows)('%s: %s is %s', async (of, wire, here) => {
    const peer = new WirePeer();
    const codex: Codex = peer.client;
    const thread = await codex.thread_start();
    const calls: Record<string, (options: object) => Promise<unknown>> = {
      thread_start: (options) => codex.thread_start(options),
      thread_resume: (options) => codex.thread_resume('t', options),
      thread_list: (options) => codex.thread_list(options),
      run: (options) => thread.run('x', options),
    };
    const error = await calls[of]?.({ [wire]: null }).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toContain(`did you mean \`${here}\`?`);
  });
});
