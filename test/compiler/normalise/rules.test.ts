import { describe, expect, it } from 'vitest';
import { normaliseSchema } from '../../../compiler/normalise/normalise.js';
import type { Rule } from '../../../compiler/normalise/rule.js';
import { dropIdleChoices } from '../../../compiler/normalise/rules/drop-idle-choices.js';
import { flattenNestedUnions } from '../../../compiler/normalise/rules/flatten-nested-unions.js';
import { hoistNull } from '../../../compiler/normalise/rules/hoist-null.js';
import { INNER_RULES, OUTER_RULES } from '../../../compiler/normalise/rules/index.js';
import { literalEnum } from '../../../compiler/normalise/rules/literal-enum.js';
import { mergeLiterals } from '../../../compiler/normalise/rules/merge-literals.js';
import { openEmptyObjects } from '../../../compiler/normalise/rules/open-empty-objects.js';
import { splitBase } from '../../../compiler/normalise/rules/split-base.js';
import { splitTypeLists } from '../../../compiler/normalise/rules/split-type-lists.js';
import { unwrapSingleAllOf } from '../../../compiler/normalise/rules/unwrap-single-all-of.js';
import type { Json } from '../../../compiler/util/json.js';
import { bare, node } from '../support/nodes.js';

const A = { $ref: '#/definitions/A' };
const B = { $ref: '#/definitions/B' };
const OBJECT = { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] };

interface Case {
  readonly what: string;
  readonly before: Json;
  /** As the compiler's own nodes; the same as before if the rule leaves it alone. */
  readonly after?: object;
}

const CASES: readonly (readonly [Rule, readonly Case[]])[] = [
  [
    splitTypeLists,
    [
      {
        what: 'one arm for each type',
        before: { type: ['string', 'object'] },
        after: { anyOf: [{ type: 'string' }, { type: 'object' }] },
      },
      {
        what: 'keywords go where they belong',
        before: {
          description: 'd',
          default: null,
          type: ['array', 'integer', 'object', 'null'],
          items: A,
          format: 'int64',
          properties: { p: B },
          required: ['p'],
          additionalProperties: false,
        },
        after: {
          description: 'd',
          default: null,
          anyOf: [
            { type: 'array', items: A },
            { type: 'integer', format: 'int64' },
            {
              type: 'object',
              properties: { p: B },
              required: ['p'],
              additionalProperties: false,
            },
            { type: 'null' },
          ],
        },
      },
      {
        what: 'values say more than types',
        before: { type: ['string', 'null'], enum: ['a', null] },
      },
    ],
  ],
  [
    unwrapSingleAllOf,
    [
      {
        what: 'a reference with docs',
        before: { description: 'd', default: 'full', allOf: [A] },
        after: { description: 'd', default: 'full', ...A },
      },
      {
        what: 'the outer docs win',
        before: { description: 'outer', allOf: [{ description: 'inner', type: 'string' }] },
        after: { description: 'outer', type: 'string' },
      },
      { what: 'several arms stay', before: { allOf: [A, B] } },
      { what: 'a structure of its own stays', before: { type: 'object', allOf: [A] } },
    ],
  ],
  [
    flattenNestedUnions,
    [
      {
        what: 'anyOf in anyOf',
        before: { anyOf: [{ anyOf: [A, { type: 'null' }] }, { type: 'null' }] },
        after: { anyOf: [A, { type: 'null' }, { type: 'null' }] },
      },
      {
        what: 'oneOf in oneOf',
        before: { oneOf: [A, { oneOf: [B] }] },
        after: { oneOf: [A, B] },
      },
      { what: 'an arm with docs stays', before: { anyOf: [{ description: 'd', anyOf: [A, B] }] } },
      {
        what: 'an arm with properties stays',
        before: { oneOf: [{ ...OBJECT, anyOf: [A, B] }] },
      },
    ],
  ],
  [
    hoistNull,
    [
      {
        what: 'a nullable reference',
        before: { description: 'd', default: null, anyOf: [A, { type: 'null' }] },
        after: { description: 'd', default: null, ...A, nullable: true },
      },
      {
        what: 'null said twice',
        before: { anyOf: [A, { type: 'null' }, { type: 'null' }] },
        after: { ...A, nullable: true },
      },
      {
        what: 'among several arms',
        before: { oneOf: [A, { type: 'null' }, B] },
        after: { oneOf: [A, B], nullable: true },
      },
      {
        what: 'among values',
        before: { enum: ['a', null] },
        after: { enum: ['a'], nullable: true },
      },
      { what: 'null alone stays', before: { type: 'null' } },
      { what: 'nothing to hoist', before: { anyOf: [A, B] } },
    ],
  ],
  [
    splitBase,
    [
      {
        what: 'properties beside oneOf',
        before: { description: 'd', ...OBJECT, oneOf: [A, B] },
        after: { description: 'd', oneOf: [A, B], base: OBJECT },
      },
      {
        what: 'properties beside anyOf, without a type',
        before: { properties: { x: A }, anyOf: [B] },
        after: { anyOf: [B], base: { type: 'object', properties: { x: A } } },
      },
      {
        what: 'a type that only repeats its arms',
        before: { type: 'object', oneOf: [A, B] },
        after: { oneOf: [A, B] },
      },
      {
        what: 'a name that is only required goes to the arms',
        before: {
          required: ['t', 'x'],
          properties: { x: A },
          oneOf: [{ properties: { t: A } }, { properties: { t: B }, required: ['t'] }],
        },
        after: {
          oneOf: [
            { properties: { t: A }, required: ['t'] },
            { properties: { t: B }, required: ['t'] },
          ],
          base: { type: 'object', properties: { x: A }, required: ['x'] },
        },
      },
      { what: 'no union, no base', before: OBJECT },
    ],
  ],
  [
    mergeLiterals,
    [
      {
        what: 'documented enums',
        before: {
          description: 'd',
          oneOf: [
            { description: 'first', type: 'string', enum: ['a'] },
            { type: 'string', enum: ['b', 'c'] },
            { const: 'd' },
          ],
        },
        after: { description: 'd', enum: ['a', 'b', 'c', 'd'], valueDocs: { '"a"': 'first' } },
      },
      {
        what: 'literals among other arms',
        before: { oneOf: [{ enum: ['a'] }, A, { description: 'last', enum: ['b'] }] },
        after: { oneOf: [{ enum: ['a', 'b'], valueDocs: { '"b"': 'last' } }, A] },
      },
      { what: 'one literal among other arms stays', before: { oneOf: [{ enum: ['a'] }, A] } },
      { what: 'no literals', before: { oneOf: [A, B] } },
    ],
  ],
  [
    literalEnum,
    [
      { what: 'one value', before: { type: 'string', enum: ['a'] }, after: { const: 'a' } },
      {
        what: 'several values',
        before: { type: 'string', enum: ['a', 'b'] },
        after: { enum: ['a', 'b'] },
      },
      { what: 'no values', before: { type: 'string' } },
    ],
  ],
  [
    dropIdleChoices,
    [
      {
        what: 'constraints beside a type',
        before: { type: 'string', anyOf: [{ minLength: 1 }, { pattern: 'x' }] },
        after: { type: 'string' },
      },
      {
        what: 'constraints beside a choice',
        before: { oneOf: [{ minLength: 1 }, A], anyOf: [A, B] },
        after: { anyOf: [A, B] },
      },
      { what: 'a choice of its own', before: { anyOf: [{ minLength: 1 }, A] } },
      { what: 'arms that say something', before: { type: 'object', anyOf: [A, B] } },
      { what: 'arms that may add properties', before: { ...OBJECT, anyOf: [A, {}] } },
    ],
  ],
  [
    openEmptyObjects,
    [
      {
        what: 'an object without properties',
        before: { type: 'object' },
        after: { type: 'object', additionalProperties: {} },
      },
      { what: 'an object with properties', before: OBJECT },
      { what: 'a required property counts', before: { type: 'object', required: ['x'] } },
      { what: 'a map', before: { type: 'object', additionalProperties: A } },
      { what: 'a closed object', before: { type: 'object', additionalProperties: false } },
    ],
  ],
];

describe.each(CASES)('$name', (rule, cases) => {
  it.each(cases)('$what', ({ before, after }) => {
    const input = node(before);
    const once = rule.apply(input);
    expect(bare(once)).toEqual(after ?? bare(input));
    expect(bare(rule.apply(once))).toEqual(bare(once));
    expect(bare(input)).toEqual(bare(node(before)));
  });
});

it('every rule is tested', () => {
  const tested = CASES.map(([rule]) => rule);
  expect(new Set(tested)).toEqual(new Set([...OUTER_RULES, ...INNER_RULES]));
});

describe('all rules together', () => {
  it.each<Case>([
    {
      what: 'a nullable map',
      before: { type: ['object', 'null'], additionalProperties: true },
      after: { type: 'object', additionalProperties: {}, nullable: true },
    },
    {
      what: 'a list of types beside literals says that the list of literals is open',
      before: { anyOf: [{ enum: ['a'] }, { type: ['string', 'object'] }] },
      after: {
        anyOf: [{ const: 'a' }, { type: 'string' }, { type: 'object', additionalProperties: {} }],
      },
    },
    {
      what: 'an inner union inside an arm',
      before: { oneOf: [{ ...OBJECT, anyOf: [OBJECT] }] },
      after: { oneOf: [{ base: OBJECT, anyOf: [OBJECT] }] },
    },
    {
      what: 'any value',
      before: { type: 'object', properties: { a: true, b: { description: 'd' } } },
      after: { type: 'object', properties: { a: {}, b: { description: 'd' } } },
    },
  ])('$what', ({ before, after }) => {
    const once = normaliseSchema(node(before));
    expect(bare(once)).toEqual(after);
    expect(bare(normaliseSchema(once))).toEqual(after);
  });
});
