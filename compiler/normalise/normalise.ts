import type { Report } from '../diagnostics/report.js';
import type { Bundle, Definition } from '../load/load.js';
import { mapChildren, type SchemaNode } from '../load/schema-node.js';
import type { Overlay } from '../overlay/overlay.js';
import type { Pointer } from '../util/pointer.js';
import { mergeTwins } from './merge-twins.js';
import type { Rule } from './rule.js';
import { INNER_RULES, OUTER_RULES } from './rules/index.js';

/** The definitions of a bundle in normal form, one for each name. */
export type Definitions = ReadonlyMap<Pointer, Definition>;

export function normalise(bundle: Bundle, overlay: Overlay, report: Report): Definitions {
  const normal = [...bundle.definitions.values()].map((definition) => ({
    ...definition,
    name: overlay.names.get(definition.pointer)?.name ?? definition.name,
    schema: normaliseSchema(definition.schema),
  }));
  return mergeTwins(normal, bundle.path, report);
}

export function normaliseSchema(schema: SchemaNode): SchemaNode {
  return applyAll(INNER_RULES, mapChildren(applyAll(OUTER_RULES, schema), normaliseSchema));
}

function applyAll(rules: readonly Rule[], node: SchemaNode): SchemaNode {
  return rules.reduce((current, rule) => rule.apply(current), node);
}
