import { Ajv, type ErrorObject, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** What does not fit, and where: keys and indices from the top. */
export interface JsonSchemaIssue {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** All that does not fit the schema in a value; none if it fits. */
export type JsonSchemaValidator = (value: unknown) => readonly JsonSchemaIssue[];

const options: Options = {
  allErrors: true,
  // `toString` is absent unless the value has it itself.
  ownProperties: true,
  // Annotations of other tools are no reason to refuse a schema; formats are annotations as well.
  strict: false,
  validateFormats: false,
  logger: false,
};

/**
 * Compiles a JSON Schema: draft-07 if its `$schema` says so, else 2020-12. One without `$schema`
 * that is not valid as 2020-12 is tried as draft-07.
 *
 * @throws Error if the schema itself is wrong.
 */
export function compileJsonSchema(schema: object): JsonSchemaValidator {
  const { $schema: dialect } = schema as { readonly $schema?: unknown };
  if (typeof dialect === 'string') {
    return compile(dialect.includes('draft-07') ? Ajv : Ajv2020, schema);
  }
  try {
    return compile(Ajv2020, schema);
  } catch (error) {
    try {
      return compile(Ajv, schema);
    } catch {
      throw error;
    }
  }
}

type Dialect = typeof Ajv | typeof Ajv2020;

/** One for each dialect to check schemas with, for that is what takes time to set up. */
const metaValidators = new Map<Dialect, Ajv>();

function compile(Dialect: Dialect, schema: object): JsonSchemaValidator {
  let meta = metaValidators.get(Dialect);
  if (!meta) {
    meta = new Dialect(options);
    metaValidators.set(Dialect, meta);
  }
  void meta.validateSchema(schema, true);
  // An instance keeps all that it ever compiled, so each schema gets its own.
  const validate = new Dialect({ ...options, validateSchema: false }).compile(schema);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((error) => issueOf(error, value));
}

function issueOf(error: ErrorObject, value: unknown): JsonSchemaIssue {
  const path = pathOf(error.instancePath, value);
  const { keyword, message = `does not fit \`${keyword}\`` } = error;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'required':
      return { message: 'is missing', path: [...path, String(params['missingProperty'])] };
    case 'additionalProperties':
      return { message: 'is not expected', path: [...path, String(params['additionalProperty'])] };
    case 'unevaluatedProperties':
      return { message: 'is not expected', path: [...path, String(params['unevaluatedProperty'])] };
    case 'enum':
      return { message: `must be one of ${listed(params['allowedValues'])}`, path };
    case 'const':
      return { message: `must be ${JSON.stringify(params['allowedValue'])}`, path };
    default:
      return { message, path };
  }
}

function listed(values: unknown): string {
  return (values as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ');
}

/** The path that a JSON pointer takes through a value; what it indexes in an array is a number. */
function pathOf(pointer: string, value: unknown): (string | number)[] {
  let at = value;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(at) ? Number(name) : name;
      at = (at as Readonly<Record<string | number, unknown>>)[key];
      return key;
    });
}
