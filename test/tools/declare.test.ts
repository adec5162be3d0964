import { expect, it } from 'vitest';
import * as z from 'zod';
import { InvalidParamsError, type Tool, tool, toolNamespace } from '../../runtime/index.js';
import { dynamicTools, type Tools } from '../../runtime/tools/declare.js';

function named(name: string, more: Partial<Parameters<typeof tool>[0]> = {}): Tool {
  return tool({ name, description: 'd', input: z.object({}), execute: () => undefined, ...more });
}

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidParamsError);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

it.each(['a', 'A-b_9', '_', '-', 'a'.repeat(128), 'functions', 'mcp_', 'MCP'])(
  'takes %s as the name of a tool',
  (name) => {
    expect(named(name).name).toBe(name);
  },
);

it.each([
  ['', 'must consist of'],
  ['a b', 'must consist of'],
  ['ä', 'must consist of'],
  ['a.b', 'must consist of'],
  ['a\n', 'must consist of'],
  ['a'.repeat(129), 'more than 128'],
  ['mcp', 'reserved'],
  ['mcp__x', 'reserved'],
  [7 as unknown as string, 'must consist of'],
])('refuses %j as the name of a tool', (name, why) => {
  expect(refusal(() => named(name))).toContain(why);
});

it.each([
  ['a'.repeat(65), 'more than 64'],
  ['functions', 'reserved'],
  ['web', 'reserved'],
  ['mcp__x', 'reserved'],
  ['a b', 'must consist of'],
])('refuses %j as the name of a namespace', (name, why) => {
  expect(refusal(() => toolNamespace({ name, description: 'd', tools: [named('a')] }))).toContain(
    why,
  );
});

it('refuses what else the runtime would refuse', () => {
  const description = 'd'.repeat(1025);
  expect(refusal(() => toolNamespace({ name: 'n', description, tools: [named('a')] }))).toContain(
    '1024',
  );
  expect(refusal(() => toolNamespace({ name: 'n', description: 'd', tools: [] }))).toContain(
    'one tool()',
  );
  const raw = { type: 'function', name: 'x', description: 'd', inputSchema: {} } as unknown as Tool;
  expect(refusal(() => toolNamespace({ name: 'n', description: 'd', tools: [raw] }))).toContain(
    'tool()',
  );
  expect(refusal(() => named('a', { description: undefined as unknown as string }))).toContain(
    '`description`',
  );
  expect(refusal(() => named('a', { execute: undefined as never }))).toContain('`execute`');
  for (const timeoutMs of [0, -1, NaN, '5' as unknown as number]) {
    expect(refusal(() => named('a', { timeoutMs }))).toContain('`timeoutMs`');
  }
});

it.each<[string, Tools, string]>([
  ['two tools', [named('a'), named('a')], 'two tools named "a"'],
  [
    'two tools of a namespace',
    [toolNamespace({ name: 'n', description: 'd', tools: [named('a'), named('a')] })],
    'two tools named "a" in "n"',
  ],
  [
    'two namespaces',
    [named('a'), named('b')].map((one) =>
      toolNamespace({ name: 'n', description: 'd', tools: [one] }),
    ),
    'two namespaces named "n"',
  ],
])('refuses %s of one name', (_what, tools, why) => {
  expect(refusal(() => dynamicTools('thread/start', tools, undefined))).toContain(why);
});

it('refuses a name that the declarations of the user have already', () => {
  const own = { type: 'function', name: 'a', description: 'd', inputSchema: {} } as const;
  expect(refusal(() => dynamicTools('thread/start', [named('a')], [own]))).toContain(
    'two tools named "a"',
  );
});

it('refuses what is no tool', () => {
  for (const tools of [{}, 'x', [null], [{ name: 'a' }], [() => 1], [{ tools: [named('a')] }]]) {
    expect(refusal(() => dynamicTools('thread/start', tools as unknown as Tools, null))).toMatch(
      /`tools`|name/,
    );
  }
});

it('takes a copy of a tool under another name, if it is one', () => {
  const copy = { ...named('a'), name: 'b', timeoutMs: 5 };
  expect(dynamicTools('thread/start', [named('a'), copy], null)).toMatchObject([
    { name: 'a' },
    { name: 'b' },
  ]);
  const wrong = { ...copy, name: 'b c' };
  expect(refusal(() => dynamicTools('thread/start', [wrong], null))).toContain('must consist of');
});

it('declares tools and namespaces after those of the user', () => {
  const own = { type: 'function', name: 'own', description: 'd', inputSchema: {} } as const;
  const lazy = named('lazy', { deferLoading: true });
  const inputSchema = { $schema: expect.any(String) as unknown, type: 'object', properties: {} };
  const group = toolNamespace({ name: 'n', description: 'N', tools: [named('a'), lazy] });
  expect(dynamicTools('thread/start', [named('a'), group], [own])).toEqual([
    own,
    { type: 'function', name: 'a', description: 'd', inputSchema },
    {
      type: 'namespace',
      name: 'n',
      description: 'N',
      tools: [
        { type: 'function', name: 'a', description: 'd', inputSchema },
        { type: 'function', name: 'lazy', description: 'd', inputSchema, deferLoading: true },
      ],
    },
  ]);
  expect(refusal(() => dynamicTools('thread/start', [lazy], null))).toContain('`deferLoading`');
});

it('can be called by a test of its own', async () => {
  const double = tool({
    name: 'double',
    description: 'Doubles.',
    input: z.object({ n: z.number() }),
    execute: ({ n }) => n * 2,
  });
  const context = { signal: AbortSignal.abort(), threadId: 't', turnId: 'u', callId: 'c' };
  expect(await double.execute({ n: 4 }, context)).toBe(8);
  expect(double).toMatchObject({ name: 'double', timeoutMs: 600_000, deferLoading: false });
});
