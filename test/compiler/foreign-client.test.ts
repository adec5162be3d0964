import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Api } from '../../generated/index.js';
import type { Api as SnakeApi } from '../../generated/snake_case/index.js';
import { compile } from '../../compiler/compile.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { inputsOf } from './support/schemas.js';

/** What the client of another runtime has in common with the shipped one, as far as it is used here. */
interface ForeignClient {
  readonly Api: new (caller: ScriptedPeer['codex']) => Api;
  readonly METHODS: Readonly<Record<string, object>>;
}

let folder: string;
let wire: ForeignClient;
let snake: { readonly Api: new (caller: ScriptedPeer['codex']) => SnakeApi };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'foreign-'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const { files } = await compile(inputsOf('0.130.0'), { lenient: false });
  for (const { path: file, text } of files) {
    const target = path.join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(target), { recursive: true });
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    writeFileSync(target, ts.transpileModule(text, { compilerOptions: options }).outputText);
  }
  const load = (file: string): Promise<unknown> =>
    import(/* @vite-ignore */ pathToFileURL(path.join(folder, file)).href);
  wire = (await load('index.js')) as ForeignClient;
  snake = (await load('snake_case/index.js')) as typeof snake;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('the client of another runtime works over the connection of this SDK', async () => {
  expect(wire.METHODS).not.toHaveProperty('modelProvider/list');
  const peer = new ScriptedPeer();
  peer.answers['thread/list'] = (params) => ({ data: [], asked: params });
  const api = new wire.Api(peer.codex);
  expect(await api.thread.list()).toEqual({ data: [], asked: {} });
  expect(await api.request('thread/list', { limit: 1 })).toMatchObject({ asked: { limit: 1 } });

  const heard: unknown[] = [];
  const listening = api.on('turn/completed', ({ params }) => heard.push(params.turn.id));
  const turn = { id: 'u', items: [], status: 'completed', error: null };
  peer.notify('turn/completed', { threadId: 't', turn });
  peer.notify('turn/started', { threadId: 't', turn });
  listening[Symbol.dispose]();
  peer.notify('turn/completed', { threadId: 't', turn });
  expect(heard).toEqual(['u']);
  await peer.codex.close();
});

it('also in snake_case', async () => {
  const peer = new ScriptedPeer();
  peer.answers['thread/list'] = (params) => ({ data: [], nextCursor: 'n', asked: params });
  const api = new snake.Api(peer.codex);
  expect(await api.thread.list({ sort_key: 'created_at' })).toEqual({
    data: [],
    next_cursor: 'n',
    asked: { sortKey: 'created_at' },
  });
  await peer.codex.close();
});

it('gives calls up as the SDK does', async () => {
  const peer = new ScriptedPeer();
  const api = new wire.Api(peer.codex);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(api.thread.list({}, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  await peer.codex.close();
});
