import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import {
  externalMessage,
  InvalidParamsError,
  OutputValidationError,
  type Thread,
  type TurnOptions,
} from '../../runtime/index.js';
import { Gate, type ModelRequest, type Reply, reply } from '../../runtime/testing/index.js';
import { type ScriptedRuntime, scriptedRuntime } from '../support/scripted-runtime.js';

let runtime: ScriptedRuntime;

beforeAll(async () => {
  runtime = await scriptedRuntime([]);
});

afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
});

/** A new thread whose next model calls are answered so. */
async function threadWith(...replies: Reply[]): Promise<Thread> {
  runtime.model.enqueue(...replies);
  return runtime.codex.threadStart();
}

/** The newest request that reached the model. */
function lastRequest(): ModelRequest {
  return runtime.model.requests.at(-1)!;
}

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name'],
} as const;

const strictPerson = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: ['integer', 'null'] } },
  required: ['name', 'age'],
  additionalProperties: false,
};

it('asks for a JSON Schema strictly, and parses and validates what comes', async () => {
  const thread = await threadWith(reply.text('{"name":"Ada","age":null}'));
  const before = structuredClone(person);
  const result = await thread.run<{ name: string; age?: number }>('Who?', { outputSchema: person });
  expect(result.output).toEqual({ name: 'Ada' });
  expect(result.finalResponse).toBe('{"name":"Ada","age":null}');
  expect(lastRequest().textFormat).toMatchObject({ strict: true });
  expect(lastRequest().outputSchema).toEqual(strictPerson);
  expect(person).toEqual(before);
});

it.each([
  [
    'zod',
    z.object({
      name: z.string(),
      age: z.int().optional(),
      born: z.iso.date().transform((s) => new Date(s)),
    }),
  ],
  [
    'valibot',
    toStandardJsonSchema(
      v.object({
        name: v.string(),
        age: v.optional(v.pipe(v.number(), v.integer())),
        born: v.pipe(v.string(), v.isoDate()),
      }),
    ),
  ],
  ['arktype', type({ name: 'string', 'age?': 'number.integer', born: 'string.date' })],
])('takes a %s schema', async (vendor, outputSchema) => {
  const thread = await threadWith(reply.text('{"name":"Ada","age":null,"born":"1815-12-10"}'));
  const { output } = await thread.run('Who?', { outputSchema });
  const born = vendor === 'zod' ? new Date('1815-12-10') : '1815-12-10';
  expect(output).toEqual({ name: 'Ada', born });
  const sent = lastRequest().outputSchema;
  expect(sent?.['required']).toEqual(expect.arrayContaining(['name', 'age', 'born']) as unknown);
  expect(sent).toMatchObject({
    additionalProperties: false,
    properties: { age: { type: ['integer', 'null'] } },
  });
});

it('gives the output of a handle as often as it is asked, the same each time', async () => {
  const thread = await threadWith(reply.text('{"at":"2026-01-02T03:04:05Z"}'));
  const outputSchema = z.object({ at: z.iso.datetime().transform((text) => new Date(text)) });
  const turn = await thread.turn('When?', { outputSchema });
  let text = '';
  for await (const piece of turn.text()) text += piece;
  expect(text).toBe('{"at":"2026-01-02T03:04:05Z"}');
  const [first, second] = [await turn.run(), await turn.run()];
  expect(first.output.at).toBeInstanceOf(Date);
  expect(second.output).toBe(first.output);
});

it.each([
  ['no JSON', 'Ada, 36', [{ message: expect.stringContaining('not JSON') as unknown, path: [] }]],
  ['an empty text', '', [{ message: expect.stringContaining('not JSON') as unknown, path: [] }]],
  [
    'other JSON',
    '{"age":"36","city":"London"}',
    [
      { message: 'is missing', path: ['name'] },
      { message: 'must be integer', path: ['age'] },
    ],
  ],
])('rejects %s with the text and all issues', async (_what, text, issues) => {
  const thread = await threadWith([reply.text(text), reply.usage({ output: 7 })]);
  const turn = await thread.turn('Who?', { outputSchema: person });
  const error = await turn.run().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(OutputValidationError);
  expect(error).toMatchObject({
    code: 'output_invalid',
    text,
    issues,
    result: { status: 'completed', finalResponse: text, output: undefined },
  });
  expect((error as OutputValidationError).result.usage?.last.outputTokens).toBe(7);
  await expect(turn.run()).rejects.toStrictEqual(error);
});

it('names the place of an issue in a Standard Schema as it does for JSON Schema', async () => {
  const days = reply.text('{"days":[{"city":"Oslo"},{"city":1}]}');
  const thread = await threadWith(days, days, days, days);
  const path = ['days', 1, 'city'];
  const plain = {
    type: 'object',
    properties: {
      days: {
        type: 'array',
        items: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    },
    required: ['days'],
  };
  for (const outputSchema of [
    plain,
    z.object({ days: z.array(z.object({ city: z.string() })) }),
    toStandardJsonSchema(v.object({ days: v.array(v.object({ city: v.string() })) })),
    type({ days: type({ city: 'string' }).array() }),
  ]) {
    const options: TurnOptions = { outputSchema };
    const error = await thread.run('Go', options).catch((e: unknown) => e as Error);
    expect((error as OutputValidationError).issues[0]?.path).toEqual(path);
    expect((error as Error).message).toContain('days[1].city: ');
  }
});

it('waits for a schema that validates asynchronously', async () => {
  const thread = await threadWith(reply.text('{"n":1}'), reply.text('{"n":2}'));
  const outputSchema = z.object({
    n: z.number().refine((n) => Promise.resolve(n === 1), 'must be 1'),
  });
  expect((await thread.run('Go', { outputSchema })).output).toEqual({ n: 1 });
  await expect(thread.run('Go', { outputSchema })).rejects.toMatchObject({
    issues: [{ message: 'must be 1', path: ['n'] }],
  });
});

it('takes the final answer, not the commentary, and asks for the form in each model call', async () => {
  const thread = await threadWith(
    [reply.text('Let me look.', { phase: 'commentary' }), reply.exec('true')],
    reply.text('{"name":"Ada","age":36}', { phase: 'final_answer' }),
  );
  expect((await thread.run('Who?', { outputSchema: person })).output).toEqual({
    name: 'Ada',
    age: 36,
  });
  expect(runtime.model.requests.slice(-2).map((request) => request.outputSchema)).toEqual([
    strictPerson,
    strictPerson,
  ]);
});

it('rejects a completed turn without a final response', async () => {
  const thread = await threadWith(reply.text('Well…', { phase: 'commentary' }));
  await expect(thread.run('Who?', { outputSchema: person })).rejects.toMatchObject({
    name: 'OutputValidationError',
    text: null,
    issues: [{ message: 'the turn ended without a final response', path: [] }],
  });
});

it('resolves an interrupted turn, which owes no output', async () => {
  const thread = await threadWith([reply.text('{"name":"A'), reply.hang()]);
  const turn = await thread.turn('Who?', { outputSchema: person });
  for await (const _ of turn.text()) break;
  await turn.interrupt();
  expect(await turn.run()).toMatchObject({ status: 'interrupted', output: undefined });
});

it('rejects a failed turn as such', async () => {
  const thread = await threadWith([
    reply.text('{"name":1}'),
    reply.failed('context_length_exceeded', 'too long'),
  ]);
  await expect(thread.run('Who?', { outputSchema: person })).rejects.toMatchObject({
    name: 'TurnFailedError',
  });
});

it('refuses before sending what strict mode cannot say, unless it need not be strict', async () => {
  const thread = await threadWith(reply.text('{"Ada":36}'), reply.text('{"Ada":"36"}'));
  const sent = runtime.model.requests.length;
  const ages = { type: 'object', additionalProperties: { type: 'integer' } };
  const refusal = await thread
    .run('Who?', { outputSchema: ages })
    .catch((e: unknown) => e as Error);
  expect(refusal).toBeInstanceOf(InvalidParamsError);
  expect((refusal as Error).message).toContain('- #/additionalProperties: a map');
  expect(runtime.model.requests).toHaveLength(sent);
  const options = { outputSchema: ages, strictOutput: false };
  expect((await thread.run('Who?', options)).output).toEqual({ Ada: 36 });
  expect(lastRequest().outputSchema).toEqual(ages);
  await expect(thread.run('Who?', options)).rejects.toThrow(OutputValidationError);
});

it.each([
  ['a schema that is not valid', { ...person, required: 'name' }, 'no valid JSON Schema'],
  ['a dialect that it does not know', { ...person, $schema: 'urn:x' }, 'no valid JSON Schema'],
  ['a string', 'object', 'must be a Standard Schema or a JSON Schema object, not a string'],
  ['a valibot schema alone', v.object({}), 'toStandardJsonSchema()'],
  ['a zod schema for what JSON has not', z.object({ at: z.date() }), 'Date cannot be represented'],
  [
    'an unknown library',
    { '~standard': { version: 1, vendor: 'mine', validate: () => ({ value: 1 }) } },
    'use a JSON Schema',
  ],
])('refuses %s before sending', async (_what, outputSchema, message) => {
  const thread = await threadWith(reply.text('{"name":"Ada","age":36}'));
  const sent = runtime.model.requests.length;
  const options = { outputSchema } as TurnOptions;
  const error = await thread.run('Who?', options).catch((e: unknown) => e as Error);
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect((error as Error).message).toContain(message);
  expect(runtime.model.requests).toHaveLength(sent);
  // The thread is free again.
  expect((await thread.run('Who?', { outputSchema: person })).output).toEqual({
    name: 'Ada',
    age: 36,
  });
});

it('reads draft-07 as such', async () => {
  const thread = await threadWith(reply.text('{"name":"Ada"}'), reply.text('{"pair":[1,"x"]}'));
  const $schema = 'http://json-schema.org/draft-07/schema#';
  expect((await thread.run('Who?', { outputSchema: { ...person, $schema } })).output).toEqual({
    name: 'Ada',
  });
  // A tuple, which 2020-12 has under another name; without $schema the dialect is found out.
  const pair = { type: 'array', items: [{ type: 'number' }, { type: 'string' }] };
  const outputSchema = { type: 'object', properties: { pair } };
  const result = await thread.run('Who?', { outputSchema, strictOutput: false });
  expect(result.output).toEqual({ pair: [1, 'x'] });
});

it('keeps the order of turns, whatever must be loaded for them first', async () => {
  const thread = await threadWith(reply.text('{"name":"Ada"}'), reply.text('second'));
  await Promise.all([thread.run('first', { outputSchema: person }), thread.run('second')]);
  expect(runtime.model.requests.slice(-2).map((request) => request.texts('user').at(-1))).toEqual([
    'first',
    'second',
  ]);
});

it('lets no failure of a schema go unhandled when the turn is not even started', async () => {
  const gate = new Gate();
  const thread = await threadWith(reply.text(['busy', gate]));
  const busy = thread.run('busy');
  const controller = new AbortController();
  const outputSchema = { ...person, required: 'name' };
  const queued = thread.run('never sent', { outputSchema, signal: controller.signal });
  await new Promise((resolve) => setTimeout(resolve, 50));
  controller.abort();
  await expect(queued).rejects.toMatchObject({ name: 'AbortError' });
  gate.open();
  await busy;
});

it('works with an external message, and without a schema leaves the output undefined', async () => {
  const thread = await threadWith(reply.text('{"name":"Ada"}'), reply.text('{}'));
  const message = externalMessage('crm', 'A new customer: Ada');
  expect((await thread.run(message, { outputSchema: person })).output).toEqual({ name: 'Ada' });
  const result = await thread.run('And?', { outputSchema: null });
  expect(result.output).toBeUndefined();
  expect(lastRequest().textFormat).toBeUndefined();
});
