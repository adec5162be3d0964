import { JsonRpcError } from '../../rpc/errors/json-rpc-error.js';
import { CodexError } from '../../util/codex-error.js';

/** What went wrong at a fake server. */
export type FakeServerErrorCode =
  /** A message does not fit the schema. */
  | 'invalid_message'
  /** The script of a turn threw something. */
  | 'script_failed'
  /** A turn was started for which the script has no entry. */
  | 'script_exhausted'
  /** A method's handler threw something that is no JSON-RPC error. */
  | 'handler_failed'
  /** What was waited for did not come. */
  | 'not_received'
  /** The turn has ended already. */
  | 'turn_over'
  /** A turn was to start in a thread that is not open, or in which one runs. */
  | 'not_idle'
  /** The item has been completed already. */
  | 'item_over'
  /** No client is there to send to, or it has gone before it answered. */
  | 'not_connected'
  /** The server is closed. */
  | 'closed';

/** Something is wrong with a fake server's script, or with how it was talked to. */
export class FakeServerError extends CodexError {
  override readonly name: string = 'FakeServerError';
  declare readonly code: FakeServerErrorCode;

  constructor(
    code: FakeServerErrorCode,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, { code, ...options });
  }
}

/** One place where a message does not fit the schema. */
export interface WireIssue {
  /** JSON pointer into the message, such as `/params/cwd`. */
  readonly pointer: string;
  /** What is wrong there. */
  readonly message: string;
}

/** A message that does not fit the protocol, from the client or from the test that plays the server. */
export class InvalidMessageError extends FakeServerError {
  override readonly name: string = 'InvalidMessageError';
  /** Who sent it, or would have: what a test sends wrong does not leave the server. */
  readonly from: 'client' | 'server';
  /** The method that it is of; undefined if it does not say. */
  readonly method: string | undefined;
  /** What does not fit, and where. */
  readonly issues: readonly WireIssue[];
  /** The message, parsed if it could be. */
  readonly wireMessage: unknown;

  constructor(init: {
    readonly from: 'client' | 'server';
    readonly method?: string | undefined;
    readonly issues: readonly WireIssue[];
    readonly wireMessage: unknown;
  }) {
    const { from, method, issues, wireMessage } = init;
    const what = method === undefined ? 'a message' : `a message of ${method}`;
    const sender = from === 'client' ? 'The client sent' : 'The fake server was to send';
    super('invalid_message', `${sender} ${what} that does not fit: ${listed(issues)}`);
    this.from = from;
    this.method = method;
    this.issues = issues;
    this.wireMessage = wireMessage;
  }

  /** JSON pointer of the first place that does not fit, such as `/params/cwd`. */
  get pointer(): string {
    return this.issues[0]?.pointer ?? '';
  }
}

export function listed(issues: readonly WireIssue[]): string {
  return issues.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
}

/**
 * An error for a method's handler to throw: the client gets it as the JSON-RPC error of its request.
 *
 * @example
 * fake.handle('thread/start', () => {
 *   throw rpcError(-32001, 'Server overloaded; retry later.');
 * });
 * @param rpcCode Such as -32600; the client's error class follows from it.
 * @param data What stands in the error's `data`; left out if undefined.
 */
export function rpcError(rpcCode: number, message: string, data?: unknown): JsonRpcError {
  return new JsonRpcError({ method: '', rpcCode, message, data });
}

/** What the runtime answers about a thread that is not stored where it looks. */
export function noRollout(threadId: string): JsonRpcError {
  return rpcError(-32600, `no rollout found for thread id ${threadId}`);
}
