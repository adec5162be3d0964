import type { RequestOptions } from '../rpc/connection-options.js';
import { InvalidParamsError } from '../rpc/errors/json-rpc-error.js';
import { guarded } from '../util/guarded.js';
import {
  describeViolation,
  type SchemaViolation,
  SchemaViolationError,
  type Validator,
} from './validator.js';

/** Puts a validator to use: who is told, and what is rejected. */
export class Validation {
  readonly #validator: Validator;
  readonly #warn: (message: string) => void;
  readonly #report: (violation: SchemaViolation) => void;

  constructor(validator: Validator, warn: (message: string) => void) {
    this.#validator = validator;
    this.#warn = warn;
    this.#report = guarded(
      validator.onViolation ??
        ((violation) => {
          warn(describeViolation(violation));
        }),
      (error) => {
        warn(`onViolation failed: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
  }

  /** Checks the params now, and the result before anyone sees it. */
  guard(method: string, params: unknown, options: RequestOptions = {}): RequestOptions {
    const wrong = this.#found(this.#validator.checkParams(method, params));
    if (wrong) {
      throw new InvalidParamsError({
        method,
        rpcCode: -32602,
        message: describeViolation(wrong),
        data: wrong.issues,
      });
    }
    return {
      ...options,
      onResult: (result) => {
        const misfit = this.#found(this.#validator.checkResult(method, result));
        if (misfit) throw new SchemaViolationError(misfit);
        options.onResult?.(result);
      },
    };
  }

  /** Checks what the server sends by itself. It is delivered whatever comes out. */
  inbound(method: string, params: unknown): void {
    try {
      this.#found(this.#validator.checkParams(method, params));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#warn(`The validator failed at the params of ${method}: ${why}`);
    }
  }

  /** Checks a handler's answer; with strict validation a misfit is thrown. */
  answer(method: string, answer: unknown): void {
    const misfit = this.#found(this.#validator.checkResult(method, answer));
    if (misfit) throw new SchemaViolationError(misfit);
  }

  /** Reports a violation, and returns it if it is to be rejected. */
  #found(violation: SchemaViolation | undefined): SchemaViolation | undefined {
    if (!violation) return undefined;
    this.#report(violation);
    return this.#validator.mode === 'strict' ? violation : undefined;
  }
}
