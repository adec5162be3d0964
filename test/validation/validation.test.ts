import { expect, it } from 'vitest';
import { Codex, InvalidParamsError, SchemaViolationError } from '../../runtime/index.js';
import { createValidator, type Violation } from '../../runtime/validation/index.js';
import { reply, ScriptedModel } from '../../runtime/testing/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const startedThread = {
  approvalPolicy: 'never',
  approvalsReviewer: 'user',
  cwd: '/',
  model: 'm',
  modelProvider: 'p',
  sandbox: { type: 'readOnly' },
  thread: {
    id: 't1',
    cliVersion: '1.0.0',
    createdAt: 1,
    cwd: '/',
    ephemeral: false,
    modelProvider: 'p',
    preview: '',
    projectId: 'x',
    sessionId: 's',
    source: 'cli',
    status: { type: 'idle' },
    turns: [],
    updatedAt: 1,
  },
};
const item = { type: 'agentMessage', id: 1, text: 'x' };

function validating(mode: 'warn' | 'strict'): { peer: ScriptedPeer; violations: Violation[] } {
  const violations: Violation[] = [];
  const validate = createValidator({
    mode,
    onViolation: (violation) => violations.push(violation),
  });
  const peer = new ScriptedPeer({ validate });
  peer.answers['thread/start'] = () => ({ thread: 'none' });
  return { peer, violations };
}

it('warn reports what is wrong and passes it on', async () => {
  const { peer, violations } = validating('warn');
  peer.answers['thread/list'] = () => ({ data: 'none' });
  // @ts-expect-error a wrong param
  expect(await peer.codex.rpc.thread.list({ limit: 'many' })).toEqual({ data: 'none' });
  peer.notify('item/completed', { threadId: 't', turnId: 'u', item, completedAtMs: 1 });
  expect(violations).toMatchObject([
    { kind: 'params', method: 'thread/list', issues: [{ pointer: '/limit' }] },
    { kind: 'result', method: 'thread/list', issues: [{ pointer: '/data' }] },
    { kind: 'params', method: 'item/completed' },
  ]);
  await peer.codex.close();
});

it('strict rejects params before they are sent, and results', async () => {
  const { peer } = validating('strict');
  peer.answers['thread/list'] = () => ({ data: 'none' });
  // @ts-expect-error a wrong param
  const params = peer.codex.rpc.thread.list({ limit: 'many' });
  await expect(params).rejects.toThrow(InvalidParamsError);
  await expect(params).rejects.toMatchObject({ data: [{ pointer: '/limit' }] });
  expect(peer.sent('thread/list')).toHaveLength(0);
  const result = peer.codex.rpc.thread.list();
  await expect(result).rejects.toThrow(SchemaViolationError);
  await peer.codex.close();
});

it('strict delivers what the server sends by itself all the same', async () => {
  const { peer, violations } = validating('strict');
  await peer.codex.start();
  const seen: unknown[] = [];
  peer.codex.on('item/completed', ({ params }) => seen.push(params.item));
  peer.notify('item/completed', { threadId: 't', turnId: 'u', item, completedAtMs: 1 });
  peer.transport.receive({ id: 7, method: 'item/tool/call', params: { tool: 'x' } });
  expect(seen).toEqual([item]);
  expect(violations.map(({ method }) => method)).toEqual(['item/completed', 'item/tool/call']);
  expect(peer.transport.sent.at(-1)).toMatchObject({ id: 7, result: { success: false } });
  await peer.codex.close();
});

it('strict stops a turn whose start was answered wrongly, and the thread goes on', async () => {
  const { peer } = validating('strict');
  peer.answers['thread/start'] = () => startedThread;
  await peer.codex.start();
  const thread = await peer.codex.threadStart();
  peer.answers['turn/start'] = () => ({ turn: { id: 'u1' } });
  peer.answers['turn/interrupt'] = () => ({});
  await expect(thread.run('Go')).rejects.toThrow(SchemaViolationError);
  expect(peer.sent('turn/interrupt')).toHaveLength(1);

  const turn = { id: 'u2', items: [], status: 'inProgress' };
  peer.answers['turn/start'] = () => ({ turn });
  const running = await thread.turn('Again');
  // Neither item is whole, and the result has both all the same.
  peer.notify('item/completed', { threadId: 't1', turnId: 'u2', item, completedAtMs: 1 });
  peer.notify('turn/completed', { threadId: 't1', turn: { ...turn, status: 'completed' } });
  expect(await running.run()).toMatchObject({ status: 'completed', items: [item] });
  expect(peer.codex.signal.aborted).toBe(false);
  await peer.codex.close();
});

it('strict answers with the safe default in place of a handler whose answer does not fit', async () => {
  const failed: unknown[] = [];
  const peer = new ScriptedPeer({
    validate: createValidator({ mode: 'strict', onViolation: () => undefined }),
    handlers: { currentTime: () => Promise.resolve({ currentTimeAt: 'noon' } as never) },
    onHandlerError: (error) => failed.push(error),
  });
  await peer.codex.start();
  peer.transport.receive({ id: 9, method: 'currentTime/read', params: { threadId: 't' } });
  await expect.poll(() => peer.transport.sent.at(-1)).toMatchObject({ id: 9 });
  expect(peer.transport.sent.at(-1)).toMatchObject({
    result: { currentTimeAt: expect.any(Number) },
  });
  expect(failed).toHaveLength(1);
  await peer.codex.close();
});

it.each([
  [null, 'the options must be an object, not null'],
  ['strict', 'the options must be an object, not a string'],
  [[], 'the options must be an object, not a list'],
  [{ onViolation: 5 }, 'onViolation must be a function, not a number'],
  [{ mode: 'loud' }, "mode must be 'warn' or 'strict', not loud"],
])('a validator of %o is refused at once', (options, message) => {
  expect(() => createValidator(options as never)).toThrow(new TypeError(message));
});

it('passes methods that the schema does not know', async () => {
  const { peer, violations } = validating('strict');
  peer.answers['brand/new'] = () => ({ any: 'thing' });
  expect(await peer.codex.rpc.requestUntyped('brand/new', { x: 1 })).toEqual({ any: 'thing' });
  peer.notify('brand/newer', { y: 2 });
  expect(violations).toEqual([]);
  await peer.codex.close();
});

it('finds nothing wrong with a turn of the real runtime', async () => {
  const violations: Violation[] = [];
  await using model = await ScriptedModel.start([
    [reply.reasoning('hm'), reply.exec('true')],
    reply.text('done'),
  ]);
  await using codex = await Codex.start({
    ...model.configFor(),
    validate: createValidator({ mode: 'strict', onViolation: (v) => violations.push(v) }),
  });
  const thread = await codex.threadStart();
  expect((await thread.run('Go')).finalResponse).toBe('done');
  await codex.models();
  expect(violations).toEqual([]);
});
