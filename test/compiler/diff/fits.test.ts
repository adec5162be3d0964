import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../compiler/diff/fits.js';
import type { Declarations } from '../../../compiler/diff/side.js';
import { NO_DOC } from '../../../compiler/model/doc.js';
import type { Field, TypeNode } from '../../../compiler/model/type-node.js';

const nothing: Declarations = new Map();

function covered(a: TypeNode, b: TypeNode, extrasAllowed = true): boolean {
  return fits(
    { type: a, declarations: nothing },
    { type: b, declarations: nothing },
    { extrasAllowed },
  );
}

function field(name: string, type: TypeNode, required: boolean): Field {
  return { name, type, required, doc: NO_DOC, stability: 'stable' };
}

function enumOf(...values: readonly string[]): TypeNode {
  return {
    kind: 'enum',
    values: values.map((value) => ({ value, doc: NO_DOC, stability: 'stable' })),
  };
}

function union(types: readonly TypeNode[], open = false): TypeNode {
  return {
    kind: 'union',
    tagging: { kind: 'untagged' },
    base: null,
    open,
    variants: types.map((type) => ({
      tag: null,
      type,
      doc: NO_DOC,
      stability: 'stable',
      pointer: '',
    })),
  };
}

const string: TypeNode = { kind: 'string' };
const integer: TypeNode = { kind: 'number', integer: true };
const number: TypeNode = { kind: 'number', integer: false };

/** Types of every kind that needs no declarations. */
const { type: anyType } = fc.letrec<{ type: TypeNode }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<TypeNode>(
      string,
      integer,
      number,
      { kind: 'boolean' },
      { kind: 'null' },
      {
        kind: 'any',
      },
    ),
    fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((v) => enumOf(...v)),
    tie('type').map((items): TypeNode => ({ kind: 'array', items })),
    tie('type').map((values): TypeNode => ({ kind: 'map', values })),
    tie('type').map((type): TypeNode => ({ kind: 'nullable', type })),
    fc.array(tie('type'), { minLength: 1, maxLength: 3 }).map((types) => union(types)),
    fc
      .dictionary(
        fc.constantFrom('x', 'y', 'z'),
        fc.record({ type: tie('type'), required: fc.boolean() }),
      )
      .map((fields): TypeNode => ({
        kind: 'struct',
        fields: Object.entries(fields).map(([name, { type, required }]) =>
          field(name, type, required),
        ),
        rest: null,
      })),
  ),
}));

describe('one type fits another', () => {
  it('if it is the same, whatever it is', () => {
    fc.assert(fc.property(anyType, (type) => covered(type, structuredClone(type), false)));
  });

  it('if the other is one of several, or may also be null', () => {
    fc.assert(
      fc.property(
        anyType,
        anyType,
        (a, b) => covered(a, union([b, a])) && covered(a, { kind: 'nullable', type: a }),
      ),
    );
  });

  it('through a third', () => {
    fc.assert(
      fc.property(
        anyType,
        anyType,
        anyType,
        (a, b, c) => !(covered(a, b, false) && covered(b, c, false)) || covered(a, c, false),
      ),
      { numRuns: 1000 },
    );
  });

  it.each<[string, TypeNode, TypeNode, boolean]>([
    ['whole numbers are numbers', integer, number, true],
    ['numbers may not be whole', number, integer, false],
    ['a value is a text', enumOf('a'), string, true],
    ['a text may be no such value', string, enumOf('a'), false],
    ['fewer values', enumOf('a'), enumOf('a', 'b'), true],
    ['more values', enumOf('a', 'b'), enumOf('a'), false],
    ['texts where a list says that it is not complete', string, union([enumOf('a')], true), true],
    ['a list that is not complete in one that is', union([enumOf('a')], true), enumOf('a'), false],
    ['null where it is not said', { kind: 'null' }, string, false],
    ['anything in a text', { kind: 'any' }, string, false],
    ['a text in anything', string, { kind: 'any' }, true],
  ])('%s', (_name, a, b, expected) => {
    expect(covered(a, b)).toBe(expected);
  });

  it('if required stays required, and what is new is optional', () => {
    const struct = (...fields: readonly Field[]): TypeNode => ({
      kind: 'struct',
      fields,
      rest: null,
    });
    const required = struct(field('a', string, true));
    const optional = struct(field('a', string, false));
    const more = struct(field('a', string, true), field('b', string, false));
    expect(covered(required, optional)).toBe(true);
    expect(covered(optional, required)).toBe(false);
    expect(covered(required, more)).toBe(true);
    expect(covered(more, required)).toBe(true);
    expect(covered(more, required, false)).toBe(false);
  });
});
