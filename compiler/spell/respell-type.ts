import type { StructType, TypeNode, Variant } from '../model/type-node.js';
import { sortedBy } from '../util/order.js';

/** The same type with its properties spelled otherwise. Values of enums and tags stay. */
export function respellType(type: TypeNode, spell: (name: string) => string): TypeNode {
  const inside = (part: TypeNode): TypeNode => respellType(part, spell);
  switch (type.kind) {
    case 'array':
      return { ...type, items: inside(type.items) };
    case 'map':
      return { ...type, values: inside(type.values) };
    case 'nullable':
      return { ...type, type: inside(type.type) };
    case 'struct':
      return respellStruct(type, spell);
    case 'union': {
      const { tagging, base } = type;
      return {
        ...type,
        tagging: tagging.kind === 'internal' ? { ...tagging, key: spell(tagging.key) } : tagging,
        base: base && respellStruct(base, spell),
        variants: type.variants.map((variant): Variant => ({
          ...variant,
          type: inside(variant.type),
        })),
      };
    }
    default:
      return type;
  }
}

export function respellStruct(type: StructType, spell: (name: string) => string): StructType {
  const fields = type.fields.map((field) => ({
    ...field,
    name: spell(field.name),
    type: respellType(field.type, spell),
  }));
  return {
    ...type,
    fields: sortedBy(fields, (field) => field.name),
    rest: type.rest && respellType(type.rest, spell),
  };
}
