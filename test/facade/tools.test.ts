import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import {
  type CodexConfig,
  imageInput,
  MessageTooLargeError,
  type Thread,
  type ThreadStartOptions,
  tool,
  type ToolContext,
  toolNamespace,
} from '../../runtime/index.js';
import { type ModelRequest, type Reply, reply } from '../../runtime/testing/index.js';
import { type ScriptedRuntime, scriptedRuntime } from '../support/scripted-runtime.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let runtime: ScriptedRuntime;
let reported: unknown[];

beforeAll(async () => {
  const onHandlerError: CodexConfig['onHandlerError'] = (error, method) => {
    reported.push([method, error]);
  };
  runtime = await scriptedRuntime([], { onHandlerError });
});

afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
});

/** A new thread whose next model calls are answered so. */
async function threadWith(options: ThreadStartOptions, ...replies: Reply[]): Promise<Thread> {
  reported = [];
  runtime.model.enqueue(...replies);
  return runtime.codex.threadStart(options);
}

/** The newest request that reached the model. */
function lastRequest(): ModelRequest {
  return runtime.model.requests.at(-1)!;
}

const weather = tool({
  name: 'weather',
  description: 'The weather in a city.',
  input: z.object({ city: z.string().min(1), days: z.int().default(1) }),
  execute: ({ city, days }) => `${city}: sunny for ${days} day(s)`,
});

it('offers a tool to the model, calls it with validated arguments and hands back its text', async () => {
  const calls: [unknown, ToolContext][] = [];
  const spy = tool({
    name: 'weather',
    description: 'The weather in a city.',
    input: z.object({ city: z.string(), days: z.int().default(1) }),
    execute: async (args, context) => {
      calls.push([args, context]);
      await Promise.resolve();
      return `${args.city}: sunny`;
    },
  });
  const thread = await threadWith(
    { tools: [spy] },
    reply.call('weather', { city: 'Oslo' }, { callId: 'call-1' }),
    reply.text('It is sunny.'),
  );
  const turn = await thread.turn('Weather?');
  const result = await turn.run();
  expect(result.finalResponse).toBe('It is sunny.');
  expect(calls).toEqual([
    [
      { city: 'Oslo', days: 1 },
      {
        threadId: thread.id,
        turnId: turn.id,
        callId: 'call-1',
        signal: expect.any(AbortSignal) as unknown,
      },
    ],
  ]);
  expect(calls[0]?.[1].signal.aborted).toBe(false);
  expect(lastRequest().tool('weather')).toMatchObject({
    description: 'The weather in a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  });
  expect(lastRequest().toolOutput('call-1')?.text).toBe('Oslo: sunny');
  expect(result.items).toContainEqual(
    expect.objectContaining({ type: 'dynamicToolCall', status: 'completed', success: true }),
  );
  expect(reported).toEqual([]);
});

it.each([
  ['zod', z.object({ n: z.coerce.number().optional() }), { n: '2' }, { n: 2 }],
  ['valibot', toStandardJsonSchema(v.object({ n: v.optional(v.number(), 7) })), {}, { n: 7 }],
  ['arktype', type({ n: 'number = 7' }), {}, { n: 7 }],
  ['JSON Schema', { type: 'object', properties: { n: { type: 'number' } } }, { n: 2 }, { n: 2 }],
  [
    'draft-07',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { n: { $ref: '#/definitions/n' } },
      definitions: { n: { type: 'number' } },
    },
    { n: 2 },
    { n: 2 },
  ],
])('takes arguments described with %s', async (_vendor, input, args, expected) => {
  let seen: unknown;
  const echo = tool({
    name: 'echo',
    description: 'Echoes.',
    input: input as object,
    execute: (received) => {
      seen = received;
    },
  });
  const thread = await threadWith(
    { tools: [echo] },
    reply.call('echo', args, { callId: 'c' }),
    reply.text('ok'),
  );
  await thread.run('Go');
  expect(lastRequest().toolOutput('c')?.text).toBe('');
  expect(seen).toEqual(expected);
});

it.each([
  ['zod', z.object({ days: z.array(z.object({ city: z.string() })) })],
  ['valibot', toStandardJsonSchema(v.object({ days: v.array(v.object({ city: v.string() })) }))],
  ['arktype', type({ days: type({ city: 'string' }).array() })],
  [
    'JSON Schema',
    {
      type: 'object',
      properties: {
        days: {
          type: 'array',
          items: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
      required: ['days'],
    },
  ],
])('tells the model which arguments are wrong, and where (%s)', async (_vendor, input) => {
  let called = false;
  const plan = tool({
    name: 'plan',
    description: 'Plans.',
    input: input as object,
    execute: () => {
      called = true;
    },
  });
  const thread = await threadWith(
    { tools: [plan] },
    reply.call('plan', { days: [{ city: 'Oslo' }, { city: 5 }] }, { callId: 'c' }),
    reply.text('Sorry.'),
  );
  const result = await thread.run('Go');
  expect(called).toBe(false);
  const output = lastRequest().toolOutput('c')?.text;
  expect(output).toMatch(
    /^The arguments of the tool plan are wrong; correct them and call it again\.\n- days\[1\]\.city: /,
  );
  expect(result.items).toContainEqual(
    expect.objectContaining({ status: 'failed', success: false }),
  );
  // The model's mistake is none of the program's.
  expect(reported).toEqual([]);
});

it.each([
  [
    'an error',
    () => Promise.reject(new Error('no such city')),
    'The tool fail failed: no such city',
    expect.objectContaining({ message: 'no such city' }),
  ],
  [
    'an error that is returned',
    () => new Error('no such city'),
    'The tool fail failed: no such city',
    expect.objectContaining({ message: 'no such city' }),
  ],
  [
    'something else',
    () => {
      throw 'oops' as unknown as Error;
    },
    'The tool fail failed: oops',
    'oops',
  ],
  [
    'nothing at all',
    () => {
      throw undefined as unknown as Error;
    },
    'The tool fail failed: undefined',
    undefined,
  ],
  [
    'a result that JSON has not',
    () => ({ n: 1n }),
    /^The tool fail failed: .*BigInt/,
    expect.objectContaining({ message: expect.stringContaining('BigInt') }),
  ],
  [
    'a function',
    () => () => 1,
    'The tool fail failed: it returned a function',
    expect.objectContaining({ message: 'it returned a function' }),
  ],
  [
    'bytes',
    () => png,
    'The tool fail failed: it returned bytes; wrap them in imageInput() or audioInput()',
    expect.objectContaining({ message: expect.stringContaining('bytes') }),
  ],
  [
    'an image elsewhere',
    () => ({ type: 'inputImage', imageUrl: 'https://example.com/a.png' }),
    /^The tool fail failed: .*data: URLs only/,
    expect.objectContaining({ message: expect.stringContaining('data: URLs only') }),
  ],
])('turns %s into a failed result, and reports it', async (_what, execute, output, error) => {
  const fail = tool({ name: 'fail', description: 'Fails.', input: z.object({}), execute });
  const thread = await threadWith(
    { tools: [fail] },
    reply.call('fail', {}, { callId: 'c' }),
    reply.text('ok'),
  );
  const result = await thread.run('Go');
  expect(result.finalResponse).toBe('ok');
  const text = lastRequest().toolOutput('c')?.text;
  if (typeof output === 'string') expect(text).toBe(output);
  else expect(text).toMatch(output);
  expect(result.items).toContainEqual(
    expect.objectContaining({ status: 'failed', success: false }),
  );
  expect(reported).toEqual([['item/tool/call', error]]);
});

it('shows the model texts, images and JSON', async () => {
  const results: Record<string, unknown> = {
    text: 'plain',
    nothing: undefined,
    json: { a: [1, null], when: new Date(0) },
    list: ['a', 'b'],
    null: null,
    image: imageInput(png),
    mixed: ['A chart:', imageInput(png), { type: 'inputText', text: 'the end' }],
    lookalike: { type: 'text', text: 'with more', author: 'Ada' },
    refusal: { success: false, contentItems: [{ type: 'inputText', text: 'not today' }] },
  };
  const show = tool({
    name: 'show',
    description: 'Shows.',
    input: z.object({ what: z.string() }),
    execute: ({ what }) => results[what] as object,
  });
  const calls = Object.keys(results).map((what) => reply.call('show', { what }, { callId: what }));
  const thread = await threadWith({ tools: [show] }, calls, reply.text('ok'));
  const result = await thread.run('Go');
  const outputs = lastRequest().toolOutputs.map(({ callId, text, images }) => [
    callId,
    text,
    images.length,
  ]);
  expect(Object.fromEntries(outputs.map(([id, ...rest]) => [id, rest]))).toEqual({
    text: ['plain', 0],
    nothing: ['', 0],
    json: ['{"a":[1,null],"when":"1970-01-01T00:00:00.000Z"}', 0],
    list: ['["a","b"]', 0],
    null: ['null', 0],
    image: ['', 1],
    mixed: ['A chart:\nthe end', 1],
    lookalike: ['{"type":"text","text":"with more","author":"Ada"}', 0],
    refusal: ['not today', 0],
  });
  expect(lastRequest().toolOutput('image')?.images[0]).toMatch(/^data:image\/png;base64,iVBOR/);
  const failed = result.items.filter((item) => item.type === 'dynamicToolCall' && !item.success);
  expect(failed).toHaveLength(1);
  expect(reported).toEqual([]);
});

it('runs several tools and namespaces, side by side', async () => {
  let running = 0;
  let most = 0;
  const slowly = (name: string) =>
    tool({
      name,
      description: `Does ${name}.`,
      input: { type: 'object', properties: {} },
      execute: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 30));
        running--;
        return `did ${name}`;
      },
    });
  const crm = toolNamespace({
    name: 'crm',
    description: 'Customers.',
    tools: [slowly('find'), slowly('search')],
  });
  const thread = await threadWith(
    { tools: [weather, slowly('find'), crm] },
    [
      reply.call('weather', { city: 'Oslo' }, { callId: 'a' }),
      reply.call('find', {}, { callId: 'b', namespace: 'crm' }),
      reply.call('search', {}, { callId: 'c', namespace: 'crm' }),
    ],
    reply.text('ok'),
  );
  await thread.run('Go');
  const outputs = lastRequest().toolOutputs.map(({ callId, text }) => [callId, text]);
  expect(Object.fromEntries(outputs)).toEqual({
    a: 'Oslo: sunny for 1 day(s)',
    b: 'did find',
    c: 'did search',
  });
  expect(most).toBe(2);
  expect(lastRequest().toolNames).toEqual(
    expect.arrayContaining(['weather', 'find', 'crm.find', 'crm.search']) as unknown,
  );
});

it('stands beside the tools that the user declares, whose calls go to the handler', async () => {
  const thread = await threadWith(
    {
      dynamicTools: [
        {
          type: 'function',
          name: 'own',
          description: 'Mine.',
          inputSchema: { type: 'object', properties: {} },
        },
      ],
      tools: [weather],
      handlers: {
        toolCall: ({ tool, arguments: args }) => ({
          success: true,
          contentItems: [{ type: 'inputText', text: `${tool} ${JSON.stringify(args)}` }],
        }),
      },
    },
    [
      reply.call('own', { x: 1 }, { callId: 'a' }),
      reply.call('weather', { city: 'Oslo' }, { callId: 'b' }),
    ],
    reply.text('ok'),
  );
  await thread.run('Go');
  expect(lastRequest().toolOutput('a')?.text).toBe('own {"x":1}');
  expect(lastRequest().toolOutput('b')?.text).toContain('sunny');
});

it.each([
  ['nested deeper than the runtime reads', { extra: nested(126) }, TypeError],
  ['longer than a message may be', { extra: 'x'.repeat(1_000_000) }, MessageTooLargeError],
])('tells the model of a result that is %s', async (_what, unsendable, reportedAs) => {
  const errors: unknown[] = [];
  await using short = await scriptedRuntime(
    [[reply.call('own', {}, { callId: 'a' })], [reply.call('own', {}, { callId: 'b' })], 'ok'],
    { onHandlerError: (error) => errors.push(error), maxMessageBytes: 1_000_000 },
  );
  // What is as deep as the runtime reads reaches it.
  const extras: object[] = [{ extra: nested(125) }, unsendable];
  const thread = await short.codex.threadStart({
    dynamicTools: [{ type: 'function', name: 'own', description: 'Mine.', inputSchema: {} }],
    handlers: {
      toolCall: () => ({
        success: true,
        contentItems: [{ type: 'inputText', text: 'From afar' }],
        ...extras.shift(),
      }),
    },
  });
  expect((await thread.run('Go')).finalResponse).toBe('ok');
  const last = short.model.requests.at(-1);
  expect(last?.toolOutput('a')?.text).toBe('From afar');
  expect(last?.toolOutput('b')?.text).toBe(
    'The tool own gave no result: the client has nothing that carries it out, or its result could not be sent.',
  );
  expect(errors).toEqual([expect.any(reportedAs)]);
});

function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}
