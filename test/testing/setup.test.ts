import { expect, it } from 'vitest';
import { ConfigurationError } from '../../runtime/index.js';
import { accessToken, loginRoutes, reply, ScriptedModel } from '../../runtime/testing/index.js';

// What types do not let through, programs without types write all the same.
type Options = never;

it.each<[string, (options: Options) => unknown, string, string]>([
  ['reply.text', (o) => reply.text('x', o), 'fase', 'phase'],
  ['reply.refusal', (o) => reply.refusal('x', o), 'interval', 'intervalMs'],
  ['reply.reasoning', (o) => reply.reasoning(o), 'sumary', 'summary'],
  ['reply.call', (o) => reply.call('f', {}, o), 'callID', 'callId'],
  ['reply.functionCall', (o) => reply.functionCall('f', {}, o), 'callID', 'callId'],
  ['reply.customToolCall', (o) => reply.customToolCall('f', '', o), 'namespac', 'namespace'],
  ['reply.exec', (o) => reply.exec('ls', o), 'escalat', 'escalate'],
  ['reply.applyPatch', (o) => reply.applyPatch('', o), 'callID', 'callId'],
  ['reply.usage', (o) => reply.usage(o), 'inputs', 'input'],
  ['reply.rateLimits', (o) => reply.rateLimits(o), 'primry', 'primary'],
  [
    'reply.rateLimits: primary',
    (o: object) => reply.rateLimits({ primary: { usedPercent: 1, ...o } }),
    'resetAt',
    'resetsAt',
  ],
  [
    'reply.rateLimits: credits',
    (o: object) => reply.rateLimits({ credits: { hasCredits: true, unlimited: false, ...o } }),
    'balanc',
    'balance',
  ],
  ['reply.usageLimit', (o) => reply.usageLimit(o), 'resetAt', 'resetsAt'],
  ['reply.disconnect', (o) => reply.disconnect(o), 'cleanly', 'clean'],
  ['loginRoutes', (o) => loginRoutes(o), 'mail', 'email'],
  ['accessToken', (o) => accessToken(o), 'plan', 'planType'],
])('%s refuses a misspelled option', async (place, call, key, meant) => {
  const refused = Promise.resolve().then(() => call({ [key]: 1 } as never));
  await expect(refused).rejects.toThrow(
    new ConfigurationError(`${place}: unknown option \`${key}\`; did you mean \`${meant}\`?`),
  );
});

it('reply.reasoning refuses a list, which would say nothing', () => {
  expect(() => reply.reasoning(['a', 'b'] as never)).toThrow(
    new ConfigurationError('reply.reasoning: the options must be an object, not a list'),
  );
});

it('a wait refuses what it would not heed', async () => {
  await using model = await ScriptedModel.start();
  await expect(model.waitForRequests(1, { timeout: 1 } as never)).rejects.toThrow(
    new ConfigurationError(
      'the wait for requests: unknown option `timeout`; did you mean `timeoutMs`?',
    ),
  );
});

it.each<[object, string]>([
  [{ GET: {} }, 'routes: "GET" must be a method and a path without its query, as `GET /path`'],
  [{ 'get /x': {} }, 'routes: "get /x" must be a method and a path'],
  [{ 'GET /x?y=1': {} }, 'routes: "GET /x?y=1" must be a method and a path'],
  [{ 'GET /x': 5 }, 'routes: "GET /x" must answer an object, what reply.httpError() makes'],
  [{ 'GET /x': null }, 'or a function, not null'],
  [['GET /x'], 'the routes must be an object, not a list'],
])('a model refuses the routes %o', async (routes, message) => {
  const error: unknown = await ScriptedModel.start([], { routes: routes as never }).catch(
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toContain(message);
});
