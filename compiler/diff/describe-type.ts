import type { TypeNode } from '../model/type-node.js';
import { isIdentifier } from '../util/words.js';
import type { Declarations } from './side.js';

const WIDTH = 80;

/** A type in a few words, the way TypeScript would put it. Long ones are cut. */
export function describeType(type: TypeNode, declarations: Declarations): string {
  const text = write(type, declarations, 2);
  return text.length > WIDTH ? write(type, declarations, 1) : text;
}

function write(type: TypeNode, declarations: Declarations, depth: number): string {
  const inner = (part: TypeNode): string => write(part, declarations, depth - 1);
  switch (type.kind) {
    case 'any':
      return 'unknown';
    case 'number':
      return type.integer ? 'integer' : 'number';
    case 'literal':
      return literalText(type.value);
    case 'enum':
      return list(
        type.values.map((value) => literalText(value.value)),
        4,
        ' | ',
      );
    case 'reference':
      return declarations.get(type.to)?.name ?? 'unknown';
    case 'nullable':
      return `${write(type.type, declarations, depth)} | null`;
    case 'array': {
      const items = write(type.items, declarations, depth);
      return / /.test(items) ? `(${items})[]` : `${items}[]`;
    }
    case 'map':
      return `Record<string, ${write(type.values, declarations, depth)}>`;
    case 'struct': {
      if (depth === 0) return '{ … }';
      const fields = type.fields.map(
        ({ name, required, type: field }) =>
          `${isIdentifier(name) ? name : literalText(name)}${required ? '' : '?'}: ${inner(field)}`,
      );
      return fields.length === 0 ? '{}' : `{ ${list(fields, 4, '; ')} }`;
    }
    case 'union': {
      const arms = type.variants.map((variant) => inner(variant.type));
      const text = list(arms, 3, ' | ') + (type.open ? ' | …' : '');
      if (type.base === null || type.base.fields.length === 0) return text;
      return `${write(type.base, declarations, depth)} & (${text})`;
    }
    default:
      return type.kind;
  }
}

/** A literal as TypeScript would write it. */
export function literalText(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value);
}

function list(items: readonly string[], limit: number, separator: string): string {
  const shown = items.slice(0, limit);
  return [...shown, ...(items.length > limit ? ['…'] : [])].join(separator);
}
