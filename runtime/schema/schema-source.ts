import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { invalidParams } from '../options/invalid-params.js';
import { isJsonObject, type JsonSchema } from './json-schema.js';
import { type Checked, verdict } from './verdict.js';

/** A schema that was given by the user, whichever kind it is of. */
export interface SchemaSource<Value> {
  /** The JSON Schema of values before they are validated. The user's own object: not to be changed. */
  readonly jsonSchema: JsonSchema;
  /** Makes ready to validate. Rejects with InvalidParamsError if the schema itself is wrong. */
  prepare(): Promise<void>;
  /** Validates a value, and converts it as far as the schema does. */
  check(value: unknown): Promise<Checked<Value>>;
}

/** Whether this is a Standard Schema: those of zod and valibot are objects, those of arktype functions. */
export function isStandardSchema(schema: unknown): schema is StandardSchemaV1 {
  return (
    ((typeof schema === 'object' && schema !== null) || typeof schema === 'function') &&
    '~standard' in schema
  );
}

/**
 * Takes a schema of either kind. `what` names it in errors, such as `` `outputSchema` ``.
 *
 * @throws InvalidParamsError if it is no schema, or does not give its JSON Schema.
 */
export function schemaSource(method: string, what: string, schema: unknown): SchemaSource<unknown> {
  if (isStandardSchema(schema)) return standardSource(method, what, schema);
  if (isJsonObject(schema)) return jsonSource(method, what, schema);
  throw invalidParams(
    method,
    `${what} must be a Standard Schema or a JSON Schema object, not ${describe(schema)}`,
  );
}

function standardSource(
  method: string,
  what: string,
  schema: StandardSchemaV1,
): SchemaSource<unknown> {
  const standard = schema['~standard'];
  return {
    jsonSchema: standardJsonSchema(method, what, standard),
    prepare: () => Promise.resolve(),
    check: async (value) => verdict(await standard.validate(value)),
  };
}

/** How to come to a JSON Schema with the libraries whose schemas may lack it. */
const advice: Readonly<Record<string, string>> = {
  zod: 'update zod to 4.2 or newer',
  arktype: 'update arktype to 2.1.28 or newer',
  valibot: 'wrap it in toStandardJsonSchema() of @valibot/to-json-schema',
};

function standardJsonSchema(
  method: string,
  what: string,
  standard: StandardSchemaV1.Props & Partial<StandardJSONSchemaV1.Props>,
): JsonSchema {
  const { vendor, jsonSchema } = standard;
  if (!jsonSchema) {
    const how = advice[vendor] ?? 'use a JSON Schema in its place';
    throw invalidParams(method, `${what} is a ${vendor} schema without its JSON Schema: ${how}`);
  }
  try {
    return jsonSchema.input({ target: 'draft-2020-12' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalidParams(method, `${what} has no JSON Schema: ${why}`, error);
  }
}

function jsonSource(method: string, what: string, schema: JsonSchema): SchemaSource<unknown> {
  let loading: ReturnType<typeof load> | undefined;
  const load = async () => {
    const { compileJsonSchema } = await import('../validation/json-schema.js');
    try {
      return compileJsonSchema(schema);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw invalidParams(method, `${what} is no valid JSON Schema: ${why}`, error);
    }
  };
  const validator = (): ReturnType<typeof load> => (loading ??= load());
  return {
    jsonSchema: schema,
    prepare: async () => {
      await validator();
    },
    check: async (value) => {
      const issues = (await validator())(value);
      return issues.length === 0 ? { value } : { issues };
    },
  };
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
