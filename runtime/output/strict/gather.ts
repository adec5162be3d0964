import { isJsonObject, type JsonObject, resolvePointer } from '../../schema/json-schema.js';
import { assertions } from './keywords.js';
import type { Notes } from './shape.js';

/** A part of the user's schema, and the JSON pointer to it. */
export interface Located {
  readonly schema: unknown;
  readonly at: string;
}

/** What all must hold for a value, with references and `allOf` followed. */
export interface Gathered {
  /** Schemas with assertions of their own. */
  readonly plain: (Located & { readonly schema: JsonObject })[];
  /** The branches of each `anyOf` and `oneOf`. */
  readonly unions: Located[][];
  readonly notes: Notes;
}

export type Report = (at: string, problem: string) => void;

/** Follows references and `allOf` until only assertions and unions are left. */
export function gather(root: unknown, parts: readonly Located[], report: Report): Gathered {
  const gathered: Gathered = { plain: [], unions: [], notes: {} };
  const followed = new Set<string>();
  const visit = ({ schema, at }: Located): void => {
    if (schema === true) return;
    if (schema === false) {
      report(at, 'it accepts no value at all');
      return;
    }
    if (!isJsonObject(schema)) {
      report(at, 'it is not a schema');
      return;
    }
    gathered.notes.title ??= text(schema, 'title');
    gathered.notes.description ??= text(schema, 'description');
    if (Object.keys(schema).some((key) => assertions.has(key))) gathered.plain.push({ schema, at });
    for (const key of ['anyOf', 'oneOf']) {
      const branches = listAt(schema, key, at, report);
      if (branches) gathered.unions.push(branches);
    }
    for (const part of listAt(schema, 'allOf', at, report) ?? []) visit(part);
    if (schema['$ref'] === undefined) return;
    const target = locate(root, schema, at, report);
    if (!target || followed.has(target.at)) return;
    followed.add(target.at);
    visit(target);
  };
  for (const part of parts) visit(part);
  return gathered;
}

/** What the `$ref` of a schema points to. */
export function locate(
  root: unknown,
  schema: JsonObject,
  at: string,
  report: Report,
): Located | undefined {
  const { $ref: pointer } = schema;
  const target = typeof pointer === 'string' ? resolvePointer(root, pointer) : undefined;
  if (target) return { schema: target.value, at: String(pointer) };
  report(
    `${at}/$ref`,
    `${JSON.stringify(pointer)} points to nothing within the schema (only #/… is followed)`,
  );
  return undefined;
}

/** Whether a schema is nothing but a reference, apart from words about it. */
export function isReference(schema: unknown): schema is JsonObject {
  if (!isJsonObject(schema) || schema['$ref'] === undefined) return false;
  return !Object.keys(schema).some(
    (key) => assertions.has(key) || key === 'anyOf' || key === 'oneOf' || key === 'allOf',
  );
}

export function notesOf(schema: JsonObject): Notes {
  return { title: text(schema, 'title'), description: text(schema, 'description') };
}

function listAt(
  schema: JsonObject,
  key: string,
  at: string,
  report: Report,
): Located[] | undefined {
  const list = schema[key];
  if (list === undefined) return undefined;
  if (Array.isArray(list) && list.length > 0) {
    return list.map((part: unknown, index) => ({ schema: part, at: `${at}/${key}/${index}` }));
  }
  report(`${at}/${key}`, 'it is not a list of schemas');
  return undefined;
}

function text(schema: JsonObject, key: string): string | undefined {
  const value = schema[key];
  return typeof value === 'string' ? value : undefined;
}
