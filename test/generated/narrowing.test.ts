import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { UsedDeclaration } from '../../compiler/bind/protocol.js';
import type { UnionType, Variant } from '../../compiler/model/type-node.js';
import { unionOf } from '../../compiler/name/name-types.js';
import { snakeCase } from '../../compiler/spell/snake-case.js';
import { pinnedModel } from '../compiler/support/pinned-model.js';
import { typeCheck } from '../compiler/support/type-check.js';

const { protocol, names, overlay } = await pinnedModel();

/** How one spelling of the protocol is written down. */
interface Spelling {
  readonly module: string;
  readonly spell: (name: string) => string;
}

const WIRE: Spelling = { module: 'wire', spell: (name) => name };
const SNAKE: Spelling = { module: 'snake', spell: (name) => snakeCase(name, overlay) };

/** A function that compiles only if a check of the tag leaves the arm and nothing else. */
function narrowing(
  declaration: UsedDeclaration,
  union: UnionType,
  variant: Variant,
  { module, spell }: Spelling,
): string | null {
  const { tag } = variant;
  const arm =
    variant.type.kind === 'reference'
      ? names.types.get(variant.type.to)
      : names.variants.get(variant.pointer);
  if (tag === null || arm === undefined) return null;
  const type = `NonNullable<${module}.${names.types.get(declaration.pointer) ?? ''}>`;
  const check =
    union.tagging.kind === 'internal'
      ? `value.${spell(union.tagging.key)} === '${tag}'`
      : `typeof value === 'object' && '${spell(tag)}' in value`;
  return `(value: ${type}): ${module}.${arm} | null => (${check} ? value : null),`;
}

it('a check of the tag narrows every tagged union of the protocol to the arm, in both spellings', () => {
  const checks = [...protocol.declarations.values()].flatMap((declaration) => {
    const union = unionOf(declaration.type);
    if (union === null || union.tagging.kind === 'untagged') return [];
    return union.variants.flatMap((variant) =>
      [WIRE, SNAKE].flatMap((spelling) => narrowing(declaration, union, variant, spelling) ?? []),
    );
  });
  // Each arm of 45 unions with a tag inside and of 8 with a tag outside.
  expect(checks.length).toBeGreaterThan(2 * 190);
  const read = (path: string): { path: string; text: string } => ({
    path,
    text: readFileSync(`generated/${path}`, 'utf8'),
  });
  const program = [
    "import type * as wire from './types.js';",
    "import type * as snake from './snake_case/types.js';",
    'export const checks: unknown = [',
    ...checks,
    '];',
  ];
  const problems = typeCheck([
    read('types.ts'),
    read('snake_case/types.ts'),
    { path: 'checks.ts', text: program.join('\n') },
  ]);
  expect(problems).toEqual([]);
});
