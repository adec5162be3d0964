import { Diagnostics } from '../../../compiler/diagnostics/report.js';
import { parseSchema } from '../../../compiler/load/parse-schema.js';
import type { SchemaNode } from '../../../compiler/load/schema-node.js';
import type { Json } from '../../../compiler/util/json.js';

/** Reads a schema as the compiler does. The test fails if it complains. */
export function node(json: Json): SchemaNode {
  const report = new Diagnostics();
  const parsed = parseSchema(json, '#', report);
  if (report.hasErrors) throw new Error(JSON.stringify(report.list()));
  return parsed;
}

/** A node without its places, for comparing. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'pointer');
  return Object.fromEntries(entries.map(([key, inner]) => [key, bare(inner)]));
}
