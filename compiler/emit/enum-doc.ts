import type { EnumValue, Stability, TypeNode } from '../model/type-node.js';
import { quoted } from '../render/text.js';

/** What single literals of a type mean, as paragraphs of its doc: hovering the type shows them. */
export function valueList(type: TypeNode, within: Stability): string[] {
  const values = valuesOf(type).flatMap((value) => describe(value, within));
  const open =
    type.kind === 'union' && type.open
      ? ['The list is open: the runtime may send values that are not listed here.']
      : [];
  return [...(values.length === 0 ? [] : [values.join('\n')]), ...open];
}

function valuesOf(type: TypeNode): readonly EnumValue[] {
  if (type.kind === 'nullable') return valuesOf(type.type);
  if (type.kind === 'enum') return type.values;
  if (type.kind !== 'union') return [];
  return type.variants.flatMap(({ type: arm, doc, stability }) =>
    arm.kind === 'literal' ? [{ value: arm.value, doc, stability }] : valuesOf(arm),
  );
}

function describe({ value, doc, stability }: EnumValue, within: Stability): string[] {
  const marks = [
    ...(doc.deprecated === null ? [] : ['deprecated']),
    ...(doc.experimental || (within === 'stable' && stability === 'experimental')
      ? ['experimental']
      : []),
  ];
  const text = [doc.text, doc.deprecated ?? ''].filter((part) => part !== '').join(' ');
  if (text === '' && marks.length === 0) return [];
  const label = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
  const suffix = marks.length === 0 ? '' : ` (${marks.join(', ')})`;
  return [`- \`${label}\`${suffix}${text === '' ? '' : `: ${text.replaceAll(/\s*\n\s*/g, ' ')}`}`];
}
