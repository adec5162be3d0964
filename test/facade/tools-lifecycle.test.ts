import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import {
  Codex,
  InvalidRequestError,
  RequestTimeoutError,
  type Thread,
  tool,
  toolNamespace,
} from '../../runtime/index.js';
import {
  type ModelRequest,
  type Reply,
  reply,
  type Responder,
  ScriptedModel,
} from '../../runtime/testing/index.js';
import { deferred } from '../../runtime/util/deferred.js';
import { killableSpawn } from '../support/killable-spawn.js';
import { type ScriptedRuntime, scriptedRuntime } from '../support/scripted-runtime.js';

/** A tool that never ends by itself, and tells when it was called and when it was told to stop. */
function hanging(options: { timeoutMs?: number; heedless?: boolean } = {}) {
  const called = deferred<void>();
  const aborted = deferred<unknown>();
  const hang = tool({
    name: 'hang',
    description: 'Hangs.',
    input: z.object({}),
    timeoutMs: options.timeoutMs,
    execute: (_args, { signal }) =>
      new Promise((_resolve, reject) => {
        called.resolve(undefined);
        signal.addEventListener('abort', () => {
          aborted.resolve(signal.reason);
          if (!options.heedless) reject(new Error('told to stop'));
        });
      }),
  });
  return { hang, called: called.promise, aborted: aborted.promise };
}

let shared: ScriptedRuntime;
/** What the tools of the shared client threw since the test began. */
let errors: unknown[];

beforeAll(async () => {
  shared = await scriptedRuntime([], { onHandlerError: (error) => errors.push(error) });
});

afterAll(async () => {
  await shared[Symbol.asyncDispose]();
});

/** The shared client, and the model that will answer so. */
function scripted(...replies: (Reply | Responder)[]): Pick<ScriptedRuntime, 'codex' | 'model'> {
  errors = [];
  shared.model.enqueue(...replies);
  return shared;
}

it.each([{ heedless: false }, { heedless: true }])(
  'ends a tool at its time limit and tells the model (heedless: $heedless)',
  async ({ heedless }) => {
    const { hang, aborted } = hanging({ timeoutMs: 50, heedless });
    const { codex, model } = scripted(reply.call('hang', {}, { callId: 'c' }), reply.text('ok'));
    const thread = await codex.threadStart({ tools: [hang] });
    expect((await thread.run('Go')).finalResponse).toBe('ok');
    expect(model.requests.at(-1)?.toolOutput('c')?.text).toBe(
      'The tool hang took longer than its limit of 50 ms and was stopped',
    );
    const reason = await aborted;
    expect(reason).toBeInstanceOf(RequestTimeoutError);
    expect(reason).toMatchObject({ timeoutMs: 50, method: 'item/tool/call' });
    expect(errors).toEqual([reason]);
  },
);

it('tells a tool to stop when its turn is interrupted, and reports nothing', async () => {
  const { hang, called, aborted } = hanging();
  const { codex } = scripted(reply.call('hang', {}), reply.text('next'));
  const thread = await codex.threadStart({ tools: [hang] });
  const turn = await thread.turn('Go');
  await called;
  await turn.interrupt();
  expect(await aborted).toMatchObject({ message: 'The turn that asked has ended' });
  expect((await turn.run()).status).toBe('interrupted');
  expect((await thread.run('Again')).finalResponse).toBe('next');
  expect(errors).toEqual([]);
});

it('tells a tool to stop when the client is closed', async () => {
  const { hang, called, aborted } = hanging();
  await using runtime = await scriptedRuntime([reply.call('hang', {})]);
  const thread = await runtime.codex.threadStart({ tools: [hang] });
  const run = thread.run('Go');
  await called;
  await Promise.all([
    runtime.codex.close(),
    expect(run).rejects.toMatchObject({ code: 'transport_closed' }),
  ]);
  expect(await aborted).toMatchObject({ message: 'The connection has ended' });
  expect(runtime.warnings).toEqual([]);
});

it('answers the model even if the program fails to hear of the failure', async () => {
  const fail = tool({
    name: 'fail',
    description: 'Fails.',
    input: z.object({}),
    execute: () => Promise.reject(new Error('first')),
  });
  await using runtime = await scriptedRuntime(
    [reply.call('fail', {}, { callId: 'c' }), reply.text('ok')],
    {
      onHandlerError: () => {
        throw new Error('second');
      },
    },
  );
  const thread = await runtime.codex.threadStart({ tools: [fail] });
  await thread.run('Go');
  expect(runtime.model.requests[1]?.toolOutput('c')?.text).toBe('The tool fail failed: first');
  expect(runtime.warnings).toEqual(['onHandlerError failed: second']);
});

it('carries tools over to resumed and forked threads, in another client as well', async () => {
  let round = 0;
  const asking = (request: ModelRequest) =>
    request.toolOutput(`call-${round}`)
      ? reply.text('ok')
      : reply.call('where', {}, { callId: `call-${round}` });
  await using model = await ScriptedModel.start(asking);
  const where = (name: string) =>
    toolNamespace({
      name: 'find',
      description: 'Finds.',
      tools: [
        tool({ name: 'where', description: 'Where.', input: z.object({}), execute: () => name }),
      ],
    });
  const outcome = async (thread: Thread): Promise<string | undefined> => {
    round++;
    await thread.run('Go');
    return model.requests.at(-1)?.toolOutput(`call-${round}`)?.text;
  };
  const config = model.configFor();
  const before = await Codex.start(config);
  const first = await before.threadStart({ tools: [where('started')] });
  expect(await outcome(first)).toBe('started');
  expect(await outcome(await before.threadResume(first.id, { tools: [where('resumed')] }))).toBe(
    'resumed',
  );
  await before.close();

  await using after = await Codex.start(config);
  const nothing =
    'The tool find.where gave no result: the client has nothing that carries it out, or its result could not be sent.';
  expect(await outcome(await after.threadResume(first.id))).toBe(nothing);
  const resumed = await after.threadResume(first.id, { tools: [where('in another client')] });
  expect(await outcome(resumed)).toBe('in another client');
  const handlers = {
    toolCall: () => ({
      success: true,
      contentItems: [{ type: 'inputText' as const, text: 'handled' }],
    }),
  };
  expect(await outcome(await after.threadFork(first.id, { handlers }))).toBe('handled');
  const forked = await after.threadFork(first.id, { tools: [where('forked')], handlers });
  expect(await outcome(forked)).toBe('forked');
  // What a later call gives takes the place of its own kind only.
  await after.threadResume(forked.id, { handlers: {} });
  expect(await outcome(forked)).toBe('forked');
});

it('keeps its tools through a restart of the runtime', async () => {
  const process = killableSpawn();
  const restart = { spawn: process.spawn, restart: 'on-crash' } as const;
  await using runtime = await scriptedRuntime([], restart);
  const { codex, model } = runtime;
  const ping = tool({
    name: 'ping',
    description: 'Pings.',
    input: z.object({}),
    execute: () => 'pong',
  });
  const thread = await codex.threadStart({ tools: [ping] });
  for (const callId of ['before', 'after']) {
    model.enqueue(reply.call('ping', {}, { callId }), reply.text('ok'));
    await thread.run('Go');
    expect(model.requests.at(-1)?.toolOutput(callId)?.text).toBe('pong');
    if (callId === 'after') continue;
    const restarted = new Promise<void>((resolve) => {
      codex.onLifecycle(({ type }) => {
        if (type === 'restarted') resolve();
      });
    });
    await process.kill();
    await restarted;
  }
});

it('lets a tool run a turn on another thread', async () => {
  const { codex } = scripted(
    reply.call('ask', {}, { callId: 'c' }),
    (request) => reply.text(`answer to ${request.texts('user').at(-1)}`),
    (request) => reply.text(`I asked: ${request.toolOutput('c')?.text}`),
  );
  const ask = tool({
    name: 'ask',
    description: 'Asks another agent.',
    input: z.object({}),
    execute: async () => {
      const other = await codex.threadStart();
      return (await other.run('sub-question')).finalResponse;
    },
  });
  const thread = await codex.threadStart({ tools: [ask] });
  expect((await thread.run('Go')).finalResponse).toBe('I asked: answer to sub-question');
});

it('rejects at once a turn on the own thread, which would wait for itself', async () => {
  const { codex, model } = scripted(reply.call('again', {}, { callId: 'c' }), reply.text('ok'));
  const again = tool({
    name: 'again',
    description: 'Runs another turn.',
    input: z.object({}),
    execute: async (_args, { signal }) => {
      await Promise.resolve();
      return (await thread.run('Nested', { signal })).finalResponse;
    },
  });
  const thread: Thread = await codex.threadStart({ tools: [again] });
  expect((await thread.run('Go')).finalResponse).toBe('ok');
  expect(model.requests.at(-1)?.toolOutput('c')?.text).toMatch(
    /^The tool again failed: turn\/start: .*would wait for itself.*steer\(\)/,
  );
  expect(errors).toEqual([expect.any(InvalidRequestError)]);
  // Afterwards nobody waits any more.
  model.enqueue(reply.text('later'));
  expect((await thread.run('Later')).finalResponse).toBe('later');
});

it('rejects it through a chain of threads as well', async () => {
  const call = reply.call('pass', {});
  const answer: Responder = ({ toolOutputs }) => reply.text(`said: ${toolOutputs.at(-1)?.text}`);
  const { codex } = scripted(call, call, call, answer, answer, answer);
  const threads: Thread[] = [];
  // Each thread's tool asks the next one; the last asks the first.
  const pass = (index: number) =>
    tool({
      name: 'pass',
      description: 'Passes it on.',
      input: { type: 'object', properties: {} },
      execute: async () => (await threads[(index + 1) % 3]!.run('Go')).finalResponse,
    });
  for (const index of [0, 1, 2]) threads.push(await codex.threadStart({ tools: [pass(index)] }));
  const { finalResponse } = await threads[0]!.run('Go', { timeoutMs: 20_000 });
  expect(finalResponse).toMatch(
    /^said: said: said: The tool pass failed: turn\/start: .*wait for itself/,
  );
  expect(errors).toEqual([expect.any(InvalidRequestError)]);
});

it('lets a tool steer the turn that called it', async () => {
  const { codex } = scripted(reply.call('hint', {}, { callId: 'c' }), (request) =>
    reply.text(request.texts('user').includes('And in French') ? 'Bonjour' : 'Hello'),
  );
  const hint = tool({
    name: 'hint',
    description: 'Adds a hint.',
    input: z.object({}),
    execute: async () => {
      await turn.steer('And in French');
      return 'hinted';
    },
  });
  const thread = await codex.threadStart({ tools: [hint] });
  const turn = await thread.turn('Greet');
  expect((await turn.run()).finalResponse).toBe('Bonjour');
});

it('needs the experimental API, and says so before anything is started', async () => {
  const codex = new Codex({ codexBin: '/nowhere/codex', experimentalApi: false });
  const { hang } = hanging();
  for (const attempt of [
    codex.threadStart({ tools: [hang] }),
    codex.threadResume('id', { tools: [hang] }),
    codex.threadFork('id', { tools: [hang] }),
  ]) {
    await expect(attempt).rejects.toMatchObject({
      name: 'InvalidParamsError',
      message: expect.stringContaining('experimentalApi: false') as unknown,
    });
  }
  await codex.close();
});

it('finds a JSON Schema that is not valid before anything is started', async () => {
  const codex = new Codex({ codexBin: '/nowhere/codex' });
  const bad = tool({
    name: 'bad',
    description: 'Bad.',
    input: { type: 'object', properties: {}, required: 'x' },
    execute: () => undefined,
  });
  await expect(codex.threadStart({ tools: [bad] })).rejects.toThrow(
    'thread/start: `input` of the tool "bad" is no valid JSON Schema',
  );
  await codex.close();
});
