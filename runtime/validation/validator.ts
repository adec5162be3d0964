import { Ajv, type ValidateFunction } from 'ajv';
import { DEFINITIONS, PARAMS, RESULTS } from '../../generated/schemas.js';
import { issues, type ViolationIssue } from './issues.js';
import { nameTags } from './tagged-unions.js';

/** A message that does not fit the schema. */
export interface Violation {
  /** Which part of a conversation it is. */
  readonly kind: 'params' | 'result';
  /** Wire name of the request, notification or server request. */
  readonly method: string;
  /** What does not fit. */
  readonly issues: readonly ViolationIssue[];
}

/** Options of {@link createValidator}. */
export interface ValidatorOptions {
  /**
   * `'warn'` reports and passes everything on. `'strict'` also rejects calls with wrong params or a
   * wrong result; what the server sends by itself is delivered all the same. Default `'warn'`.
   */
  readonly mode?: 'warn' | 'strict' | undefined;
  /** Gets what does not fit. Default: a warning of the client. */
  readonly onViolation?: ((violation: Violation) => void) | undefined;
}

const names: readonly string[] = ['mode', 'onViolation'] satisfies (keyof ValidatorOptions)[];

/**
 * Checks messages against the schema that the SDK was generated from. Schemas are compiled when
 * they are first needed.
 *
 * @example
 * const codex = new Codex({ validate: createValidator({ mode: 'strict' }) });
 */
export class SchemaValidator {
  /** What becomes of what does not fit, as in {@link ValidatorOptions.mode}. */
  readonly mode: 'warn' | 'strict';
  /** Gets what does not fit; undefined leaves it to the client. */
  readonly onViolation: ((violation: Violation) => void) | undefined;
  readonly #compiled = new Map<string, ValidateFunction | undefined>();
  readonly #known = new Set<string>();
  #ajv: Ajv | undefined;

  constructor(options: ValidatorOptions = {}) {
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw new TypeError(`the options must be an object, not ${kindOf(options)}`);
    }
    const unknown = Object.keys(options).find((key) => !names.includes(key));
    if (unknown !== undefined) {
      throw new TypeError(`unknown option \`${unknown}\`; there are: \`${names.join('`, `')}\``);
    }
    this.mode = options.mode ?? 'warn';
    this.onViolation = options.onViolation;
    if (this.mode !== 'warn' && this.mode !== 'strict') {
      throw new TypeError(`mode must be 'warn' or 'strict', not ${String(this.mode)}`);
    }
    if (options.onViolation && typeof options.onViolation !== 'function') {
      throw new TypeError(`onViolation must be a function, not ${kindOf(options.onViolation)}`);
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
    return { kind, method, issues: issues(validate.errors ?? []) };
  }

  #compile(
    kind: Violation['kind'],
    schemas: Readonly<Record<string, string>>,
    method: string,
  ): ValidateFunction | undefined {
    const key = `${kind} ${method}`;
    if (this.#compiled.has(key)) return this.#compiled.get(key);
    const schema = Object.hasOwn(schemas, method) ? schemas[method] : undefined;
    const validate = schema === undefined ? undefined : this.#engine().compile(this.#parse(schema));
    this.#compiled.set(key, validate);
    return validate;
  }

  /** The schema, and in the engine what it refers to: what several methods share is compiled once. */
  #parse(text: string): object {
    const refersTo = text.matchAll(/"\$ref":"#\/definitions\/(\w+)"/g);
    for (const [, name = ''] of refersTo) {
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      this.#engine().addSchema(this.#parse(DEFINITIONS[name] ?? 'true'), name);
    }
    return nameTags(JSON.parse(text.replaceAll('"$ref":"#/definitions/', '"$ref":"'))) as object;
  }

  #engine(): Ajv {
    this.#ajv ??= new Ajv({
      strict: false,
      validateFormats: false,
      allErrors: false,
      discriminator: true,
      verbose: true,
      // The schemas are generated and tested; checking and optimizing them costs more than it saves.
      validateSchema: false,
      meta: false,
      code: { optimize: false },
    });
    return this.#ajv;
  }
}

/**
 * A validator for `CodexConfig.validate`.
 *
 * @example
 * const codex = new Codex({ validate: createValidator({ mode: 'strict' }) });
 *
 * @throws TypeError for options that it does not have, and values that they cannot have.
 */
export function createValidator(options?: ValidatorOptions): SchemaValidator {
  return new SchemaValidator(options);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
