import type { Rule } from '../rule.js';
import { dropIdleChoices } from './drop-idle-choices.js';
import { flattenNestedUnions } from './flatten-nested-unions.js';
import { hoistNull } from './hoist-null.js';
import { literalEnum } from './literal-enum.js';
import { mergeLiterals } from './merge-literals.js';
import { openEmptyObjects } from './open-empty-objects.js';
import { splitBase } from './split-base.js';
import { splitTypeLists } from './split-type-lists.js';
import { unwrapSingleAllOf } from './unwrap-single-all-of.js';

/** Rules that make new subschemas: applied to a node before what is inside it. */
export const OUTER_RULES: readonly Rule[] = [splitTypeLists];

/** Rules that rely on what is inside a node: applied after it, in this order. */
export const INNER_RULES: readonly Rule[] = [
  unwrapSingleAllOf,
  dropIdleChoices,
  flattenNestedUnions,
  hoistNull,
  splitBase,
  mergeLiterals,
  literalEnum,
  openEmptyObjects,
];
