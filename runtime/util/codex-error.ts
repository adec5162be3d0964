import { deepenStacks, restoreStacks } from './stack-depth.js';

/** Marks the SDK's errors across duplicated copies of the package, where `instanceof` fails. */
const brand = Symbol.for('codex-app-server-sdk.error');

/**
 * The base of every error that the SDK throws.
 *
 * `code` is a stable machine-readable name, such as `'transport_closed'`; the message is for people.
 *
 * @example
 * try {
 *   await thread.run('Go on');
 * } catch (error) {
 *   if (error instanceof TurnFailedError) console.log(error.codexErrorInfo, error.result.items);
 *   else if (error instanceof CodexError) console.log(error.code, error.message);
 *   else throw error;
 * }
 */
export class CodexError extends Error {
  override readonly name: string = 'CodexError';
  /** What kind of error it is, such as `'request_timeout'`: a name that stays the same. */
  readonly code: string;

  constructor(message: string, options: ErrorOptions & { readonly code?: string } = {}) {
    const limit = deepenStacks();
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    restoreStacks(limit);
    this.code = options.code ?? 'codex_error';
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for any error of this SDK, also when two copies of the package are loaded. */
  static isCodexError(value: unknown): value is CodexError {
    return value instanceof Error && brand in value;
  }
}
