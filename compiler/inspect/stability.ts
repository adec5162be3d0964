import { methodsOf } from '../bind/protocol.js';
import type { CompiledModel } from '../compile.js';
import type { Stability, TypeNode } from '../model/type-node.js';

/** One line of `inspect stability`: something that only the experimental surface has. */
export interface ExperimentalRow {
  readonly kind: 'method' | 'type' | 'property' | 'variant' | 'value';
  readonly name: string;
}

/** Everything that needs the opt-in. What stands inside such a thing is not listed again. */
export function inspectStability({ protocol, names }: CompiledModel): ExperimentalRow[] {
  return [
    ...methodsOf(protocol)
      .filter(({ stability }) => stability === 'experimental')
      .map(({ method }): ExperimentalRow => ({ kind: 'method', name: method })),
    ...[...protocol.declarations.values()].flatMap(({ pointer, name, stability, type }) => {
      const own = names.types.get(pointer) ?? name;
      return mark('type', own, stability, type);
    }),
  ];
}

function mark(
  kind: ExperimentalRow['kind'],
  name: string,
  stability: Stability,
  type: TypeNode | null,
): ExperimentalRow[] {
  if (stability === 'experimental') return [{ kind, name }];
  return type === null ? [] : inside(type, name);
}

function inside(type: TypeNode, name: string): ExperimentalRow[] {
  switch (type.kind) {
    case 'array':
      return inside(type.items, name);
    case 'map':
      return inside(type.values, name);
    case 'nullable':
      return inside(type.type, name);
    case 'struct':
      return type.fields.flatMap((field) =>
        mark('property', `${name}.${field.name}`, field.stability, field.type),
      );
    case 'enum':
      return type.values.flatMap(({ value, stability }) =>
        mark('value', `${name} ${JSON.stringify(value)}`, stability, null),
      );
    case 'union':
      return [
        ...(type.base === null ? [] : inside(type.base, name)),
        ...type.variants.flatMap((variant, index) =>
          mark('variant', `${name}#${variant.tag ?? index}`, variant.stability, variant.type),
        ),
      ];
    default:
      return [];
  }
}
