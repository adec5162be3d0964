import type { UsedDeclaration } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';
import type { TypeNode, UnionType, Variant } from '../model/type-node.js';
import type { Overlay } from '../overlay/overlay.js';
import type { Pointer } from '../util/pointer.js';
import { isIdentifier, pascalCase, upperFirst } from '../util/words.js';
import type { Names } from './names.js';
import { NOT_TYPE_NAMES } from './reserved.js';
import type { Scope } from './scope.js';

/** Names declared types, then the arms of declared unions, which yield to them. */
export function nameTypes(
  declarations: readonly UsedDeclaration[],
  overlay: Overlay,
  scope: Scope,
  path: string,
  report: Report,
): Pick<Names, 'types' | 'variants' | 'bases'> {
  const types = new Map<Pointer, string>();
  for (const { pointer, name } of declarations) {
    const identifier = typeName(name);
    if (!isIdentifier(identifier)) {
      report.error('invalid-name', path + pointer, `\`${name}\` makes no identifier`);
      continue;
    }
    scope.claim(identifier, path + pointer, `\`${name}\``);
    types.set(pointer, identifier);
  }

  const wishes = declarations.flatMap((declaration) =>
    wishesOf(declaration, types.get(declaration.pointer) ?? declaration.name, overlay),
  );
  const count = new Map<string, number>();
  for (const wish of wishes) count.set(wish.name, (count.get(wish.name) ?? 0) + 1);

  const variants = new Map<Pointer, string>();
  const bases = new Map<Pointer, string>();
  for (const wish of wishes) {
    if (scope.has(wish.name) || count.get(wish.name) !== 1 || !isIdentifier(wish.name)) {
      const why = `The name \`${wish.name}\` is not free: this part is written in place`;
      report.warning('name-collision', path + wish.pointer, why);
      continue;
    }
    scope.claim(wish.name, path + wish.pointer, `an arm of a union`);
    (wish.base ? bases : variants).set(wish.pointer, wish.name);
  }
  return { types, variants, bases };
}

/** Definitions are named after types, so a valid name stays as it is. */
export function typeName(name: string): string {
  const valid = isIdentifier(name) ? name : pascalCase(name);
  return NOT_TYPE_NAMES.has(valid) ? upperFirst(valid) : valid;
}

interface Wish {
  readonly name: string;
  readonly pointer: Pointer;
  readonly base: boolean;
}

/** The arms of a declared union are named after their tags: `CommandExecution` + `ThreadItem`. */
function wishesOf(declaration: UsedDeclaration, name: string, overlay: Overlay): Wish[] {
  const union = unionOf(declaration.type);
  if (union === null) return [];
  const base =
    union.base === null ? [] : [{ name: `${name}Base`, pointer: declaration.pointer, base: true }];
  return [
    ...base,
    ...union.variants.filter(hasName).map((variant) => ({
      name:
        overlay.names.get(`${declaration.name}#${variant.tag ?? ''}`)?.name ??
        pascalCase(variant.tag ?? '') + name,
      pointer: variant.pointer,
      base: false,
    })),
  ];
}

/** The union that a declaration consists of, perhaps with `null`. */
export function unionOf(type: TypeNode): UnionType | null {
  if (type.kind === 'nullable') return unionOf(type.type);
  return type.kind === 'union' ? type : null;
}

/** Arms that are objects of their own have a name; literals and references need none. */
function hasName(variant: Variant): boolean {
  return variant.tag !== null && (variant.type.kind === 'struct' || variant.type.kind === 'union');
}
