import { isDeeperThan } from '../util/json-depth.js';
import { utf8Length, wellFormedJson } from '../util/json-text.js';
import { InvalidParamsError } from './errors/json-rpc-error.js';
import { MessageTooLargeError } from './errors/message-too-large-error.js';
import type { RequestId, RpcErrorObject } from './message.js';

/**
 * How many levels of lists and objects the params or the answer may have. The server reads no more
 * than 127, the message itself included; it drops a line that is deeper, and never answers it.
 */
const maxDepth = 126;
const tooDeep = `nested deeper than the ${maxDepth} levels that the runtime reads`;

/** An answer to a request of the server. */
export type Answer = { readonly result: unknown } | { readonly error: RpcErrorObject };

/**
 * Params as JSON text; undefined for none. Throws `InvalidParamsError` if they are no JSON, or deeper
 * than the server reads.
 */
export function encodeParams(method: string, params: unknown): string | undefined {
  let encoded: string | undefined;
  try {
    encoded = wellFormedJson(params);
  } catch (error) {
    const problem = `the params cannot be written as JSON: ${(error as Error).message}`;
    throw invalidParams(method, problem, { cause: error });
  }
  if (encoded !== undefined && isDeeperThan(encoded, maxDepth)) {
    throw invalidParams(method, `the params are ${tooDeep}`);
  }
  return encoded;
}

function invalidParams(
  method: string,
  problem: string,
  options?: ErrorOptions,
): InvalidParamsError {
  const message = `${method}: ${problem}`;
  return new InvalidParamsError({ method, rpcCode: -32602, message, ...options });
}

/** The text of a notification, or of a request if there is an id. */
export function callText(
  method: string,
  params: string | undefined,
  id: RequestId | undefined,
): string {
  const head = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
  const tail = params === undefined ? '' : `,"params":${params}`;
  // A lone surrogate in a name would make the server drop the line as well.
  return `{${head}"method":${wellFormedJson(method)}${tail}}`;
}

/** The text of an answer. Throws if it is no JSON, or deeper than the server reads. */
export function answerText(method: string, id: RequestId, answer: Answer): string {
  const [member, value] = 'result' in answer ? ['result', answer.result] : ['error', answer.error];
  const encoded = wellFormedJson(value);
  if (encoded === undefined) throw new TypeError(`The answer to ${method} is not a JSON value`);
  if (isDeeperThan(encoded, maxDepth)) throw new TypeError(`The answer to ${method} is ${tooDeep}`);
  return `{"id":${JSON.stringify(id)},"${member}":${encoded}}`;
}

/** Throws `MessageTooLargeError` for a text that is too long to be sent. */
export function checkSize(text: string, limit: number): void {
  // A UTF-16 unit is at most three bytes of UTF-8, so nearly every message passes uncounted.
  if (text.length * 3 <= limit) return;
  const size = utf8Length(text);
  if (size > limit) throw new MessageTooLargeError({ limit, size, direction: 'outbound' });
}
