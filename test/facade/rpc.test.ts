import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  Codex,
  ConfigurationError,
  InvalidParamsError,
  InvalidRequestError,
  MethodNotFoundError,
  tool,
} from '../../runtime/index.js';
import { Codex as SnakeCodex } from '../../runtime/snake_case/index.js';
import { ScriptedModel } from '../../runtime/testing/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const runtime = new SharedRuntime();

describe('typed RPC', () => {
  it('calls a method that is a namespace too', async () => {
    const thread = await runtime.thread([]);
    const root = thread.details.cwd;
    await writeFile(`${root}/needle.txt`, '');
    const { files } = await runtime.codex.rpc.fuzzyFileSearch.call({
      query: 'needle',
      roots: [root],
      cancellationToken: null,
    });
    expect(files.map(({ path }) => path)).toEqual(['needle.txt']);
  });

  it('puts items into the history of a thread', async () => {
    const thread = await runtime.thread(['Read.']);
    const content = [{ type: 'input_text', text: 'Injected words' }];
    const item = { type: 'message', role: 'user', content };
    await runtime.codex.rpc.thread.injectItems({ threadId: thread.id, items: [item] });
    await thread.run('What was said?');
    expect(runtime.requests(thread)[0]?.userTexts).toContain('Injected words');
  });

  it('is the same by the name on the wire, and for names that are not in the schema', async () => {
    const { rpc } = runtime.codex;
    const [typed, named, untyped] = await Promise.all([
      rpc.model.list({}),
      rpc.request('model/list', {}),
      rpc.requestUntyped('model/list', {}),
    ]);
    expect(named).toEqual(typed);
    expect(untyped).toEqual(typed);
    await expect(rpc.requestUntyped('no/such/method', {})).rejects.toThrow(MethodNotFoundError);
    const wrong = rpc.requestUntyped('thread/read', { threadId: 7 });
    await expect(wrong).rejects.toThrow(InvalidParamsError);
  });
});

it.each([
  [undefined, 'undefined'],
  [null, 'null'],
  ['', 'an empty one'],
  [7, 'a number'],
])('a request by the name %j is refused, and nothing starts', async (method, given) => {
  const { codex, transport } = new ScriptedPeer();
  const message = `The name of a request must be a string, not ${given}`;
  const snake = new SnakeCodex({ transport });
  for (const call of [
    codex.rpc.requestUntyped(method as string, {}),
    codex.rpc.request(method as 'model/list', {}),
    snake.rpc.request_untyped(method as string, {}),
    snake.rpc.request(method as 'model/list', {}),
  ]) {
    await expect(call).rejects.toThrow(new ConfigurationError(message));
  }
  expect(transport.sent).toEqual([]);
});

describe('what is nested as deep as the runtime reads', () => {
  // One level deeper, the runtime drops the line, and nobody gets an answer.
  const nested = (levels: number): object =>
    JSON.parse('{"x":'.repeat(levels) + '1' + '}'.repeat(levels)) as object;

  it('is answered, and what is deeper is refused before it is sent', async () => {
    const { rpc } = runtime.codex;
    await expect(rpc.requestUntyped('no/such', nested(126))).rejects.toThrow(MethodNotFoundError);
    await expect(rpc.requestUntyped('no/such', nested(127))).rejects.toThrow(InvalidParamsError);
  });
});

describe('stored threads', () => {
  it('are read, named and deleted for good', async () => {
    const { codex } = runtime;
    const thread = await runtime.thread(['Noted.']);
    expect((await thread.read()).thread).toMatchObject({ id: thread.id, turns: [] });
    await thread.run('Remember');
    await thread.setName('Mine');
    const { thread: read } = await thread.read({ includeTurns: true });
    expect(read.name).toBe('Mine');
    expect(read.turns).toHaveLength(1);
    expect((await codex.threadList({ searchTerm: 'Remember' })).data).toMatchObject([
      { id: thread.id },
    ]);
    await codex.threadDelete(thread.id);
    await expect(codex.threadResume(thread.id)).rejects.toThrow(InvalidRequestError);
    const left: string[] = [];
    for await (const { id } of codex.threads()) left.push(id);
    expect(left).not.toContain(thread.id);
  });

  it('are loaded page by page, only as they are read', async () => {
    const pages: unknown[] = [];
    const peer = new ScriptedPeer();
    peer.answers['thread/list'] = ({ cursor }) => {
      pages.push(cursor);
      return {
        data: [{ id: `of ${String(cursor)}` }],
        nextCursor: pages.length < 9 ? 'next' : null,
      };
    };
    const ids: string[] = [];
    for await (const { id } of peer.codex.threads({ limit: 1 })) {
      ids.push(id);
      if (ids.length === 2) break;
    }
    expect(pages).toEqual([undefined, 'next']);
    await peer.codex.close();
  });

  it('are checked for options before they are brought back from the archive', async () => {
    const peer = new ScriptedPeer();
    const options = { sandbox: 'nowhere' as never };
    await expect(peer.codex.threadUnarchive('t1', options)).rejects.toThrow(InvalidParamsError);
    expect(peer.sent('thread/unarchive')).toEqual([]);
    await peer.codex.close();
  });
});

it('models are listed, hidden ones if asked for', async () => {
  const shown = await runtime.codex.models();
  const all = await runtime.codex.models({ includeHidden: true });
  expect(shown.data.map(({ model }) => model)).toContain('scripted-model');
  expect(all.data.length).toBeGreaterThanOrEqual(shown.data.length);
});

describe('without the experimental API', () => {
  it('what needs it is refused before it is sent, and all else works', async () => {
    await using model = await ScriptedModel.start(['Hello!']);
    const sent: (string | undefined)[] = [];
    await using codex = new Codex({
      ...model.configFor(),
      experimentalApi: false,
      trace: ({ direction, method }) => direction === 'out' && sent.push(method),
    });
    const echo = tool({
      name: 'echo',
      description: 'Echoes',
      input: { type: 'object' },
      execute: () => 'x',
    });
    await expect(codex.threadStart({ tools: [echo] })).rejects.toThrow('experimental');
    await expect(codex.rpc.requestUntyped('collaborationMode/list', {})).rejects.toThrow(
      'collaborationMode/list is experimental, and this client was made with experimentalApi: false',
    );
    expect(sent.filter((method) => method !== 'initialize' && method !== 'initialized')).toEqual(
      [],
    );
    const thread = await codex.threadStart();
    expect((await thread.run('Hi')).finalResponse).toBe('Hello!');
    // What the SDK does not know to be experimental, the runtime refuses by itself.
    const granular = { sandbox_approval: true, rules: true, mcp_elicitations: true };
    await expect(codex.threadStart({ approvalPolicy: { granular } })).rejects.toThrow(
      'requires experimentalApi capability',
    );
  });
});
