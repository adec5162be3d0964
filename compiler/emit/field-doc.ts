import type { Field, Stability, TypeNode } from '../model/type-node.js';
import type { DocParts } from './docs.js';
import { unitOf } from './units.js';

/** The doc of a property: text, unit, default, marks. */
export function fieldDoc(field: Field, within: Stability): DocParts {
  const unit = isNumber(field.type) ? unitOf(field.name, field.doc.text) : null;
  return {
    doc: field.doc,
    stability: within === 'stable' ? field.stability : undefined,
    more: unit === null ? [] : [unit],
  };
}

function isNumber(type: TypeNode): boolean {
  return type.kind === 'nullable' ? isNumber(type.type) : type.kind === 'number';
}
