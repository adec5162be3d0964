import { expect, it } from 'vitest';
import { Gate, reply } from '../../runtime/testing/index.js';
import {
  externalMessage,
  InvalidParamsError,
  InvalidRequestError,
  isRetryableError,
  type ServerNotification,
  TurnFailedError,
} from '../../runtime/index.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';

it('runs a turn and reports all of it', async () => {
  await using runtime = await scriptedRuntime([
    [
      reply.text('Looking.', { phase: 'commentary' }),
      reply.text('Done.', { phase: 'final_answer' }),
      reply.usage({ input: 10, cachedInput: 4, output: 5, reasoning: 2 }),
    ],
  ]);
  const thread = await runtime.codex.threadStart();
  const result = await thread.run('Hello', { model: 'scripted-model' });
  expect(result).toMatchObject({
    status: 'completed',
    error: null,
    finalResponse: 'Done.',
    partialItems: [],
    output: undefined,
    usage: {
      last: { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningOutputTokens: 2 },
    },
  });
  expect(result.items.map((item) => item.type)).toEqual([
    'userMessage',
    'agentMessage',
    'agentMessage',
  ]);
  expect(result.startedAt).toBeGreaterThan(1.7e9);
  expect(result.startedAt).toBeLessThan(1e11);
  expect(result.durationMs).toBeGreaterThanOrEqual(0);
  expect(runtime.model.requests[0]?.texts('user')).toContain('Hello');
});

it('streams every event of a turn, to several readers and to those who come late', async () => {
  const gate = new Gate();
  await using runtime = await scriptedRuntime([reply.text(['one ', 'two ', gate, 'three'])]);
  const thread = await runtime.codex.threadStart();
  const turn = await thread.turn('Count');
  const first: ServerNotification[] = [];
  const texts: string[] = [];
  await Promise.all([
    (async () => {
      for await (const event of turn) {
        first.push(event);
        if (event.method === 'item/agentMessage/delta') gate.open();
      }
    })(),
    (async () => {
      for await (const text of turn.text()) texts.push(text);
    })(),
  ]);
  expect(texts.join('')).toBe('one two three');
  expect(first[0]?.method).toBe('turn/started');
  expect(first.at(-1)?.method).toBe('turn/completed');
  expect(new Set(first.map((e) => (e.params as { threadId: string }).threadId))).toEqual(
    new Set([thread.id]),
  );
  const [again, result] = [await turn.run(), await turn.run()];
  expect(again.finalResponse).toBe('one two three');
  expect(result).toEqual(again);
  expect(await turn.stream().next()).toEqual({ done: true, value: undefined });
});

it('lets a reader leave early without disturbing the turn', async () => {
  await using runtime = await scriptedRuntime([reply.text(['a', 'b', 'c'])]);
  const thread = await runtime.codex.threadStart();
  const turn = await thread.turn('Go');
  for await (const text of turn.text()) {
    expect(text).toBe('a');
    break;
  }
  expect((await turn.run()).finalResponse).toBe('abc');
});

it('rejects a failed turn with everything that there was', async () => {
  await using runtime = await scriptedRuntime([
    [reply.text('So far so good.'), reply.exec('true')],
    [reply.failed('context_length_exceeded', 'too long')],
  ]);
  const thread = await runtime.codex.threadStart();
  const error = await thread.run('Go').catch((e: unknown) => e as TurnFailedError);
  expect(error).toBeInstanceOf(TurnFailedError);
  const failed = error as TurnFailedError;
  expect(failed.codexErrorInfo).toBe('contextWindowExceeded');
  expect(failed.result.status).toBe('failed');
  expect(failed.result.items.map((item) => item.type)).toContain('agentMessage');
});

it('steers a running turn', async () => {
  const gate = new Gate();
  await using runtime = await scriptedRuntime([
    reply.text(['before', gate]),
    reply.text('after the steer'),
  ]);
  const thread = await runtime.codex.threadStart();
  const turn = await thread.turn('Go');
  for await (const text of turn.text()) {
    expect(text).toBe('before');
    expect((await turn.steer('Actually, stop')).turnId).toBe(turn.id);
    break;
  }
  gate.open();
  const result = await turn.run();
  expect(result.finalResponse).toBe('after the steer');
  expect(runtime.model.requests[1]?.texts('user')).toContain('Actually, stop');
});

it('interrupts a turn, keeps what had arrived, and runs the next', async () => {
  await using runtime = await scriptedRuntime([
    [reply.text(['half ', 'a sentence']), reply.hang()],
    reply.text('still here'),
  ]);
  const thread = await runtime.codex.threadStart();
  const turn = await thread.turn('Go');
  for await (const text of turn.text()) if (text.endsWith('sentence')) break;
  expect(await turn.interrupt()).toEqual({});
  const result = await turn.run();
  expect(result.status).toBe('interrupted');
  expect((await thread.run('Again')).finalResponse).toBe('still here');
});

it('queues turns of one thread and runs threads side by side', async () => {
  const gate = new Gate();
  await using runtime = await scriptedRuntime((request) =>
    request.texts('user').at(-1) === 'slow'
      ? reply.text(['slow ', gate, 'answer'])
      : reply.text('quick answer'),
  );
  const [a, b] = await Promise.all([runtime.codex.threadStart(), runtime.codex.threadStart()]);
  const order: string[] = [];
  const slow = a.run('slow').then((result) => (order.push('slow'), result));
  const queued = a.run('quick').then((result) => (order.push('queued'), result));
  const beside = await b.run('quick');
  expect(beside.finalResponse).toBe('quick answer');
  expect(order).toEqual([]);
  gate.open();
  expect((await slow).finalResponse).toBe('slow answer');
  expect((await queued).finalResponse).toBe('quick answer');
  expect(order).toEqual(['slow', 'queued']);
});

it('aborts a turn by its signal and stays usable', async () => {
  await using runtime = await scriptedRuntime([
    [reply.text('begun'), reply.hang()],
    reply.text('next'),
  ]);
  const thread = await runtime.codex.threadStart();
  const controller = new AbortController();
  const turn = await thread.turn('Go', { signal: controller.signal });
  for await (const _ of turn.text()) break;
  controller.abort('enough');
  await expect(turn.run()).rejects.toMatchObject({
    name: 'AbortError',
    cause: 'enough',
    result: { status: 'interrupted' },
  });
  expect((await thread.run('Next')).finalResponse).toBe('next');
});

it('sends nothing for a turn that is aborted while it waits for its thread', async () => {
  const gate = new Gate();
  await using runtime = await scriptedRuntime([reply.text(['first', gate])]);
  const thread = await runtime.codex.threadStart();
  const first = thread.run('first');
  const controller = new AbortController();
  const queued = thread.run('never sent', { signal: controller.signal });
  controller.abort();
  await expect(queued).rejects.toMatchObject({ name: 'AbortError' });
  gate.open();
  await first;
  expect(runtime.model.requests).toHaveLength(1);
});

it('limits the time of a turn', async () => {
  await using runtime = await scriptedRuntime([[reply.text('begun'), reply.hang()]]);
  const thread = await runtime.codex.threadStart();
  await expect(thread.run('Go', { timeoutMs: 300 })).rejects.toMatchObject({
    name: 'RequestTimeoutError',
    timeoutMs: 300,
    result: { status: 'interrupted' },
  });
});

it('interrupts a turn that is disposed of while it runs', async () => {
  await using runtime = await scriptedRuntime([
    [reply.text('begun'), reply.hang()],
    reply.text('next'),
  ]);
  const thread = await runtime.codex.threadStart();
  let leaked;
  {
    await using turn = await thread.turn('Go');
    for await (const _ of turn.text()) break;
    leaked = turn;
  }
  expect((await leaked.run()).status).toBe('interrupted');
  expect((await thread.run('Next')).finalResponse).toBe('next');
});

it('joins a running turn with an external message', async () => {
  const gate = new Gate();
  await using runtime = await scriptedRuntime([reply.text(['working', gate]), reply.text('noted')]);
  const thread = await runtime.codex.threadStart();
  const turn = await thread.turn('Go');
  for await (const _ of turn.text()) break;
  const joined = await thread.turn(externalMessage('build', 'The build is green.'));
  expect(joined.id).toBe(turn.id);
  gate.open();
  const [a, b] = await Promise.all([turn.run(), joined.run()]);
  expect(a).toEqual(b);
});

it.each([
  ['approval_policy', 'approvalPolicy'],
  ['sandBox', 'sandbox'],
  ['outputSchem', 'outputSchema'],
])('rejects the unknown option %s before anything is sent', async (key, meant) => {
  await using runtime = await scriptedRuntime([]);
  const thread = await runtime.codex.threadStart();
  const error = await thread.run('Go', { [key]: 'x' }).catch((e: unknown) => e as Error);
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect((error as Error).message).toContain(`\`${meant}\``);
  expect(runtime.model.requests).toHaveLength(0);
});

it('rejects a turn that failed by overload with all that there was, to be tried again', async () => {
  await using runtime = await scriptedRuntime(
    [
      [
        reply.text('I look.', { phase: 'commentary' }),
        reply.exec('true', { callId: 'look' }),
        reply.usage({ input: 10, output: 5 }),
      ],
      [
        reply.text(['Half an ', 'answer', reply.failed('server_is_overloaded', 'Too busy')], {
          phase: 'final_answer',
        }),
      ],
      'All of it.',
    ],
    {},
    { sandboxMode: 'danger-full-access' },
  );
  const thread = await runtime.codex.threadStart();
  const turn = await thread.turn('Go');
  const events: string[] = [];
  for await (const { method, params } of turn) {
    if (method === 'error') expect(params.willRetry).toBe(false);
    events.push(method);
  }
  expect(events.slice(-2)).toEqual(['error', 'turn/completed']);
  const error = await turn.run().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TurnFailedError);
  const { result, ...rest } = error as TurnFailedError;
  expect(rest).toMatchObject({ code: 'turn_failed', codexErrorInfo: 'serverOverloaded' });
  expect(result).toMatchObject({
    id: turn.id,
    status: 'failed',
    finalResponse: null,
    usage: { last: { inputTokens: 10, outputTokens: 5 } },
    output: undefined,
  });
  expect(result.error?.message).toBe((error as Error).message);
  expect(result.items.map(({ type }) => type)).toEqual([
    'userMessage',
    'agentMessage',
    'commandExecution',
  ]);
  expect(result.partialItems).toMatchObject([{ type: 'agentMessage', text: 'Half an answer' }]);
  expect(isRetryableError(error)).toBe(true);
  expect((await thread.run('Again')).finalResponse).toBe('All of it.');
});

it('leaves a stream that ends early, a wait that is given up and a turn that goes on apart', async () => {
  const gate = new Gate();
  await using runtime = await scriptedRuntime([reply.text(['one ', gate, 'two'])]);
  const thread = await runtime.codex.threadStart();
  const turn = await thread.turn('Count');
  const controller = new AbortController();
  const reader = turn.stream({ signal: controller.signal });
  for await (const _ of turn.text()) break;
  controller.abort();
  await expect(reader.next()).rejects.toMatchObject({ name: 'AbortError' });
  await expect(turn.steer('x', { signal: AbortSignal.abort() })).rejects.toThrow('abort');
  gate.open();
  expect((await turn.run()).finalResponse).toBe('one two');
  await expect(turn.interrupt()).rejects.toThrow(InvalidRequestError);
  await expect(turn.steer('Too late')).rejects.toThrow(InvalidRequestError);
});

it('takes what is said of a turn before the runtime knows it', async () => {
  await using runtime = await scriptedRuntime(() => [reply.text('begun'), reply.hang()]);
  const thread = await runtime.codex.threadStart();
  for (let round = 0; round < 5; round++) {
    const turn = await thread.turn('Go');
    expect(await turn.interrupt()).toEqual({});
    expect((await turn.run()).status).toBe('interrupted');
  }
  const steered = await thread.turn('Go');
  expect(await steered.steer('Rather stay')).toEqual({ turnId: steered.id });
  await steered.interrupt();
  await using left = await thread.turn('Go');
  expect(left.id).not.toBe(steered.id);
});
