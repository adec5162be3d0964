import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { missingPeers } from '../../compiler/cli/peers.js';
import { reply } from '../../runtime/testing/index.js';
import { root } from '../support/run.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';
import { command } from './support/command.js';
import { inputsOf } from './support/schemas.js';
import { writeSchemaFolder } from './support/schema-folder.js';
import type * as Shipped from '../../generated/index.js';

const OLDER = '0.148.0';

let project: string;
let out: string;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'sdkgen-own-'));
  out = join(project, 'src', 'codex');
  writeSchemaFolder(join(project, 'schema'), inputsOf(OLDER));
  const argv = ['generate', '--schema', join(project, 'schema'), '--lenient', '--out', out];
  expect(await command(argv, { cwd: project })).toMatchObject({ code: 0, noticed: '' });
});
afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

/** The generated client as a program loads it; what is used here both versions have. */
async function load(): Promise<Pick<typeof Shipped, 'Api' | 'METHODS'>> {
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  for (const file of readdirSync(out).filter((name) => name.endsWith('.ts'))) {
    const source = readFileSync(join(out, file), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(out, file.replace(/\.ts$/, '.js')), outputText);
  }
  const index = pathToFileURL(join(out, 'index.js')).href;
  return (await import(/* @vite-ignore */ index)) as typeof Shipped;
}

it('a client for an older runtime works over the connection of the SDK', async () => {
  const { Api, METHODS } = await load();
  expect(METHODS).toHaveProperty('thread/rollback');
  expect(METHODS).not.toHaveProperty('modelProvider/list');

  await using runtime = await scriptedRuntime([reply.text('Hello from the runtime')]);
  const api = new Api(runtime.codex);
  const texts: string[] = [];
  const completed = new Promise<unknown>((resolve) => {
    api.on('item/agentMessage/delta', ({ params }) => texts.push(params.delta));
    api.on('turn/completed', ({ params }) => resolve(params.turn.status));
  });
  const { thread } = await api.thread.start();
  const input = [{ type: 'text' as const, text: 'Hi', text_elements: [] }];
  await api.turn.start({ threadId: thread.id, input });
  expect(await completed).toBe('completed');
  expect(texts.join('')).toBe('Hello from the runtime');
  const { thread: read } = await api.request('thread/read', { threadId: thread.id });
  expect(read.id).toBe(thread.id);
});

it('asks the same of a connection, whatever runtime a client is for', () => {
  const caller = (folder: string): string => readFileSync(join(folder, 'caller.ts'), 'utf8');
  expect(caller(out)).toBe(caller(join(root, 'generated')));
});

it('is described with the packages that the compiler asks for', () => {
  const guide = readFileSync(join(root, 'docs', 'your-own-runtime.md'), 'utf8');
  const none = (): string => {
    throw new Error('not installed');
  };
  expect(guide).toContain(`npm install --save-dev --save-exact ${missingPeers(none).join(' ')}\n`);
});
