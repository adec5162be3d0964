import { expect, it } from 'vitest';
import {
  type HandlerContext,
  InvalidRequestError,
  type ServerNotification,
  type Thread,
} from '../../runtime/index.js';
import { Gate, reply } from '../../runtime/testing/index.js';
import { agents, sendTo, spawn, waitFor } from '../support/agents.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const runtime = new SharedRuntime(
  {},
  { approvalPolicy: 'on-request', config: { agents: { max_depth: 3 } } },
);

function threadOf({ params }: ServerNotification): string {
  return (params as { threadId: string }).threadId;
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** All events of a stream, by the threads in order of their first event. */
async function byThread(
  stream: AsyncIterable<ServerNotification>,
): Promise<[threadId: string, methods: string[]][]> {
  const methods = new Map<string, string[]>();
  for await (const event of stream) {
    const list = methods.get(threadOf(event)) ?? [];
    methods.set(threadOf(event), [...list, event.method]);
  }
  return [...methods];
}

it('has the events of sub-agents in the stream of the turn they work for, if asked', async () => {
  const thread = await runtime.thread(
    agents({
      main: [spawn('kid'), waitFor('kid'), 'all done'],
      kid: [spawn('grandkid'), waitFor('grandkid'), 'the kid is done'],
      grandkid: [reply.exec('true'), 'the grandkid is done'],
    }),
  );
  const turn = await thread.turn('Delegate');
  const streams = [turn.stream({ includeChildren: true }), turn.stream()] as const;
  const [withChildren, own, result] = await Promise.all([
    byThread(streams[0]),
    byThread(streams[1]),
    turn.run(),
  ]);
  expect(own.map(([threadId]) => threadId)).toEqual([thread.id]);
  expect(withChildren).toHaveLength(3);
  const [[parent, parentEvents], [, kidEvents], [, grandkidEvents]] = withChildren as [
    [string, string[]],
    [string, string[]],
    [string, string[]],
  ];
  expect(parent).toBe(thread.id);
  expect(parentEvents).toEqual(own[0]?.[1]);
  expect(parentEvents.at(-1)).toBe('turn/completed');
  for (const events of [kidEvents, grandkidEvents]) {
    expect(events).toEqual(expect.arrayContaining(['turn/started', 'item/completed']));
    expect(events).toContain('turn/completed');
  }
  expect(result.finalResponse).toBe('all done');
  expect(result.items.filter((item) => item.type === 'agentMessage')).toHaveLength(1);
});

it('asks the handlers of the thread for its sub-agents, before those of the client', async () => {
  const asked: HandlerContext[] = [];
  const errors: unknown[] = [];
  const escalate = reply.exec('true', { escalate: 'May I?' });
  const thread: Thread = await runtime.thread(
    agents({
      main: [spawn('kid'), waitFor('kid'), 'all done'],
      kid: [escalate, spawn('grandkid'), waitFor('grandkid'), 'kid done'],
      grandkid: [escalate, 'grandkid done'],
    }),
    {
      handlers: {
        commandApproval: async (_params, context) => {
          asked.push(context);
          await thread.run('Go').catch((error: unknown) => errors.push(error));
          return { decision: 'accept' };
        },
      },
    },
  );
  expect((await thread.run('Delegate')).finalResponse).toBe('all done');
  const threads = asked.map(({ threadId }) => threadId);
  expect(new Set(threads).size).toBe(2);
  expect(threads).not.toContain(thread.id);
  expect(errors).toEqual([expect.any(InvalidRequestError), expect.any(InvalidRequestError)]);
});

it('goes by the turn that a sub-agent works for at the moment', async () => {
  const thread = await runtime.thread(
    agents({
      main: [
        ...[spawn('kid'), waitFor('kid'), 'first done'],
        'nothing to delegate',
        ...[sendTo('kid'), waitFor('kid', 'wait-again'), 'third done'],
      ],
      kid: ['kid: one', 'kid: two'],
    }),
  );
  const texts: string[][] = [];
  for (const input of ['Delegate', 'Rest', 'Delegate more']) {
    const turn = await thread.turn(input);
    texts.push(await all(turn.text({ includeChildren: true })));
  }
  expect(texts).toEqual([
    ['kid: one', 'first done'],
    ['nothing to delegate'],
    ['kid: two', 'third done'],
  ]);
});

it('still answers for a sub-agent that goes on after its turn, which a later turn does not hear', async () => {
  const [kidBegins, kidWorks, mainRests] = [new Gate(), new Gate(), new Gate()];
  const asked: unknown[] = [];
  const thread = await runtime.thread(
    agents({
      main: [spawn('kid'), 'not waiting', [reply.text('resting'), mainRests]],
      kid: [
        [kidBegins, reply.text('working'), kidWorks, reply.exec('true', { escalate: 'May I?' })],
        'kid done',
      ],
    }),
    {
      handlers: {
        commandApproval: (_params, { threadId }) => {
          asked.push(threadId);
          return { decision: 'decline' };
        },
      },
    },
  );
  await thread.run('Delegate');
  const rest = await thread.turn('Rest');
  await mainRests.reached;
  kidBegins.open();
  await kidWorks.reached;
  mainRests.open();
  expect(await byThread(rest.stream({ includeChildren: true }))).toHaveLength(1);
  const ends = runtime.codex.notifications({ methods: ['turn/completed'] });
  kidWorks.open();
  const { value: end } = await ends.next();
  expect(asked).toEqual([threadOf(end as ServerNotification)]);
  expect(asked).not.toContain(thread.id);
});

it('has the events of sub-agents among those of a goal, if asked', async () => {
  const thread = await runtime.thread(
    agents({
      main: [
        ...[spawn('kid'), waitFor('kid'), 'one'],
        ...[reply.call('update_goal', { status: 'complete' }), 'done'],
      ],
      kid: ['kid done'],
    }),
  );
  const goal = await thread.goal('Delegate');
  const streams = [goal.events({ includeChildren: true }), goal.events()] as const;
  const [withChildren, own] = await Promise.all(streams.map(byThread));
  expect(own?.map(([threadId]) => threadId)).toEqual([thread.id]);
  expect(withChildren).toHaveLength(2);
  expect(await goal.done).toMatchObject({ status: 'complete', turns: [{}, {}] });
});

it('knows the sub-agents of the newer tools as well', async () => {
  let asked = 0;
  await using other = await scriptedRuntime(
    agents({
      main: [spawn('kid'), waitFor('kid'), 'all done'],
      kid: [reply.exec('true', { escalate: 'May I?' }), 'kid done'],
    }),
    {},
    { approvalPolicy: 'on-request', config: { features: { multi_agent_v2: true } } },
  );
  const thread = await other.codex.threadStart({
    handlers: {
      commandApproval: () => {
        asked++;
        return { decision: 'accept' };
      },
    },
  });
  const turn = await thread.turn('Delegate');
  expect(await byThread(turn.stream({ includeChildren: true }))).toHaveLength(2);
  expect((await turn.run()).finalResponse).toBe('all done');
  expect(asked).toBe(1);
});
