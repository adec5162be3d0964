import { describe, expect, test } from 'vitest';
import { reply, ScriptedModel, type Reply } from '../../runtime/testing/index.js';
import { Runtime, type Json } from './support/runtime.js';
import { useSession } from './support/session.js';

const session = useSession();

/** An error body that names its fault by a code, as the Responses API does. */
const coded = (status: number, code: string): Reply =>
  reply.httpError(status, { error: { code, type: code, message: 'scripted' } });

const failures: readonly (readonly [name: string, Reply, info: unknown, message?: string])[] = [
  ['HTTP 400', reply.httpError(400, 'bad weather'), 'other', 'bad weather'],
  ['HTTP 401', reply.httpError(401), { httpConnectionFailed: { httpStatusCode: 401 } }],
  ['HTTP 404', reply.httpError(404), { httpConnectionFailed: { httpStatusCode: 404 } }],
  ['HTTP 429', reply.httpError(429), { responseTooManyFailedAttempts: { httpStatusCode: 429 } }],
  ['HTTP 500', reply.httpError(500), 'internalServerError'],
  ['HTTP 503', reply.httpError(503), { httpConnectionFailed: { httpStatusCode: 503 } }],
  ['usage limit', reply.usageLimit({ resetsAt: 1_999_999_999 }), 'usageLimitExceeded'],
  ['HTTP 429 insufficient_quota', coded(429, 'insufficient_quota'), 'usageLimitExceeded'],
  ['HTTP 429 flex_unavailable', coded(429, 'flex_unavailable'), 'flexUnavailable'],
  ['HTTP 503 server_is_overloaded', coded(503, 'server_is_overloaded'), 'serverOverloaded'],
  ['HTTP 503 slow_down', coded(503, 'slow_down'), 'rateLimitExceeded'],
  ['HTTP 400 context', coded(400, 'context_length_exceeded'), 'contextWindowExceeded'],
  ['HTTP 404 model_not_found', coded(404, 'model_not_found'), 'modelNotFound'],
  ['failed: context', reply.failed('context_length_exceeded'), 'contextWindowExceeded'],
  ['failed: quota', reply.failed('insufficient_quota'), 'usageLimitExceeded'],
  ['failed: plan', reply.failed('usage_not_included'), 'usageLimitExceeded'],
  ['failed: rate', reply.failed('rate_limit_exceeded'), 'rateLimitExceeded'],
  ['failed: slow_down', reply.failed('slow_down'), 'rateLimitExceeded'],
  ['failed: overload', reply.failed('server_is_overloaded'), 'serverOverloaded'],
  ['failed: flex', reply.failed('flex_unavailable'), 'flexUnavailable'],
  ['failed: model', reply.failed('model_not_found'), 'modelNotFound'],
  ['failed: policy', reply.failed('policy_capacity_unavailable'), 'policyCapacityUnavailable'],
  ['failed: cyber', reply.failed('cyber_policy', 'No.'), 'cyberPolicy', 'No.'],
  ['failed: prompt', reply.failed('invalid_prompt', 'What?'), 'other', 'What?'],
  [
    'failed: misalignment',
    reply.failed('misalignment_policy_violation', 'No.'),
    'misalignmentPolicyViolation',
    'No.',
  ],
  ['failed: hook', reply.failed('inference_hook_denied', 'No.'), 'inferenceHookDenied', 'No.'],
  ['failed: anything else', reply.failed('server_error', 'Oops.'), 'other'],
  ['incomplete', ['Some', reply.incomplete()], 'other'],
  ['incomplete: filtered', ['Some', reply.incomplete('content_filter')], 'other'],
  ['cut before anything', reply.disconnect(), 'other'],
  ['cut in a text', reply.text(['Hel', reply.disconnect()]), 'other'],
  ['closed in a text', reply.text(['Hel', reply.disconnect({ clean: true })]), 'other'],
];

describe('what the runtime makes of', () => {
  const replies = new Map(failures.map(([name, scripted]) => [name, scripted]));
  const failing = useSession({}, {}, ({ userTexts }) => replies.get(userTexts.at(-1) ?? ''));

  test.concurrent.for(failures)('%s', async ([name, , info, message], { expect }) => {
    const turn = await failing.runtime.runTurn(name);
    expect(turn.status).toBe('failed');
    expect(turn.error?.['codexErrorInfo']).toEqual(info);
    if (message !== undefined) expect(turn.error?.['message']).toBe(message);
    expect(turn.errors).toMatchObject([{ willRetry: false, error: turn.error }]);
  });
});

test('what was sent before a cut arrives, and the item stays open', async () => {
  session.model.enqueue(reply.text(['a', 'b', 'c', reply.disconnect()]));
  const turn = await session.runtime.runTurn();
  expect(turn.deltas).toEqual(['a', 'b', 'c']);
  expect(turn.items.map((item) => item['type'])).toEqual(['userMessage']);
  expect(await session.model.requests.at(-1)?.ended).toBe('dropped');
});

describe('rate limits', () => {
  const updates = (since: number): unknown[] =>
    session.runtime.seen
      .slice(since)
      .filter(({ method }) => method === 'account/rateLimits/updated')
      .map(({ params }) => params['rateLimits']);

  test('arrive beside an answer', async () => {
    const since = session.runtime.seen.length;
    session.model.enqueue([
      reply.rateLimits({
        primary: { usedPercent: 42, windowMinutes: 300, resetsAt: 1_999_999_999 },
        secondary: { usedPercent: 5, windowMinutes: 10_080 },
        credits: { hasCredits: true, unlimited: false, balance: '12.5' },
      }),
      'Done.',
    ]);
    await session.runtime.runTurn();
    expect(updates(since)).toMatchObject([
      {
        limitId: 'codex',
        primary: { usedPercent: 42, windowDurationMins: 300, resetsAt: 1_999_999_999 },
        secondary: { usedPercent: 5, windowDurationMins: 10_080, resetsAt: null },
        credits: { hasCredits: true, unlimited: false, balance: '12.5' },
      },
    ]);
  });

  test('arrive beside a refusal, and for other limits than the general one', async () => {
    const since = session.runtime.seen.length;
    session.model.enqueue(
      [reply.rateLimits({ primary: { usedPercent: 100 } }), reply.usageLimit()],
      [
        reply.rateLimits({
          limitId: 'images',
          limitName: 'Images',
          primary: { usedPercent: 7, windowMinutes: 60 },
        }),
        'Done.',
      ],
    );
    expect((await session.runtime.runTurn()).status).toBe('failed');
    expect((await session.runtime.runTurn()).status).toBe('completed');
    expect(updates(since)).toMatchObject([
      { limitId: 'codex', primary: { usedPercent: 100 } },
      { limitId: 'images', limitName: 'Images', primary: { usedPercent: 7 } },
    ]);
  });
});

describe.concurrent('with retries', () => {
  test('a broken stream is asked for again, and the turn goes on', async () => {
    await using model = await ScriptedModel.start([
      reply.text(['Hel', reply.disconnect()]),
      reply.disconnect({ clean: true }),
      'Hello',
    ]);
    await using runtime = await Runtime.start(model.configFor({ streamMaxRetries: 2 }));
    const turn = await runtime.runTurn();
    expect(turn).toMatchObject({ status: 'completed', deltas: ['Hel', 'Hello'] });
    expect(turn.errors).toMatchObject([retrying('1/2'), retrying('2/2')]);
    expect(await ends(model)).toEqual(['dropped', 'dropped', 'sent']);
  });

  test('a server error is repeated unseen, as often as it is allowed', async () => {
    await using model = await ScriptedModel.start([
      reply.httpError(502),
      'Better.',
      reply.httpError(503),
      reply.httpError(503),
    ]);
    await using runtime = await Runtime.start(model.configFor({ requestMaxRetries: 1 }));
    expect(await runtime.runTurn()).toMatchObject({ status: 'completed', errors: [] });
    expect(await runtime.runTurn()).toMatchObject({ status: 'failed' });
    expect(model.remaining).toBe(0);
  });

  test('a stream that stays silent is given up after its time', async () => {
    await using model = await ScriptedModel.start(({ index }) =>
      index === 0 ? reply.hang() : 'At last.',
    );
    const config = model.configFor({ streamIdleTimeoutMs: 200, streamMaxRetries: 5 });
    await using runtime = await Runtime.start(config);
    expect(await runtime.runTurn()).toMatchObject({ status: 'completed' });
    expect(await model.requests[0]?.ended).toBe('hung-up');
  });
});

function retrying(count: string): Json {
  return {
    willRetry: true,
    error: {
      message: `Reconnecting... ${count}`,
      codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: null } },
    },
  };
}

function ends(model: ScriptedModel): Promise<readonly string[]> {
  return Promise.all(model.requests.map((request) => request.ended));
}
