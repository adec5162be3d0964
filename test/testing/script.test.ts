import { describe, expect, test } from 'vitest';
import {
  reply,
  type Reply,
  ScriptedModel,
  ScriptError,
  type Script,
} from '../../runtime/testing/index.js';
import { CodexError } from '../../runtime/util/codex-error.js';
import { Runtime } from './support/runtime.js';

/** Asks for a response as a runtime would, and returns what came. */
async function ask(model: ScriptedModel, body: object | string = {}): Promise<[number, string]> {
  const response = await fetch(`${model.url}/v1/responses`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return [response.status, await response.text()];
}

/** The types of the events of a stream. */
function eventTypes(stream: string): readonly string[] {
  return [...stream.matchAll(/^event: (.*)$/gm)].map((match) => match[1]!);
}

const quiet = { throwOnClose: false };

describe('a script', () => {
  test('is a list, used up in order, to which more may be added', async () => {
    await using model = await ScriptedModel.start(['One.']);
    model.enqueue('Two.', 'Three.');
    expect(model.remaining).toBe(3);
    for (const text of ['One.', 'Two.', 'Three.']) expect((await ask(model))[1]).toContain(text);
    expect(model.remaining).toBe(0);
  });

  test('may make a reply from its request', async () => {
    await using model = await ScriptedModel.start([
      ({ model: slug }) => `You want ${slug}.`,
      async ({ index }) => reply.text(`Number ${String(await Promise.resolve(index))}.`),
    ]);
    expect((await ask(model, { model: 'm1' }))[1]).toContain('You want m1.');
    expect((await ask(model))[1]).toContain('Number 1.');
  });

  test('may be generators of parts', async () => {
    await using model = await ScriptedModel.start([
      function* ({ index }) {
        yield `Number ${String(index)}.`;
        yield reply.usage({ output: 7 });
      },
      async function* () {
        yield reply.text([await Promise.resolve('Later.')]);
      },
    ]);
    expect((await ask(model))[1]).toMatch(/Number 0\.[^]*"output_tokens":7/);
    expect((await ask(model))[1]).toContain('Later.');
  });

  test('may be a function, which the list goes before', async () => {
    await using model = await ScriptedModel.start(({ index }) => `Number ${String(index)}.`);
    model.enqueue('Listed.');
    expect((await ask(model))[1]).toContain('Listed.');
    expect((await ask(model))[1]).toContain('Number 1.');
    expect((await ask(model))[1]).toContain('Number 2.');
  });

  test('speaks the events of the Responses API, numbered, with the whole output at the end', async () => {
    await using model = await ScriptedModel.start([
      [
        reply.text(['a', 'b'], { id: 'msg_1' }),
        reply.functionCall('f', { x: 1 }, { callId: 'c1' }),
      ],
    ]);
    const [status, stream] = await ask(model, { model: 'm1' });
    expect(status).toBe(200);
    expect(eventTypes(stream)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'response.output_item.done',
      'response.completed',
    ]);
    const events = [...stream.matchAll(/^data: (.*)$/gm)].map(
      (match) => JSON.parse(match[1]!) as Record<string, unknown>,
    );
    expect(events.map((event) => event['sequence_number'])).toEqual(events.map((_, at) => at));
    expect(events.at(-1)?.['response']).toMatchObject({
      object: 'response',
      model: 'm1',
      status: 'completed',
      output: [
        {
          type: 'message',
          id: 'msg_1',
          status: 'completed',
          content: [{ type: 'output_text', text: 'ab' }],
        },
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"x":1}' },
      ],
      usage: { input_tokens: 0, output_tokens: 0, total_tokens: 0 },
    });
  });

  test('gives every item of two models an id of its own', async () => {
    await using one = await ScriptedModel.start(['a', 'a']);
    await using two = await ScriptedModel.start(['a']);
    const ids = [await ask(one), await ask(one), await ask(two)].map(
      ([, stream]) => /"(msg_\w+)"/.exec(stream)?.[1],
    );
    expect(new Set(ids).size).toBe(3);
  });
});

describe('a fault of the script', () => {
  const boom = (): never => {
    throw new Error('boom');
  };
  function* breaking(): Generator<string> {
    yield 'Half.';
    boom();
  }

  test.each<[string, Script, string, string]>([
    ['no reply left', [], 'script_exhausted', 'the script has no reply to request 1'],
    ['a function without a reply', () => undefined, 'script_exhausted', 'no reply to request 1'],
    ['a function that throws', boom, 'script_failed', 'the script failed: boom'],
    ['a promise that rejects', () => [Promise.reject(new Error('boom'))], 'script_failed', 'boom'],
    ['a generator that throws', [breaking()], 'script_failed', 'boom'],
    ['headers too late', [['Said.', reply.headers({ a: 'b' })]], 'script_invalid', 'come first'],
    ['a status too late', [['Said.', reply.httpError(500)]], 'script_invalid', 'come first'],
    ['parts after the end', [[reply.failed('x'), 'Said.']], 'script_invalid', 'after its ending'],
    ['a tool not on offer', [reply.call('hammer')], 'tool_not_offered', "no tool 'hammer'"],
    ['a shell where there is none', [reply.exec('ls')], 'tool_not_offered', 'none at all'],
  ])('%s is told to the runtime, kept, and thrown on close', async (_, script, code, message) => {
    const model = await ScriptedModel.start(script);
    const [status, text] = await ask(model);
    // A stream that has begun cannot take its status back.
    expect(status === 400 || eventTypes(text).at(-1) === 'response.failed').toBe(true);
    expect(text).toContain(message);
    expect(model.errors).toMatchObject([{ code }]);
    expect(await model.requests[0]?.ended).toBe('failed');
    const thrown = await model.close().catch((error: unknown) => error);
    expect(thrown).toBe(model.errors[0]);
    expect(thrown).toBeInstanceOf(ScriptError);
    expect(thrown).toBeInstanceOf(CodexError);
    expect(String(thrown)).toContain(message);
  });

  test.each<[string, unknown, string]>([
    ['a lone text', 'Hello', 'must be a list, one entry for each request'],
    ['a lone reply', reply.text('x'), 'one reply for one request is [reply]'],
    ['nothing in a list', [undefined], 'entry 1 of the script is undefined'],
    ['a number', ['x', 42], 'entry 2 of the script is 42'],
    ['an object', [{ text: 'hi' }], 'entry 1 of the script is an object, and nothing that `reply`'],
    ['a misspelled kind', [{ kind: 'mesage' }], 'did you mean `message`?'],
    ['a function among parts', [['x', reply.disconnect]], 'part 2 of entry 1 of the script is a'],
    ['a list in a list', [[[reply.text('a')], 'b']], 'part 1 of entry 1 of the script is a list'],
    ['a text that is none', [reply.text(5 as never)], 'the text of entry 1 of the script is 5'],
    ['a piece of text', [reply.text(['a', 1 as never])], 'a piece of the text of entry 1'],
    ['a summary', [reply.reasoning({ summary: 5 as never })], 'the text of entry 1'],
    ['no time', [[reply.delay(NaN)]], 'the delay of part 1 of entry 1 of the script must be 0 to'],
    ['too long a time', [[reply.delay(2 ** 31)]], 'not 2147483648'],
    ['no interval', [reply.text('x', { intervalMs: -1 })], 'the intervalMs of entry 1'],
  ])('that is %s is told before anything starts', async (_, script, message) => {
    const error: unknown = await ScriptedModel.start(script as Script).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ScriptError);
    expect(error).toMatchObject({
      code: 'script_invalid',
      message: expect.stringContaining(message),
    });
    if (!Array.isArray(script)) return;
    await using model = await ScriptedModel.start();
    expect(() => model.enqueue(...(script as readonly Reply[]))).toThrow(message);
    // What functions and generators make is told when it is there.
    await using late = await ScriptedModel.start(() => script.at(-1) as Reply, quiet);
    if (script.at(-1) === undefined) return;
    await ask(late);
    expect(late.errors).toMatchObject([{ code: 'script_invalid' }]);
  });

  test('that a generator yields is told when it does', async () => {
    function* yielding(element: unknown): Generator<never> {
      yield 'Half.' as never;
      yield element as never;
    }
    await using model = await ScriptedModel.start(
      [yielding({ text: 'x' }), reply.text(yielding(5)), reply.text(yielding(reply.hang))],
      quiet,
    );
    for (const message of ['nothing that `reply` makes', 'is 5', 'is a function']) {
      expect((await ask(model))[1]).toContain(message);
    }
    expect(model.errors.map(({ code }) => code)).toEqual(Array(3).fill('script_invalid'));
  });

  test('that nothing has come to is nobody else’s', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listen);
    await using model = await ScriptedModel.start([
      'x',
      ['a', Promise.reject(new Error('later'))],
      reply.text(['b', Promise.reject(new Error('later'))]),
    ]);
    await ask(model);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  test('that is expected is thrown once, or taken', async () => {
    await using model = await ScriptedModel.start();
    await ask(model);
    await expect(model.close()).rejects.toThrow('no reply to request 1');
    await using other = await ScriptedModel.start();
    await ask(other);
    expect(other.takeErrors()).toMatchObject([{ code: 'script_exhausted' }]);
    expect(other.errors).toEqual([]);
  });

  test('cannot be hidden by a misspelled option, or by a limit that is none', async () => {
    const start = (options: object): Promise<unknown> => ScriptedModel.start([], options);
    await expect(start({ route: {} })).rejects.toThrow('did you mean `routes`?');
    await expect(start({ timeoutMs: NaN })).rejects.toThrow('timeoutMs must be a number');
    await using model = await ScriptedModel.start();
    await expect(model.nextRequest({ timeoutMs: NaN })).rejects.toThrow('timeoutMs must be');
    await expect(model.waitForRequests(1, { timeoutMs: -1 })).rejects.toThrow('not -1');
  });

  test('says what the user asked last', async () => {
    await using model = await ScriptedModel.start([], quiet);
    const input = [{ role: 'user', content: [{ type: 'input_text', text: 'Why?' }] }];
    expect((await ask(model, { input }))[1]).toMatch(/whose last user message is "Why\?"$/);
  });

  test('is the message of the failed turn', async () => {
    await using model = await ScriptedModel.start([], quiet);
    await using runtime = await Runtime.start(model.configFor({ requestMaxRetries: 3 }));
    const turn = await runtime.runTurn('Anybody there?');
    expect(turn.error?.['message']).toBe(
      'the script has no reply to request 1, whose last user message is "Anybody there?"',
    );
    model.enqueue(['Half.', reply.call('hammer')]);
    expect((await runtime.runTurn()).error?.['message']).toContain("no tool 'hammer'");
    expect(model.requests).toHaveLength(2);
  });

  test('that is no request is one of the runtime', async () => {
    await using model = await ScriptedModel.start(['Unused.'], quiet);
    expect(await ask(model, 'not JSON')).toMatchObject([400, expect.stringContaining('no JSON')]);
    expect(model.errors).toMatchObject([{ code: 'bad_request' }]);
    expect(model.remaining).toBe(1);
  });

  test('throws on close together with those that followed', async () => {
    const model = await ScriptedModel.start();
    await ask(model);
    await ask(model);
    await expect(model.close()).rejects.toMatchObject({
      code: 'script_exhausted',
      message: expect.stringContaining('request 1 (and 1 more'),
      cause: model.errors[0],
    });
  });

  test('does not throw on close where that is not wanted', async () => {
    const model = await ScriptedModel.start([], quiet);
    await ask(model);
    await model.close();
    await model.close();
    expect(model.errors).toHaveLength(1);
  });
});

test('nothing answers after close, which may be called twice', async () => {
  const model = await ScriptedModel.start(['Unused.']);
  await Promise.all([model.close(), model.close()]);
  await expect(ask(model)).rejects.toThrow('fetch failed');
});

describe('a call of an offered tool', () => {
  const tool = (name: string, type = 'function'): object => ({ type, name });
  const namespace = (name: string, ...tools: object[]): object => ({
    type: 'namespace',
    name,
    tools,
  });

  test('wants the namespace when two tools have one name', async () => {
    await using model = await ScriptedModel.start(
      [reply.call('echo'), reply.call('echo', {}, { namespace: 'two' })],
      quiet,
    );
    const tools = [namespace('one', tool('echo')), namespace('two', tool('echo'))];
    expect((await ask(model, { tools }))[1]).toContain('give its namespace: one.echo, two.echo');
    expect((await ask(model, { tools }))[1]).toContain('"namespace":"two","name":"echo"');
  });

  test('takes the form of the tool, wherever it is offered', async () => {
    await using model = await ScriptedModel.start([
      reply.call('free', 'plain text'),
      reply.exec('ls', { workdir: '/' }),
      reply.applyPatch('a patch'),
    ]);
    const tools = [tool('free', 'custom'), tool('shell'), tool('apply_patch')];
    const input = [{ type: 'additional_tools', role: 'developer', tools }];
    expect((await ask(model, { input }))[1]).toContain('"type":"custom_tool_call"');
    const [, shell] = await ask(model, { input });
    expect(shell).toContain(JSON.stringify('{"command":["sh","-c","ls"],"workdir":"/"}'));
    const [, patch] = await ask(model, { input });
    expect(patch).toContain(JSON.stringify('{"input":"a patch"}'));
    expect(model.requests[0]?.toolNames).toEqual(['free', 'shell', 'apply_patch']);
  });
});

test('headers that HTTP does not allow are a fault of the script', async () => {
  await using model = await ScriptedModel.start([[reply.headers({ 'x-a': 'b\nc' }), 'Hi.']], quiet);
  expect(await ask(model)).toMatchObject([400, expect.stringContaining('x-a')]);
  expect(model.errors).toMatchObject([{ code: 'script_failed' }]);
});
