import { expect, it } from 'vitest';
import { ConfigurationError } from '../../runtime/index.js';
import { Codex as SnakeCodex } from '../../runtime/snake_case/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const peer = new ScriptedPeer();
peer.answers['turn/start'] = () => peer.turn('u1').response.result;
peer.answers['thread/goal/get'] = () => ({ goal: null });
peer.answers['thread/goal/set'] = () => ({ goal: { objective: 'o', status: 'active' } });
const thread = await peer.codex.threadStart();
const turn = await thread.turn('Go');
peer.turn('u1').completed();
const goal = await thread.goal('Make it so');

const snakePeer = new ScriptedPeer();
const snake = new SnakeCodex({ transport: snakePeer.transport });
snakePeer.answers['turn/start'] = () => snakePeer.turn('u1').response.result;
const snakeTurn = await (await snake.thread_start()).turn('Go');

// What types do not let through, programs without types write all the same.
type Call = (options: never) => unknown;

const ofTurns: readonly (readonly [string, Call])[] = [
  ['stream', (o) => turn.stream(o)],
  ['text', (o) => turn.text(o).next()],
  ['goal.events', (o) => goal.events(o)],
];
const all: typeof ofTurns = [['notifications', (o) => peer.codex.notifications(o)], ...ofTurns];

async function refusal(call: Call, options: object): Promise<string> {
  try {
    await call(options as never);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('Nothing was refused');
}

it.each(all)('%s refuses a limit that is none', async (_name, call) => {
  for (const [maxQueued, found] of [
    [-1, '-1'],
    [0, '0'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    ['5', 'a string'],
  ]) {
    expect(await refusal(call, { maxQueued })).toMatch(
      new RegExp(`: maxQueued must be a positive whole number or Infinity, not ${found}$`),
    );
  }
});

it.each(ofTurns)('%s is with the events of sub-agents, or without', async (_name, call) => {
  expect(await refusal(call, { includeChildren: 'no' })).toBe(
    'stream: includeChildren must be true or false, not a string',
  );
});

it.each<[object, string]>([
  [{ methods: 'turn/completed' }, 'methods must be a list of methods, not a string'],
  [{ methods: new Set(['error']) }, 'methods must be a list of methods, not an object'],
  [{ methods: ['error', /turn/] }, 'methods[1] must be the name of a method, not an object'],
  [{ threadId: 5 }, 'threadId must be the id of a thread, not 5'],
  [{ threadId: null }, 'threadId must be the id of a thread, not null'],
])('notifications refuses %o', async (options, message) => {
  expect(await refusal((o) => peer.codex.notifications(o), options)).toBe(
    `notifications: ${message}`,
  );
});

it('says so in the words of the other voice', async () => {
  const ofSnake = (o: never): unknown => snake.notifications(o);
  expect(await refusal(ofSnake, { thread_id: 5 })).toBe(
    'notifications: thread_id must be the id of a thread, not 5',
  );
  expect(await refusal(ofSnake, { max_queued: 0 })).toMatch(/: max_queued must be /);
  expect(await refusal((o) => snakeTurn.stream(o), { include_children: 1 })).toBe(
    'stream: include_children must be true or false, not 1',
  );
  expect(await refusal((o) => snakeTurn.text(o).next(), { max_queued: 0 })).toMatch(
    /^stream: max_queued must be /,
  );
});

it('takes no limit at all, and what is left out', async () => {
  const stream = peer.codex.notifications({ maxQueued: Infinity, threadId: undefined });
  peer.notify('brand/new', {});
  expect(await stream.next()).toMatchObject({ value: { method: 'brand/new' } });
});
