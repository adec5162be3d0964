import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import {
  type Codex,
  imageInput,
  type Tool,
  tool,
  type ToolContext,
  toolNamespace,
} from '../../runtime/index.js';

declare const codex: Codex;
declare const bytes: Uint8Array;
const base = { name: 'x', description: 'x' };

it('infers the arguments from a zod schema, after its conversions', () => {
  const made = tool({
    ...base,
    input: z.object({
      city: z.string(),
      at: z.string().transform(Number),
      days: z.int().default(1),
    }),
    execute: (args, context) => {
      expectTypeOf(args).toEqualTypeOf<{ city: string; at: number; days: number }>();
      expectTypeOf(context).toEqualTypeOf<ToolContext>();
      return args.city;
    },
  });
  expectTypeOf(made).toEqualTypeOf<Tool<{ city: string; at: number; days: number }>>();
});

it('infers them from valibot and arktype schemas', () => {
  tool({
    ...base,
    input: toStandardJsonSchema(v.object({ city: v.string(), days: v.optional(v.number(), 1) })),
    execute: (args) => {
      expectTypeOf(args).toEqualTypeOf<{ city: string; days: number }>();
    },
  });
  tool({
    ...base,
    input: type({ city: 'string', 'days?': 'number' }),
    execute: async (args) => {
      expectTypeOf(args).toEqualTypeOf<{ city: string; days?: number }>();
      await Promise.resolve();
    },
  });
});

it('leaves them to the caller for a JSON Schema', () => {
  const input = { type: 'object', properties: { city: { type: 'string' } } } as const;
  tool({
    ...base,
    input,
    execute: (args) => {
      expectTypeOf(args).toEqualTypeOf<Record<string, unknown>>();
    },
  });
  const made = tool<{ city: string }>({ ...base, input, execute: ({ city }) => city });
  expectTypeOf(made).toEqualTypeOf<Tool<{ city: string }>>();
});

it('takes results of many kinds, and tools of many arguments', () => {
  const input = z.object({ n: z.number() });
  const results = [
    tool({ ...base, input, execute: () => ['see', imageInput(bytes)] }),
    tool({ ...base, input, execute: () => ({ any: { data: [1] } }) }),
    tool({ ...base, input, execute: () => Promise.resolve(undefined) }),
    tool({ ...base, input, execute: () => null }),
    tool({ ...base, input: z.object({ other: z.string() }), execute: () => true }),
  ] as const;
  const tools = [...results, toolNamespace({ name: 'n', description: 'd', tools: results })];
  void codex.threadStart({ tools });
  void codex.threadResume('id', { tools });
  void codex.threadFork('id', { tools });
  // @ts-expect-error JSON has no bigint
  tool({ ...base, input, execute: () => 1n });
  const wire = { type: 'function', name: 'x', description: '', inputSchema: {} } as const;
  // @ts-expect-error declarations of the wire belong into `dynamicTools`
  void codex.threadStart({ tools: [wire] });
  // @ts-expect-error no such argument
  tool({ ...base, input, execute: ({ city }) => city });
});
