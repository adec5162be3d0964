import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import {
  Codex,
  type CodexConfig,
  ExternalMessage,
  type GoalHandle,
  retryOnOverload,
  ServerBusyError,
  type Thread,
  tool,
  type TurnHandle,
} from '../../runtime/index.js';
import {
  Codex as SnakeCodex,
  retry_on_overload,
  type Thread as SnakeThread,
} from '../../runtime/snake_case/index.js';
import {
  byHand,
  FakeAppServer,
  type FakeAppServerOptions,
  type MethodHandlers,
  rpcError,
} from '../../runtime/testing/index.js';
import { MemoryTransport } from '../support/memory-transport.js';

/** What every scene has. */
interface World {
  readonly fake: FakeAppServer;
  readonly codex: Codex;
  readonly snake: SnakeCodex;
  readonly signal: AbortSignal;
  abort(): void;
}

/** One way to fail: two callers make the same call, and then it fails for both. */
interface Scene<Ready> {
  readonly server?: FakeAppServerOptions;
  readonly config?: Omit<CodexConfig, 'transport'>;
  /** What the client is connected to in place of the fake server. */
  readonly instead?: CodexConfig;
  /** What is to be there before the calls. */
  readonly ready: (world: World) => Ready | Promise<Ready>;
  readonly call: (ready: Ready, world: World) => Promise<unknown>;
  /** Makes the calls fail that do not by themselves. */
  readonly fail?: (world: World) => unknown;
}

type Call = () => Promise<unknown>;

// They do not wait for the call: nothing but the call itself can tell of them.
function firstCaller(call: Call): Promise<unknown> {
  return call();
}

function secondCaller(call: Call): Promise<unknown> {
  return call();
}

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  return 'nothing';
}

async function play<Ready>(scene: Scene<Ready>): Promise<readonly [unknown, unknown]> {
  await using fake = new FakeAppServer({ throwOnClose: false, ...scene.server });
  await using codex = new Codex(scene.instead ?? fake.config(scene.config));
  await using snake = new SnakeCodex({ transport: () => fake.connect() });
  const aborter = new AbortController();
  const abort = (): void => {
    aborter.abort();
  };
  const world = { fake, codex, snake, signal: aborter.signal, abort };
  const ready = await scene.ready(world);
  const call = (): Promise<unknown> => scene.call(ready, world);
  const calls = [thrownBy(firstCaller(call)), thrownBy(secondCaller(call))] as const;
  await scene.fail?.(world);
  return await Promise.all(calls);
}

function scene<Ready>(name: string, error: string, played: Scene<Ready>): void {
  it(`${name}: ${error}`, async () => {
    const [first, second] = (await play(played)) as [Error, Error];
    expect(first.name).toBe(error);
    expect(first).not.toBe(second);
    expect(first.stack).toContain('firstCaller');
    expect(first.stack).not.toContain('secondCaller');
    expect(second.stack).toContain('secondCaller');
    expect(second.stack).not.toContain('firstCaller');
    for (const { message, stack } of [first, second])
      expect(stack?.startsWith(`${error}: ${message}\n    at `)).toBe(true);
  });
}

const never = (): Promise<never> => new Promise(() => {});
const refuse = (): never => {
  throw rpcError(-32600, 'no');
};
const refusing = (...methods: readonly string[]): FakeAppServerOptions => ({
  methods: Object.fromEntries(methods.map((method) => [method, refuse])),
});
const silentTo = (...methods: readonly string[]): FakeAppServerOptions => ({
  methods: Object.fromEntries(methods.map((method) => [method, never])),
});
const crash = ({ fake }: World): void => {
  fake.crash();
};
const abort = (world: World): void => {
  world.abort();
};
const close = ({ codex }: World): void => {
  void codex.close();
};

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

const nothing = (world: World): World => world;
const started = async (world: World): Promise<Codex> => {
  await world.codex.start();
  return world.codex;
};
const aThread = ({ codex }: World): Promise<Thread> => codex.threadStart();
/** One thread for each call, so that none waits for the other. */
const threads = async ({ codex }: World): Promise<Thread[]> => [
  await codex.threadStart(),
  await codex.threadStart(),
];
const next = <T>(list: T[]): T => list.shift() as T;
const aTurn = async (world: World): Promise<TurnHandle> => (await aThread(world)).turn('Go');
const bothTurns = async ({ fake }: World): Promise<string[]> => [
  (await fake.nextTurn()).threadId,
  (await fake.nextTurn()).threadId,
];
const takenThread = async (world: World): Promise<Thread> => {
  const thread = await aThread(world);
  await thread.turn('Go');
  return thread;
};
const output = { outputSchema: z.object({ answer: z.string() }) };
const misspelled = { sgnal: undefined } as object;
const threadId = '00000000-0000-7000-8000-000000000001';

const unreachable = (): MemoryTransport => new MemoryTransport();
const nowhere = { codexBin: '/nowhere/codex' };
const start = ({ codex }: World): Promise<void> => codex.start();

scene('start', 'CodexNotFoundError', { instead: nowhere, ready: nothing, call: start });
scene('Codex.start', 'CodexNotFoundError', { ready: nothing, call: () => Codex.start(nowhere) });
scene('Codex.start, wrong option', 'ConfigurationError', {
  ready: nothing,
  call: () => Codex.start({ requestTimeoutMs: -1 }),
});
scene('start, no process', 'StartupError', {
  instead: { spawn: () => Promise.reject(new Error('no such container')) },
  ready: nothing,
  call: start,
});
scene('start, no answer', 'StartupError', {
  instead: { transport: unreachable, requestTimeoutMs: 1 },
  ready: nothing,
  call: start,
});
scene('start, refused', 'StartupError', {
  server: refusing('initialize'),
  ready: nothing,
  call: start,
});
scene('start, closed meanwhile', 'TransportClosedError', {
  instead: { transport: unreachable },
  ready: nothing,
  call: start,
  fail: close,
});
scene('start, closed before', 'TransportClosedError', {
  ready: ({ codex }) => codex.close(),
  call: (_, world) => start(world),
});
scene('start, crashed before', 'TransportClosedError', {
  ready: async (world) => {
    await started(world);
    crash(world);
  },
  call: (_, world) => start(world),
});

it("start: an error of the user's own stays as it is", async () => {
  const error = new Error('no such host');
  const transport = Object.assign(new MemoryTransport(), { open: () => Promise.reject(error) });
  expect(await play({ instead: { transport }, ready: nothing, call: start })).toEqual([
    error,
    error,
  ]);
});

scene('the request that starts the runtime, refused', 'StartupError', {
  server: refusing('initialize'),
  ready: nothing,
  call: ({ codex }) => codex.models(),
});
scene('the request that starts the runtime, aborted', 'AbortError', {
  instead: { transport: unreachable },
  ready: nothing,
  call: ({ codex, signal }) => codex.models({ signal }),
  fail: abort,
});
scene('the request that starts the runtime, late', 'RequestTimeoutError', {
  instead: { transport: unreachable },
  ready: nothing,
  call: ({ codex }) => codex.models({ timeoutMs: 1 }),
});

/** A client whose runtime is being started again, which does not come to an end. */
const restarting = async (world: World): Promise<Thread[]> => {
  const list = await threads(world);
  world.fake.mute();
  world.fake.crash();
  return list;
};
const restart = 'on-crash';
scene('a request in a restart, closed', 'TransportClosedError', {
  config: { restart },
  ready: restarting,
  call: (_, { codex }) => codex.models(),
  fail: close,
});
scene('thread.run in a restart, closed', 'TransportClosedError', {
  config: { restart },
  ready: restarting,
  call: (list) => next(list).run('Go'),
  fail: close,
});
scene('thread.run in a restart, aborted', 'AbortError', {
  config: { restart },
  ready: restarting,
  call: (list, { signal }) => next(list).run('Go', { signal }),
  fail: abort,
});
scene('thread.run after a restart', 'ThreadLostError', {
  config: { restart },
  server: refusing('thread/resume'),
  ready: async (world) => {
    const thread = await aThread(world);
    const restarted = new Promise<void>((resolve) => {
      world.codex.onLifecycle(({ type }) => {
        if (type === 'restarted') resolve();
      });
    });
    crash(world);
    await restarted;
    return thread;
  },
  call: (thread) => thread.run('Go'),
});

const models = (codex: Codex): Promise<unknown> => codex.rpc.model.list({});
scene('rpc', 'InvalidRequestError', {
  server: refusing('model/list'),
  ready: started,
  call: models,
});
scene('rpc, overloaded', 'RetryLimitExceededError', {
  config: { retry: { maxAttempts: 2, initialDelayMs: 0 } },
  server: {
    methods: {
      'model/list': () => {
        throw rpcError(-32001, 'busy');
      },
    },
  },
  ready: started,
  call: models,
});
scene('rpc, crash', 'TransportClosedError', {
  server: silentTo('model/list'),
  ready: started,
  call: models,
  fail: crash,
});
scene('rpc, closed', 'TransportClosedError', {
  server: silentTo('model/list'),
  ready: started,
  call: models,
  fail: close,
});
scene('rpc, aborted', 'AbortError', {
  server: silentTo('model/list'),
  ready: started,
  call: (codex, { signal }) => codex.rpc.model.list({}, { signal }),
  fail: abort,
});
scene('rpc, late', 'RequestTimeoutError', {
  server: silentTo('model/list'),
  ready: started,
  call: (codex) => codex.rpc.model.list({}, { timeoutMs: 1 }),
});
scene('rpc, wrong option', 'InvalidParamsError', {
  ready: started,
  call: (codex) => codex.rpc.model.list({}, misspelled),
});
scene('rpc, wrong time limit', 'InvalidParamsError', {
  ready: started,
  call: (codex) => codex.rpc.model.list({}, { timeoutMs: 0 }),
});
scene('rpc, too long', 'MessageTooLargeError', {
  config: { maxMessageBytes: 10_000 },
  ready: started,
  call: (codex) => codex.rpc.thread.nameSet({ threadId, name: 'x'.repeat(10_000) }),
});
scene('rpc, unknown method', 'MethodNotFoundError', {
  ready: started,
  call: (codex) => codex.rpc.requestUntyped('no/such'),
});
scene('rpc, experimental method', 'InvalidRequestError', {
  config: { experimentalApi: false },
  ready: started,
  call: (codex) => codex.rpc.process.kill({ processHandle: 'x' }),
});

const echo = tool({ name: 'echo', description: 'x', input: z.object({}), execute: () => 'x' });
const ofClient: readonly (readonly [string, string, (codex: Codex) => Promise<unknown>])[] = [
  ['threadStart', 'thread/start', (codex) => codex.threadStart()],
  ['threadStart with tools', 'thread/start', (codex) => codex.threadStart({ tools: [echo] })],
  ['threadResume', 'thread/resume', (codex) => codex.threadResume(threadId)],
  ['threadFork', 'thread/fork', (codex) => codex.threadFork(threadId)],
  ['threadList', 'thread/list', (codex) => codex.threadList()],
  ['threads', 'thread/list', (codex) => codex.threads().next()],
  ['threadArchive', 'thread/archive', (codex) => codex.threadArchive(threadId)],
  ['threadUnarchive', 'thread/unarchive', (codex) => codex.threadUnarchive(threadId)],
  ['threadDelete', 'thread/delete', (codex) => codex.threadDelete(threadId)],
  ['models', 'model/list', (codex) => codex.models()],
  ['account', 'account/read', (codex) => codex.account()],
  ['logout', 'account/logout', (codex) => codex.logout()],
  ['loginApiKey', 'account/login/start', (codex) => codex.loginApiKey('x')],
  ['loginChatgpt', 'account/login/start', (codex) => codex.loginChatgpt()],
  ['loginChatgptDeviceCode', 'account/login/start', (codex) => codex.loginChatgptDeviceCode()],
];
for (const [name, method, call] of ofClient) {
  const ready = ({ codex }: World): Codex => codex;
  scene(name, 'InvalidRequestError', { server: refusing(method), ready, call });
  scene(name, 'TransportClosedError', {
    server: silentTo(method),
    ready,
    call,
    fail: async (world) => {
      await world.fake.nextRequest(method as 'thread/start');
      await world.fake.nextRequest(method as 'thread/start');
      crash(world);
    },
  });
}
scene('threadUnarchive, resuming', 'InvalidRequestError', {
  server: refusing('thread/resume'),
  ready: ({ fake }) => [fake.addThread({ archived: true }), fake.addThread({ archived: true })],
  call: (stored, { codex }) => codex.threadUnarchive(next(stored).id),
});
scene('threadStart, wrong option', 'InvalidParamsError', {
  ready: started,
  call: (codex) => codex.threadStart(misspelled),
});
scene('threadStart, wrong tools', 'InvalidParamsError', {
  ready: started,
  call: (codex) => codex.threadStart({ tools: [echo, echo] }),
});

const ofThread: readonly (readonly [string, string, (thread: Thread) => Promise<unknown>])[] = [
  ['read', 'thread/read', (thread) => thread.read()],
  ['setName', 'thread/name/set', (thread) => thread.setName('x')],
  ['turns', 'thread/turns/list', (thread) => drain(thread.turns())],
  ['items', 'thread/items/list', (thread) => drain(thread.items())],
  ['run', 'turn/start', (thread) => thread.run('x')],
  ['run, joining', 'turn/start', (thread) => thread.run(new ExternalMessage('ci', 'x'))],
  ['turn', 'turn/start', (thread) => thread.turn('x')],
  ['review', 'review/start', (thread) => thread.review('x')],
  ['compact', 'thread/compact/start', (thread) => thread.compact()],
  ['goal', 'thread/goal/get', (thread) => thread.goal('x')],
  ['resumeGoal', 'thread/goal/set', (thread) => thread.resumeGoal()],
];
for (const [name, method, call] of ofThread) {
  scene(`thread.${name}`, 'InvalidRequestError', {
    server: refusing(method),
    ready: aThread,
    call,
  });
  // Where one waits for the other, it is in the queue that it fails.
  scene(`thread.${name}`, 'TransportClosedError', {
    server: silentTo(method),
    ready: aThread,
    call,
    fail: async (world) => {
      await world.fake.nextRequest(method as 'turn/start');
      crash(world);
    },
  });
}
scene('thread.run', 'TurnFailedError', {
  server: { turns: (turn) => turn.fail('no credit') },
  ready: threads,
  call: (list) => next(list).run('Go'),
});
scene('thread.run', 'OutputValidationError', {
  server: { turns: () => '{}' },
  ready: threads,
  call: (list) => next(list).run('Go', output),
});
scene('thread.run, wrong schema', 'InvalidParamsError', {
  ready: threads,
  call: (list) => next(list).run('Go', { outputSchema: { type: 'nonsense' } }),
});
scene('thread.run, wrong option', 'InvalidParamsError', {
  ready: threads,
  call: (list) => next(list).run('Go', misspelled),
});
scene('thread.run, crash in the turn', 'TransportClosedError', {
  server: { turns: byHand },
  ready: threads,
  call: (list) => next(list).run('Go'),
  fail: async (world) => {
    await bothTurns(world);
    crash(world);
  },
});
scene('thread.run, thread closed', 'TurnLostError', {
  server: { turns: byHand },
  ready: threads,
  call: (list) => next(list).run('Go'),
  fail: async (world) => {
    for (const id of await bothTurns(world)) world.fake.notify('thread/closed', { threadId: id });
  },
});
scene('thread.run, aborted', 'AbortError', {
  server: { turns: byHand },
  ready: threads,
  call: (list, { signal }) => next(list).run('Go', { signal }),
  fail: async (world) => {
    await bothTurns(world);
    abort(world);
  },
});
scene('thread.run, late', 'RequestTimeoutError', {
  server: { turns: byHand },
  ready: threads,
  call: (list) => next(list).run('Go', { timeoutMs: 1 }),
});
scene('thread.run, aborted before', 'AbortError', {
  ready: threads,
  call: (list) => next(list).run('Go', { signal: AbortSignal.abort() }),
});
scene('thread.run, closed before', 'TransportClosedError', {
  ready: async (world) => {
    const list = await threads(world);
    await world.codex.close();
    return list;
  },
  call: (list) => next(list).run('Go'),
});
scene('thread.run in the queue, aborted', 'AbortError', {
  server: { turns: byHand },
  ready: takenThread,
  call: (thread, { signal }) => thread.run('Go', { signal }),
  fail: abort,
});
scene('thread.run in the queue, crash', 'TransportClosedError', {
  server: { turns: byHand },
  ready: takenThread,
  call: (thread) => thread.run('Go'),
  fail: crash,
});
const unshown: FakeAppServerOptions = { methods: { 'thread/compact/start': () => ({}) } };
scene('thread.compact, no turn', 'RequestTimeoutError', {
  config: { requestTimeoutMs: 500 },
  server: unshown,
  ready: threads,
  call: (list) => next(list).compact(),
});
scene('thread.compact, crash before the turn', 'TransportClosedError', {
  server: unshown,
  ready: threads,
  call: (list) => next(list).compact(),
  fail: async (world) => {
    await world.fake.nextRequest('thread/compact/start');
    await world.fake.nextRequest('thread/compact/start');
    // What comes after them has been answered, so they have.
    await aThread(world);
    crash(world);
  },
});

scene('turn.run', 'TurnFailedError', {
  server: { turns: byHand },
  ready: aTurn,
  call: (turn) => turn.run(),
  fail: async ({ fake }) => (await fake.nextTurn()).fail('no credit'),
});
scene('turn.run', 'OutputValidationError', {
  server: { turns: () => '{}' },
  ready: async (world) => (await aThread(world)).turn('Go', output),
  call: (turn) => turn.run(),
});
scene('turn.run', 'TransportClosedError', {
  server: { turns: byHand },
  ready: aTurn,
  call: (turn) => turn.run(),
  fail: crash,
});
scene('turn.run, crashed before', 'TransportClosedError', {
  server: { turns: byHand },
  ready: async (world) => {
    const turn = await aTurn(world);
    crash(world);
    return turn;
  },
  call: (turn) => turn.run(),
});
scene('turn.stream', 'TransportClosedError', {
  server: { turns: byHand },
  ready: aTurn,
  call: (turn) => drain(turn.stream()),
  fail: crash,
});
scene('turn.stream', 'AbortError', {
  server: { turns: byHand },
  ready: aTurn,
  call: (turn, { signal }) => drain(turn.stream({ signal })),
  fail: abort,
});
scene('turn.text', 'TransportClosedError', {
  server: { turns: byHand },
  ready: aTurn,
  call: (turn) => drain(turn.text()),
  fail: crash,
});
scene('turn.text', 'ConfigurationError', {
  server: { turns: byHand },
  ready: aTurn,
  call: (turn) => drain(turn.text(misspelled)),
});
/** The turn does not tell that it has begun, for which steering and interrupting wait. */
const unbegun: MethodHandlers = {
  'turn/start': () => ({ turn: { id: 'turn', items: [], status: 'inProgress' } }) as never,
};
for (const [name, method, call] of [
  ['steer', 'turn/steer', (turn, options) => turn.steer('x', options)],
  ['interrupt', 'turn/interrupt', (turn, options) => turn.interrupt(options)],
] as readonly [string, string, (turn: TurnHandle, options?: object) => Promise<unknown>][]) {
  scene(`turn.${name}`, 'InvalidRequestError', {
    server: { turns: byHand, ...refusing(method) },
    ready: aTurn,
    call: (turn) => call(turn),
  });
  scene(`turn.${name}`, 'InvalidParamsError', {
    server: { turns: byHand },
    ready: aTurn,
    call: (turn) => call(turn, misspelled),
  });
  scene(`turn.${name}`, 'AbortError', {
    server: { methods: unbegun },
    ready: aTurn,
    call: (turn, { signal }) => call(turn, { signal }),
    fail: abort,
  });
  scene(`turn.${name}`, 'RequestTimeoutError', {
    server: { methods: { ...unbegun, [method]: never } },
    ready: aTurn,
    call: (turn) => call(turn, { timeoutMs: 1 }),
  });
}

const goals: FakeAppServerOptions = {
  methods: {
    'thread/goal/get': () => ({ goal: null }),
    'thread/goal/set': (params) => ({
      goal: {
        threadId: params.threadId,
        objective: 'x',
        status: params.status ?? 'active',
        tokenBudget: null,
        tokensUsed: 0,
        timeUsedSeconds: 0,
        createdAt: 1,
        updatedAt: 1,
      },
    }),
  },
};
const aGoal = async (world: World): Promise<GoalHandle> => {
  const thread = await aThread(world);
  return thread.goal('x', { signal: world.signal });
};
scene('goal.done', 'AbortError', {
  server: goals,
  ready: aGoal,
  call: (goal) => goal.done,
  fail: abort,
});
scene('goal.done', 'TransportClosedError', {
  server: goals,
  ready: aGoal,
  call: (goal) => goal.done,
  fail: crash,
});
scene('goal.events', 'TransportClosedError', {
  server: goals,
  ready: aGoal,
  call: (goal) => drain(goal.events()),
  fail: crash,
});
scene('goal.resume', 'InvalidRequestError', {
  server: goals,
  ready: aGoal,
  call: (goal) => goal.resume(),
});
for (const [name, method, call] of [
  ['pause', 'thread/goal/set', (goal) => goal.pause()],
  ['interrupt', 'turn/interrupt', (goal) => goal.interrupt()],
  ['clear', 'thread/goal/clear', (goal) => goal.clear()],
] as readonly [string, string, (goal: GoalHandle) => Promise<unknown>][]) {
  scene(`goal.${name}`, 'InvalidRequestError', {
    server: goals,
    ready: async (world) => {
      const goal = await aGoal(world);
      world.fake.handle(method as 'thread/goal/set', refuse);
      return goal;
    },
    call,
  });
}
scene('thread.goal in the queue', 'TransportClosedError', {
  server: goals,
  ready: async (world) => {
    const thread = await aThread(world);
    await thread.goal('x');
    return thread;
  },
  call: (thread) => thread.goal('y'),
  fail: crash,
});

for (const [error, fail] of [
  ['AbortError', abort],
  ['RequestTimeoutError', nothing],
  ['TransportClosedError', crash],
  [
    'LoginFailedError',
    ({ fake }: World) => {
      const completed = {
        loginId: 'login',
        success: false,
        error: 'no',
        onboardingEntrypoint: null,
      };
      fake.notify('account/login/completed', completed);
    },
  ],
] as const) {
  scene('login.wait', error, {
    server: {
      methods: {
        'account/login/start': () => ({ type: 'chatgpt', loginId: 'login', authUrl: 'x' }),
      },
    },
    ready: ({ codex }) => codex.loginChatgpt(),
    call: (login, { signal }) =>
      login.wait({ signal, timeoutMs: error === 'RequestTimeoutError' ? 1 : Infinity }),
    fail,
  });
}

scene('notifications', 'TransportClosedError', {
  ready: started,
  call: (codex) => drain(codex.notifications()),
  fail: crash,
});
scene('notifications, crashed before', 'TransportClosedError', {
  ready: async (world) => {
    await started(world);
    crash(world);
  },
  call: (_, { codex }) => drain(codex.notifications()),
});
scene('notifications', 'AbortError', {
  ready: started,
  call: (codex, { signal }) => drain(codex.notifications({ signal })),
  fail: abort,
});
scene('notifications', 'SubscriberOverflowError', {
  ready: started,
  call: (codex, { fake }) => {
    const stream = codex.notifications({ maxQueued: 1 });
    for (const _ of ['one', 'two']) fake.notifyUntyped('x/y', {});
    return drain(stream);
  },
});

const busy = (): Promise<never> =>
  Promise.reject(new ServerBusyError({ method: 'x', rpcCode: -32001, message: 'busy' }));
scene('retryOnOverload', 'ConfigurationError', {
  ready: nothing,
  call: () => retryOnOverload(busy, { maxAttempts: 0 }),
});
scene('retryOnOverload in the pause', 'AbortError', {
  ready: nothing,
  call: ({ signal }) => retryOnOverload(busy, { signal, initialDelayMs: 60_000 }),
  fail: async (world) => {
    await setImmediate();
    abort(world);
  },
});

const snake = async ({ snake: client }: World): Promise<SnakeCodex> => {
  await client.start();
  return client;
};
const snakeThread = ({ snake: client }: World): Promise<SnakeThread> => client.thread_start();
scene('snake_case start', 'TransportClosedError', {
  ready: async ({ snake: client }) => {
    await client.close();
    return client;
  },
  call: (client) => client.start(),
});
scene('snake_case rpc', 'InvalidRequestError', {
  server: refusing('model/list'),
  ready: snake,
  call: (client) => client.rpc.model.list({}),
});
scene('snake_case rpc, wrong option', 'InvalidParamsError', {
  ready: snake,
  call: (client) => client.rpc.model.list({}, misspelled),
});
scene('snake_case threads', 'InvalidRequestError', {
  server: refusing('thread/list'),
  ready: snake,
  call: (client) => drain(client.threads()),
});
scene('snake_case notifications', 'TransportClosedError', {
  ready: snake,
  call: (client) => drain(client.notifications()),
  fail: crash,
});
scene('snake_case run', 'InvalidRequestError', {
  server: refusing('turn/start'),
  ready: snakeThread,
  call: (thread) => thread.run('Go'),
});
scene('snake_case run', 'TurnFailedError', {
  server: { turns: (turn) => turn.fail('no credit') },
  ready: snakeThread,
  call: (thread) => thread.run('Go'),
});
scene('snake_case run, wrong option', 'InvalidParamsError', {
  ready: snakeThread,
  call: (thread) => thread.run('Go', misspelled),
});
scene('snake_case run in the queue', 'TransportClosedError', {
  server: { turns: byHand },
  ready: async (world) => {
    const thread = await snakeThread(world);
    await thread.turn('Go');
    return thread;
  },
  call: (thread) => thread.run('Go'),
  fail: crash,
});
scene('snake_case compact', 'InvalidRequestError', {
  server: refusing('thread/compact/start'),
  ready: snakeThread,
  call: (thread) => thread.compact(),
});
scene('snake_case turn.run', 'TransportClosedError', {
  server: { turns: byHand },
  ready: async (world) => (await snakeThread(world)).turn('Go'),
  call: (turn) => turn.run(),
  fail: crash,
});
scene('snake_case turn.text', 'TransportClosedError', {
  server: { turns: byHand },
  ready: async (world) => (await snakeThread(world)).turn('Go'),
  call: (turn) => drain(turn.text()),
  fail: crash,
});
scene('snake_case goal.done', 'TransportClosedError', {
  server: goals,
  ready: async (world) => (await snakeThread(world)).goal('x'),
  call: (goal) => goal.done,
  fail: crash,
});
scene('retry_on_overload in the pause', 'AbortError', {
  ready: nothing,
  call: ({ signal }) => retry_on_overload(busy, { signal, initial_delay_ms: 60_000 }),
  fail: async (world) => {
    await setImmediate();
    abort(world);
  },
});

scene('testing: nextRequest', 'FakeServerError', {
  ready: nothing,
  call: ({ fake }) => fake.nextRequest('model/list', { timeoutMs: 1 }),
});
scene('testing: nextTurn', 'FakeServerError', {
  ready: nothing,
  call: ({ fake }) => fake.nextTurn(),
  fail: ({ fake }) => fake.close(),
});
