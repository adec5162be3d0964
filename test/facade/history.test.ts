import { expect, it } from 'vitest';
import {
  InvalidParamsError,
  InvalidRequestError,
  MethodNotFoundError,
} from '../../runtime/index.js';
import { reply } from '../../runtime/testing/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const requests: string[] = [];
const runtime = new SharedRuntime({
  trace: ({ direction, method }) => {
    if (direction === 'out' && method?.endsWith('/list')) requests.push(method);
  },
});

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

it('has the turns and the items of a thread, page by page as they are read', async () => {
  const thread = await runtime.thread(['a1', 'a2', 'a3']);
  const results = [await thread.run('q1'), await thread.run('q2'), await thread.run('q3')];
  const ids = results.map(({ id }) => id);

  expect((await all(thread.turns())).map(({ id }) => id)).toEqual(ids.toReversed());
  const ascending = await all(thread.turns({ limit: 2, sortDirection: 'asc', itemsView: 'full' }));
  expect(ascending.map(({ id }) => id)).toEqual(ids);
  expect(ascending.map(({ items }) => items.map(({ type }) => type))).toEqual(
    Array.from({ length: 3 }, () => ['userMessage', 'agentMessage']),
  );

  const items = await all(thread.items({ limit: 4 }));
  expect(items.map(({ turnId }) => turnId)).toEqual(ids.flatMap((id) => [id, id]));
  expect(items.map(({ item }) => (item.type === 'agentMessage' ? item.text : ''))).toEqual(
    ['a1', 'a2', 'a3'].flatMap((text) => ['', text]),
  );
  const ofOne = await all(thread.items({ turnId: ids[1], sortDirection: 'desc' }));
  expect(ofOne.map(({ item }) => item.type)).toEqual(['agentMessage', 'userMessage']);
  const [first] = await all(thread.items({ turnId: ids[0] }));
  const afterIt = await all(
    thread.items({ turnId: ids[0], cursor: { type: 'item', itemId: first?.item.id ?? '' } }),
  );
  expect(afterIt.map(({ item }) => item.type)).toEqual(['agentMessage']);

  requests.length = 0;
  for await (const turn of thread.turns({ limit: 1 })) if (turn.id === ids[1]) break;
  expect(requests).toEqual(['thread/turns/list', 'thread/turns/list']);
});

it('has nothing of a thread that has had no turn', async () => {
  const thread = await runtime.thread([]);
  expect(await all(thread.turns())).toEqual([]);
  expect(await all(thread.items())).toEqual([]);
});

it('has nothing yet of a thread whose first turn is about to be stored', async () => {
  const thread = await runtime.thread([[reply.text('begun'), reply.hang()]]);
  // Once it was asked for a thread with its turns, the runtime refuses in other words.
  await expect(
    runtime.codex.rpc.thread.read({ threadId: thread.id, includeTurns: true }),
  ).rejects.toThrow(MethodNotFoundError);
  expect(await all(thread.turns())).toEqual([]);
  expect(await all(thread.items())).toEqual([]);
  await using turn = await thread.turn('x');
  for (const seen of [await all(thread.turns()), await all(thread.turns())]) {
    expect([[], [turn.id]]).toContainEqual(seen.map(({ id }) => id));
  }
  expect(await all(thread.items())).toBeInstanceOf(Array);
});

it('says that there is nothing to have of an ephemeral thread', async () => {
  const thread = await runtime.thread([], { ephemeral: true });
  await expect(all(thread.turns())).rejects.toThrow(InvalidRequestError);
  await expect(all(thread.items())).rejects.toThrow(/is ephemeral/);
});

it('passes on what else the runtime says', async () => {
  const thread = await runtime.thread(['a']);
  await thread.run('q');
  await expect(all(thread.turns({ cursor: 'nonsense' }))).rejects.toThrow(/invalid cursor/);
  await expect(all(thread.items({ cursor: 'nonsense' }))).rejects.toThrow(/invalid cursor/);
});

it.each<[object, string]>([
  [{ itemView: 'full' }, '`itemsView`'],
  [{ threadId: 'x' }, '`threadId`'],
])('rejects the options %j before anything is sent', async (options, named) => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  for (const history of [thread.turns(options), thread.items(options)]) {
    const error = await all<unknown>(history).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InvalidParamsError);
  }
  await expect(all(thread.turns(options))).rejects.toThrow(named);
  expect(peer.transport.sent.filter(({ method }) => String(method).endsWith('/list'))).toEqual([]);
  await peer.codex.close();
});

it('stops asking when it is aborted', async () => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  const controller = new AbortController();
  peer.answers['thread/turns/list'] = () => ({ data: [{ id: 'a' }], nextCursor: 'more' });
  const turns = thread.turns({ signal: controller.signal });
  expect(await turns.next()).toMatchObject({ value: { id: 'a' } });
  controller.abort('enough');
  await expect(turns.next()).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
  await peer.codex.close();
});
