import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { DEFINITIONS, PARAMS, RESULTS } from '../../generated/schemas.js';

/** One thing that is wrong with a message. */
export interface ViolationIssue {
  /** JSON pointer of the place, relative to the params or the result. */
  readonly pointer: string;
  readonly message: string;
}

/** A message that does not fit the schema. */
export interface Violation {
  readonly kind: 'params' | 'result';
  /** Wire name of the request, notification or server request. */
  readonly method: string;
  readonly issues: readonly ViolationIssue[];
}

export interface ValidatorOptions {
  /**
   * `'warn'` reports and passes everything on. `'strict'` also rejects calls with wrong params or a
   * wrong result; what the server sends by itself is delivered all the same. Default `'warn'`.
   */
  readonly mode?: 'warn' | 'strict' | undefined;
  /** Gets what does not fit. Default: a warning of the client. */
  readonly onViolation?: ((violation: Violation) => void) | undefined;
}

/**
 * Checks messages against the schema that the SDK was generated from. Schemas are compiled when
 * they are first needed.
 *
 * @example
 * const codex = new Codex({ validate: createValidator({ mode: 'strict' }) });
 */
export class SchemaValidator {
  readonly mode: 'warn' | 'strict';
  readonly onViolation: ((violation: Violation) => void) | undefined;
  readonly #compiled = new Map<string, ValidateFunction | undefined>();
  #ajv: Ajv | undefined;

  constructor(options: ValidatorOptions = {}) {
    this.mode = options.mode ?? 'warn';
    this.onViolation = options.onViolation;
    if (this.mode !== 'warn' && this.mode !== 'strict') {
      throw new TypeError(`mode must be 'warn' or 'strict', not ${String(this.mode)}`);
    }
  }

  /** What is wrong with the params of a method, in either direction; undefined for unknown methods. */
  checkParams(method: string, params: unknown): Violation | undefined {
    return this.#check('params', PARAMS, method, params ?? null);
  }

  /** What is wrong with the result of a method, in either direction; undefined for unknown methods. */
  checkResult(method: string, result: unknown): Violation | undefined {
    return this.#check('result', RESULTS, method, result);
  }

  #check(
    kind: Violation['kind'],
    schemas: Readonly<Record<string, string>>,
    method: string,
    value: unknown,
  ): Violation | undefined {
    const validate = this.#compile(kind, schemas, method);
    if (!validate || validate(value)) return undefined;
    return { kind, method, issues: (validate.errors ?? []).map(issue) };
  }

  #compile(
    kind: Violation['kind'],
    schemas: Readonly<Record<string, string>>,
    method: string,
  ): ValidateFunction | undefined {
    const key = `${kind} ${method}`;
    if (this.#compiled.has(key)) return this.#compiled.get(key);
    const schema = Object.hasOwn(schemas, method) ? schemas[method] : undefined;
    const validate =
      schema === undefined
        ? undefined
        : this.#engine().compile(JSON.parse(schema.replaceAll('"#/', '"protocol#/')) as object);
    this.#compiled.set(key, validate);
    return validate;
  }

  /** With all definitions under one id, what several methods share is compiled once. */
  #engine(): Ajv {
    if (!this.#ajv) {
      this.#ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
      const definitions = Object.entries(DEFINITIONS).map(
        ([name, schema]) => [name, JSON.parse(schema) as object] as const,
      );
      this.#ajv.addSchema({ $id: 'protocol', definitions: Object.fromEntries(definitions) });
    }
    return this.#ajv;
  }
}

/** A validator for `CodexConfig.validate`. */
export function createValidator(options?: ValidatorOptions): SchemaValidator {
  return new SchemaValidator(options);
}

function issue({ instancePath, message, params }: ErrorObject): ViolationIssue {
  const details = Object.values(params as Record<string, unknown>)
    .filter((value) => typeof value === 'string' || Array.isArray(value))
    .map((value) => JSON.stringify(value));
  const suffix = details.length > 0 ? ` (${details.join(', ')})` : '';
  return { pointer: instancePath, message: `${message ?? 'does not fit'}${suffix}` };
}
