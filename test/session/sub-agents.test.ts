import { expect, it } from 'vitest';
import type { ServerNotification } from '../../runtime/index.js';
import { SubAgents } from '../../runtime/session/sub-agents.js';
import { TurnRecord } from '../../runtime/session/turn-record.js';

/** Turns of this client that run, and what they were given of their sub-agents. */
function setUp(maxLinks?: number) {
  const running = new Map<string, TurnRecord>();
  const subAgents = new SubAgents((turnId) => running.get(turnId), maxLinks);
  const send = (method: string, params: { threadId: string } & Record<string, unknown>): void => {
    subAgents.route(params.threadId, { method, params } as unknown as ServerNotification);
  };
  return {
    subAgents,
    send,
    start: (threadId: string, id: string): string[] => {
      const record = new TurnRecord(threadId, { id, items: [], status: 'inProgress' });
      const taken: string[] = [];
      record.take = (notification) => taken.push(notification.method);
      running.set(id, record);
      return taken;
    },
    end: (id: string): void => void running.delete(id),
    turnStarted: (threadId: string, id: string, rootTurnId: string | null): void => {
      send('turn/started', { threadId, turn: { id, rootTurnId, items: [], status: 'inProgress' } });
    },
    spawned: (threadId: string, turnId: string, child: string, tool = 'spawnAgent'): void => {
      const item = { type: 'collabAgentToolCall', tool, receiverThreadIds: [child] };
      send('item/completed', { threadId, turnId, item });
    },
  };
}

it('links by the item of the spawning agent, before the sub-agent says anything', () => {
  const { subAgents, start, spawned, send } = setUp();
  const taken = start('parent', 'p1');
  spawned('parent', 'p1', 'child');
  expect(subAgents.parentOf('child')).toBe('parent');
  send('thread/status/changed', { threadId: 'child', status: { type: 'active' } });
  expect(taken).toEqual(['thread/status/changed']);
});

it('links by the root turn that a turn names, when no item told', () => {
  const { subAgents, start, turnStarted } = setUp();
  const taken = start('parent', 'p1');
  turnStarted('child', 'c1', 'p1');
  expect(subAgents.parentOf('child')).toBe('parent');
  expect(subAgents.turnOf('child')?.turnId).toBe('p1');
  expect(taken).toEqual(['turn/started']);
});

it('links sub-agents of sub-agents to the turn that all of it began with', () => {
  const { subAgents, start, spawned, turnStarted } = setUp();
  start('parent', 'p1');
  spawned('parent', 'p1', 'child');
  spawned('child', 'c1', 'grandchild');
  turnStarted('grandchild', 'g1', 'p1');
  expect(subAgents.parentOf('grandchild')).toBe('child');
  expect(subAgents.turnOf('grandchild')?.turnId).toBe('p1');
});

it('goes with the turn that a sub-agent works for, and with none when that has ended', () => {
  const { subAgents, start, end, spawned, turnStarted } = setUp();
  start('parent', 'p1');
  spawned('parent', 'p1', 'child');
  end('p1');
  expect(subAgents.turnOf('child')).toBeUndefined();
  expect(subAgents.parentOf('child')).toBe('parent');
  start('parent', 'p2');
  expect(subAgents.turnOf('child')).toBeUndefined();
  spawned('parent', 'p2', 'child', 'sendInput');
  expect(subAgents.turnOf('child')?.turnId).toBe('p2');
  turnStarted('child', 'c2', 'of nobody here');
  expect(subAgents.turnOf('child')?.turnId).toBe('p2');
  turnStarted('child', 'c3', 'c3');
  expect(subAgents.turnOf('child')).toBeUndefined();
  expect(subAgents.parentOf('child')).toBe('parent');
});

it('never makes an agent the sub-agent of its own sub-agent', () => {
  const { subAgents, start, spawned, turnStarted } = setUp();
  start('parent', 'p1');
  spawned('parent', 'p1', 'child');
  spawned('child', 'c1', 'parent');
  spawned('child', 'c1', 'child');
  turnStarted('parent', 'p1', 'p1');
  turnStarted('parent', 'review', 'p1');
  start('child', 'c1');
  turnStarted('parent', 'p2', 'c1');
  expect(subAgents.parentOf('parent')).toBeUndefined();
  expect(subAgents.parentOf('child')).toBe('parent');
});

it('does not link agents that are only talked to', () => {
  const { subAgents, start, spawned } = setUp();
  start('parent', 'p1');
  spawned('parent', 'p1', 'stranger', 'sendInput');
  expect(subAgents.parentOf('stranger')).toBeUndefined();
});

it.each([
  ['thread/closed', {}],
  ['thread/archived', {}],
  ['thread/deleted', {}],
  ['thread/status/changed', { status: { type: 'notLoaded' } }],
])('forgets a sub-agent after %s, which its turn still sees', (method, more) => {
  const { subAgents, start, spawned, send } = setUp();
  const taken = start('parent', 'p1');
  spawned('parent', 'p1', 'child');
  send(method, { threadId: 'child', ...more });
  expect(taken).toEqual([method]);
  expect(subAgents.parentOf('child')).toBeUndefined();
});

it('remembers a bounded number of sub-agents, the newest', () => {
  const { subAgents, start, spawned } = setUp(2);
  start('parent', 'p1');
  for (const child of ['a', 'b', 'c']) spawned('parent', 'p1', child);
  expect(['a', 'b', 'c'].map((child) => subAgents.parentOf(child))).toEqual([
    undefined,
    'parent',
    'parent',
  ]);
});
