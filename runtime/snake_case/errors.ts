import {
  CodexError,
  CodexNotFoundError,
  ConfigurationError,
  GoalAbortedError,
  GoalLostError,
  GoalTimeoutError,
  JsonRpcError,
  MessageTooLargeError,
  OutputValidationError,
  SubscriberOverflowError,
  TurnAbortedError,
  TurnFailedError,
  TurnTimeoutError,
} from '../index.js';
import { isThenable } from '../options/shapes.js';
import { goalResult } from './goal-result.js';
import { respelledMessage } from './messages.js';
import { respelled } from './protocol-data.js';
import { turnResult } from './turn-result.js';

/** Fields of the root's errors, and what they are called here beside that. */
const fields = {
  codexErrorInfo: 'codex_error_info',
  exitCode: 'exit_code',
  loginId: 'login_id',
  maxQueued: 'max_queued',
  rpcCode: 'rpc_code',
  threadId: 'thread_id',
  timeoutMs: 'timeout_ms',
  turnId: 'turn_id',
} as const;

/** Marks what is fit for this voice. An error that goes to another thread keeps it. */
const done = Symbol.for('codex-app-server-sdk.snake_case.error');

/**
 * An error of the root, made fit for this voice: it stays the same object of the same class. What it
 * holds of the protocol is respelled, its fields get their names here beside those they have, and its
 * message names the options as its reader has to write them. Other errors are left alone.
 */
export function respelledError<E>(error: E): E {
  if (CodexError.isCodexError(error) && !Object.hasOwn(error, done)) {
    put(error, done, true);
    respellData(error);
    nameFields(error);
    if (isOurs(error)) respellMessage(error);
    // The reason of an abort is the program's own.
    if (error.code !== 'aborted') respelledError(error.cause);
  }
  return error;
}

/** An error that this voice makes itself, and that names things as they are called here. */
export function ownError<E extends CodexError>(error: E): E {
  put(error, done, true);
  nameFields(error);
  return error;
}

/**
 * Calls what the program has given. What that fails with is the program's own, whatever its class: what
 * it says stays as it is.
 */
export function ofProgram<T>(call: () => T): T {
  try {
    const result = call();
    return isThenable(result) ? (Promise.resolve(result).catch(failed) as T) : result;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): never {
  throw CodexError.isCodexError(error) ? ownError(error) : error;
}

/** What `call` resolves to; what it throws or rejects with is made fit for this voice. */
export async function spoken<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw respelledError(error);
  }
}

/** As {@link spoken}, for what is done at once. */
export function spokenNow<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw respelledError(error);
  }
}

function respellData(error: CodexError): void {
  if (error instanceof TurnFailedError && error.codexErrorInfo !== null) {
    put(error, 'codexErrorInfo', respelled('CodexErrorInfo', error.codexErrorInfo));
  }
  if (
    error instanceof TurnFailedError ||
    error instanceof TurnAbortedError ||
    error instanceof TurnTimeoutError ||
    error instanceof OutputValidationError
  ) {
    put(error, 'result', turnResult(error.result));
  }
  if (
    error instanceof GoalAbortedError ||
    error instanceof GoalLostError ||
    error instanceof GoalTimeoutError
  ) {
    put(error, 'result', goalResult(error.result));
  }
  if (error instanceof CodexNotFoundError) {
    const searched = error.searched.map((place) => ({
      ...place,
      place: respelledMessage(place.place),
    }));
    put(error, 'searched', searched);
  }
}

function nameFields(error: CodexError): void {
  for (const [there, here] of Object.entries(fields)) {
    if (Object.hasOwn(error, there)) put(error, here, Reflect.get(error, there));
  }
}

/** Whether the message is the SDK's, and not the runtime's or a mixture with it. */
function isOurs(error: CodexError): boolean {
  return (
    error instanceof ConfigurationError ||
    error instanceof CodexNotFoundError ||
    error instanceof MessageTooLargeError ||
    error instanceof SubscriberOverflowError ||
    (error instanceof JsonRpcError && error.message.startsWith(error.method))
  );
}

function respellMessage(error: CodexError): void {
  const before = error.message;
  const after = respelledMessage(before);
  if (after === before) return;
  const { stack } = error;
  put(error, 'message', after);
  // The stack repeats the message as it was.
  if (stack !== undefined)
    put(
      error,
      'stack',
      stack.replace(before, () => after),
    );
}

/** Fields of errors are read-only to those who catch them. */
function put(error: CodexError, field: string | symbol, value: unknown): void {
  const shown = Object.getOwnPropertyDescriptor(error, field)?.enumerable ?? false;
  Object.defineProperty(error, field, {
    value,
    writable: true,
    configurable: true,
    enumerable: shown,
  });
}
