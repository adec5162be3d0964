import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import type { Thread, TurnHandle, TurnOptions, TurnResult } from '../../runtime/index.js';

declare const thread: Thread;

it('infers the output of a zod schema', () => {
  const outputSchema = z.object({
    name: z.string(),
    at: z.string().transform(Number),
    n: z.int().default(1),
  });
  type Output = { name: string; at: number; n: number };
  expectTypeOf(thread.run('x', { outputSchema })).resolves.toEqualTypeOf<TurnResult<Output>>();
  expectTypeOf(thread.turn('x', { outputSchema, effort: 'low' })).resolves.toEqualTypeOf<
    TurnHandle<Output>
  >();
  expectTypeOf<TurnHandle<Output>['run']>().returns.resolves.toEqualTypeOf<TurnResult<Output>>();
});

it('infers the output of a valibot schema', () => {
  const outputSchema = toStandardJsonSchema(
    v.object({ name: v.string(), age: v.optional(v.number()) }),
  );
  expectTypeOf(thread.run('x', { outputSchema })).resolves.toHaveProperty('output').toEqualTypeOf<{
    name: string;
    age?: number | undefined;
  }>();
});

it('infers the output of an arktype schema', () => {
  const outputSchema = type({ name: 'string', 'age?': 'number' });
  expectTypeOf(thread.run('x', { outputSchema }))
    .resolves.toHaveProperty('output')
    .toEqualTypeOf<{ name: string; age?: number }>();
});

it('leaves the output of a JSON Schema to the caller', () => {
  const outputSchema = { type: 'object', properties: { a: { type: 'string' } } } as const;
  expectTypeOf(thread.run('x', { outputSchema })).resolves.toEqualTypeOf<TurnResult>();
  expectTypeOf(thread.run<{ a: string }>('x', { outputSchema })).resolves.toEqualTypeOf<
    TurnResult<{ a: string }>
  >();
  expectTypeOf(thread.turn<{ a: string }>('x', { outputSchema })).resolves.toEqualTypeOf<
    TurnHandle<{ a: string }>
  >();
  interface Schema7 {
    $schema?: string;
    type?: string | string[];
    properties?: Record<string, Schema7 | boolean>;
  }
  const typed: Schema7 = { type: 'object' };
  expectTypeOf(thread.run('x', { outputSchema: typed })).resolves.toEqualTypeOf<TurnResult>();
});

it('has no output type without a schema, nor with options that may hold one', () => {
  const options: TurnOptions = {};
  expectTypeOf(thread.run('x')).resolves.toEqualTypeOf<TurnResult>();
  expectTypeOf(thread.run('x', options)).resolves.toEqualTypeOf<TurnResult>();
  expectTypeOf(thread.run('x', { outputSchema: null })).resolves.toEqualTypeOf<TurnResult>();
  // @ts-expect-error a type without a schema that promises it
  void thread.run<{ a: string }>('x');
  // @ts-expect-error no schema
  void thread.run('x', { outputSchema: 'object' });
  // @ts-expect-error no schema
  void thread.run('x', { outputSchema: ['object'] });
});
