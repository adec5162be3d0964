import { type MethodInfo, METHODS } from '../../../generated/methods.js';
import type { SchemaValidator, Violation } from '../../validation/index.js';
import type { WireIssue } from './errors.js';

/** What a method is, by its name on the wire; undefined for one that the schema does not know. */
export function methodInfo(method: string): MethodInfo | undefined {
  return Object.hasOwn(METHODS, method) ? METHODS[method as keyof typeof METHODS] : undefined;
}

type ExperimentalParams = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

let loading: Promise<WireCheck> | undefined;

/** Holds messages against the experimental schema. It says what is wrong, and knows no connection. */
export class WireCheck {
  readonly #validator: SchemaValidator;
  readonly #experimental: ExperimentalParams;

  private constructor(validator: SchemaValidator, experimental: ExperimentalParams) {
    this.#validator = validator;
    this.#experimental = experimental;
  }

  /** The check, with ajv loaded when somebody first needs it. One for all: schemas are compiled once. */
  static load(): Promise<WireCheck> {
    loading ??= Promise.all([
      import('../../validation/index.js'),
      import('../../../generated/schemas.js'),
    ]).then(
      ([{ createValidator }, { EXPERIMENTAL }]) => new WireCheck(createValidator(), EXPERIMENTAL),
    );
    return loading;
  }

  /** A request of the client whose method the schema knows. */
  request(method: string, params: unknown): WireIssue[] {
    return [...this.#params(method, params), ...unknownKeys(method, params)];
  }

  /** What a request says that only clients with `experimentalApi` may say; the method, or a param. */
  experimental(method: string, params: unknown): string | undefined {
    if (methodInfo(method)?.stability === 'experimental') return method;
    const needing = Object.hasOwn(this.#experimental, method) ? this.#experimental[method] : {};
    const said = Object(params) as Readonly<Record<string, unknown>>;
    const key = Object.entries(needing ?? {}).find(
      ([key, idle]) => said[key] !== undefined && said[key] !== null && said[key] !== idle,
    )?.[0];
    return key === undefined ? undefined : `${method}.${key}`;
  }

  /** A request or notification of the server. */
  fromServer(kind: 'serverRequest' | 'notification', method: string, params: unknown): WireIssue[] {
    if (methodInfo(method)?.kind !== kind) {
      const what = kind === 'notification' ? 'notification' : 'request';
      return [{ pointer: '/method', message: `is no ${what} of the runtime: ${method}` }];
    }
    return this.#params(method, params);
  }

  /** An answer of the server. */
  answer(method: string, result: unknown): WireIssue[] {
    // What JSON leaves out: the client would get an answer that is none.
    const isNothing = ['undefined', 'function', 'symbol'].includes(typeof result);
    return isNothing
      ? [{ pointer: '/result', message: 'is missing' }]
      : this.result(method, result);
  }

  /** An answer, in either direction. */
  result(method: string, result: unknown): WireIssue[] {
    return below('/result', this.#validator.checkResult(method, result));
  }

  #params(method: string, params: unknown): WireIssue[] {
    return below('/params', this.#validator.checkParams(method, params));
  }
}

/** What is wrong with an `error` member. */
export function errorIssues(error: unknown): WireIssue[] {
  const { code, message } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const issues: WireIssue[] = [];
  if (!Number.isInteger(code)) issues.push({ pointer: '/error/code', message: 'must be integer' });
  if (typeof message !== 'string') {
    issues.push({ pointer: '/error/message', message: 'must be string' });
  }
  return issues;
}

/** The runtime ignores a key that it does not know, and with it what the client meant by it. */
function unknownKeys(method: string, params: unknown): WireIssue[] {
  const info = methodInfo(method);
  if (info?.kind !== 'request' || info.keys === null) return [];
  const known: readonly string[] = info.keys;
  return Object.keys(params ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => ({
      pointer: `/params/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message: 'is a property that does not exist',
    }));
}

function below(prefix: string, violation: Violation | undefined): WireIssue[] {
  return (violation?.issues ?? []).map(({ pointer, message }) => ({
    pointer: prefix + pointer,
    message,
  }));
}
