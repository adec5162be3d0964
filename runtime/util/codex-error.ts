/** Marks the SDK's errors across duplicated copies of the package, where `instanceof` fails. */
const brand = Symbol.for('codex-app-server-sdk.error');

/**
 * The base of every error that the SDK throws.
 *
 * `code` is a stable machine-readable name, such as `'transport_closed'`; the message is for people.
 */
export class CodexError extends Error {
  override readonly name: string = 'CodexError';
  readonly code: string;

  constructor(message: string, options: ErrorOptions & { readonly code?: string } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = options.code ?? 'codex_error';
    Object.defineProperty(this, brand, { value: true });
  }

  /** True for any error of this SDK, also when two copies of the package are loaded. */
  static isCodexError(value: unknown): value is CodexError {
    return value instanceof Error && brand in value;
  }
}
