import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Thread } from '../../runtime/index.js';
import { SubAgents } from '../../runtime/session/sub-agents.js';
import { ThreadResponders } from '../../runtime/session/thread-responders.js';
import { collectGarbage } from '../support/collect-garbage.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const accept = { decision: 'accept' };
const decline = { decision: 'decline' };

/** Asks for an approval on a thread, and has what is answered. */
async function ask(peer: ScriptedPeer, threadId: string): Promise<unknown> {
  const id = 1000 + peer.transport.sent.length;
  const params = { threadId, turnId: 'u', itemId: 'i', startedAtMs: 1, command: 'ls' };
  peer.transport.receive({ id, method: 'item/commandExecution/requestApproval', params });
  await setImmediate();
  return peer.transport.sent.find((message) => message['id'] === id)?.['result'];
}

function startingPeer(): ScriptedPeer {
  const peer = new ScriptedPeer();
  let threads = 0;
  const details = (id: unknown): object => ({ thread: { id }, sandbox: { type: 'readOnly' } });
  peer.answers['thread/start'] = () => details(`t${++threads}`);
  peer.answers['thread/resume'] = ({ threadId }) => details(threadId);
  peer.answers['thread/unsubscribe'] = () => ({ status: 'unsubscribed' });
  return peer;
}

/** Starts a thread that approves of everything; its handler refers to the thread. */
async function approving(peer: ScriptedPeer): Promise<Thread> {
  const thread: Thread = await peer.codex.threadStart({
    handlers: {
      commandApproval: ({ threadId }) =>
        Promise.resolve({ decision: threadId === thread.id ? 'accept' : 'decline' }),
    },
  });
  return thread;
}

it.each<[string, (peer: ScriptedPeer, threadId: string) => unknown]>([
  ['closed', (peer, threadId) => peer.notify('thread/closed', { threadId })],
  ['archived', (peer, threadId) => peer.notify('thread/archived', { threadId })],
  ['deleted', (peer, threadId) => peer.notify('thread/deleted', { threadId })],
  ['unsubscribed from', (peer, threadId) => peer.codex.rpc.thread.unsubscribe({ threadId })],
])('handlers of a thread that was %s go with the last who holds it', async (_how, leave) => {
  const peer = startingPeer();
  const held = await approving(peer);
  const dropped: WeakRef<Thread>[] = [];
  await (async () => {
    dropped.push(new WeakRef(await approving(peer)));
  })();
  for (const threadId of ['t1', 't2']) await leave(peer, threadId);
  await collectGarbage(() => dropped[0]?.deref() === undefined);
  expect(await ask(peer, 't2')).toEqual(decline);
  expect(await ask(peer, 't1')).toEqual(accept);
  // Taken up again without handlers, it has those that it had.
  await peer.codex.threadResume('t1');
  expect(await ask(peer, held.id)).toEqual(accept);
  await peer.codex.close();
});

it('handlers of a thread that the runtime has are kept for it, whoever holds the thread', async () => {
  const peer = startingPeer();
  const threads: WeakRef<Thread>[] = [];
  await (async () => {
    const thread = await peer.codex.threadStart({
      handlers: { commandApproval: () => Promise.resolve({ decision: 'accept' }) },
    });
    threads.push(new WeakRef(thread));
    // Gone, and taken up again by a request that is not the facade's.
    peer.notify('thread/closed', { threadId: 't1' });
    peer.notify('thread/status/changed', { threadId: 't1', status: { type: 'idle' } });
  })();
  await collectGarbage(() => threads[0]?.deref() === undefined);
  expect(await ask(peer, 't1')).toEqual(accept);
  await peer.codex.close();
});

it('handlers outlive their thread while sub-agents of it may ask, and nothing is left in the end', async () => {
  const subAgents = new SubAgents(() => undefined);
  const responders = new ThreadResponders(subAgents);
  const tell = (method: string, params: { threadId: string } & object): void => {
    const notification = { method, params } as never;
    subAgents.route(params.threadId, notification);
    responders.observe(params.threadId, notification);
  };
  const users: WeakRef<object>[] = [];
  (() => {
    for (const threadId of ['parent', 'other']) {
      const user = {};
      users.push(new WeakRef(user));
      responders.add(threadId, user, { handlers: () => () => threadId });
    }
  })();
  const item = { type: 'collabAgentToolCall', tool: 'spawnAgent', receiverThreadIds: ['child'] };
  tell('item/completed', { threadId: 'parent', turnId: 'u', item } as { threadId: string });
  tell('thread/closed', { threadId: 'parent' });
  await collectGarbage(() => users.every((user) => user.deref() === undefined));
  expect([...responders.of('child')]).toHaveLength(1);
  tell('thread/closed', { threadId: 'child' });
  await collectGarbage(() => responders.size === 1);
  expect([...responders.of('child'), ...responders.of('parent')]).toEqual([]);
  expect([...responders.of('other')]).toHaveLength(1);
  responders.allGone();
  await collectGarbage(() => responders.size === 0);
});
