import { invalidParams } from '../options/invalid-params.js';
import {
  isJsonObject,
  type JsonObject,
  type JsonSchema,
  jsonTypesOf,
  resolvePointer,
} from '../schema/json-schema.js';

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const single = ['items', 'additionalProperties', 'not'];
const lists = ['anyOf', 'oneOf', 'allOf'];
const byName = ['properties', '$defs', 'definitions'];
/** What the model's service refuses at the top of a tool's input. */
const notAtTheTop = ['anyOf', 'oneOf', 'allOf', 'enum', 'const', 'not', 'if', 'then', 'else'];

/**
 * The schema of a tool's input as the model gets it. The runtime takes the schema down to what it
 * knows, and mistakes some things for strings on the way; here they are put so that it does not.
 * The arguments are validated against the whole schema all the same.
 *
 * @throws InvalidParamsError if the input is not an object.
 */
export function declaredInput(method: string, tool: string, schema: JsonSchema): JsonObject {
  const declared = asObject(clear(schema));
  if (declared) return declared;
  throw invalidParams(
    method,
    `the \`input\` of the tool ${JSON.stringify(tool)} must be an object with \`properties\`; alternatives, lists ` +
      'and single values can be put into a property of one',
  );
}

function asObject(declared: JsonObject): JsonObject | undefined {
  const { $ref, $defs, definitions } = declared;
  if (typeof $ref === 'string') {
    const target = resolvePointer(declared, $ref)?.value;
    if (!isJsonObject(target) || target['$ref'] !== undefined) return undefined;
    const kept = {
      ...($defs === undefined ? {} : { $defs }),
      ...(definitions === undefined ? {} : { definitions }),
    };
    return asObject({ ...target, ...kept });
  }
  const { type = declared['properties'] === undefined ? undefined : 'object' } = declared;
  if (type !== 'object') return undefined;
  const entries = Object.entries(declared).filter(([key]) => !notAtTheTop.includes(key));
  const combined = entries.length < Object.keys(declared).length;
  if (combined && declared['properties'] === undefined) return undefined;
  return { ...Object.fromEntries(entries), type, properties: declared['properties'] ?? {} };
}

/** A copy in which nothing is left for the runtime to guess. */
function clear(schema: unknown): JsonObject {
  if (!isJsonObject(schema)) return {};
  const copy: Record<string, unknown> = { ...schema };
  for (const key of single) if (isJsonObject(copy[key])) copy[key] = clear(copy[key]);
  for (const key of lists) {
    const list = copy[key];
    if (Array.isArray(list)) copy[key] = list.map(clear);
  }
  for (const key of byName) {
    const named = copy[key];
    if (isJsonObject(named)) {
      copy[key] = Object.fromEntries(Object.entries(named).map(([name, of]) => [name, clear(of)]));
    }
  }
  const { type, enum: values } = copy;
  if (type === undefined && 'const' in copy) copy['type'] = oneOrMore(jsonTypesOf([copy['const']]));
  if (type === undefined && Array.isArray(values)) copy['type'] = oneOrMore(jsonTypesOf(values));
  if (type === 'array' && !isJsonObject(copy['items'])) copy['items'] = itemsOf(copy);
  return copy;
}

/** A tuple becomes a list of any of its items; the runtime knows no tuples. */
function itemsOf({ prefixItems, items }: JsonObject): JsonObject {
  const each = Array.isArray(prefixItems) ? prefixItems : items;
  return Array.isArray(each) && each.length > 0 ? { anyOf: each.map(clear) } : {};
}

function oneOrMore(types: readonly string[]): unknown {
  return types.length === 1 ? types[0] : types;
}
