import { METHODS } from '../../generated/methods.js';
import { createValidator, type SchemaValidator } from '../../runtime/validation/index.js';

/** Methods that the runtime sends although no schema of it has them. */
const UNDOCUMENTED: ReadonlySet<string> = new Set([
  'rawResponse/completed',
  'rawResponseItem/completed',
]);

type Message = Readonly<Record<string, unknown>>;

/** Shared by all checks of a process: schemas are compiled once. */
let validator: SchemaValidator | undefined;

/** Holds what a runtime sends against the experimental schema. */
export class TrafficCheck {
  readonly #methods = new Map<unknown, string>();

  /** Takes a line of the client; answers are checked by the method of their request. */
  sent(line: string): void {
    const { id, method } = parse(line) ?? {};
    if (typeof method === 'string' && id !== undefined) this.#methods.set(id, method);
  }

  /** What is wrong with a line of the runtime: JSON pointers and words, or nothing. */
  received(line: string): readonly string[] {
    const message = parse(line);
    if (!message) return ['/ is no JSON object'];
    validator ??= createValidator();
    if ('method' in message) return this.#checkCall(message, validator);
    if ('error' in message) return checkError(message['error']);
    const method = this.#methods.get(message['id']);
    if (method === undefined) return ['/id answers no request'];
    const violation = validator.checkResult(method, message['result']);
    return (violation?.issues ?? []).map(
      (issue) => `/result${issue.pointer} ${issue.message} (an answer to ${method})`,
    );
  }

  #checkCall(message: Message, validator: SchemaValidator): string[] {
    const method = String(message['method']);
    const kind = 'id' in message ? 'serverRequest' : 'notification';
    const info = Object.hasOwn(METHODS, method)
      ? METHODS[method as keyof typeof METHODS]
      : undefined;
    if (info?.kind !== kind) {
      return UNDOCUMENTED.has(method) ? [] : [`/method is no ${kind}: ${method}`];
    }
    const wrong: string[] = [];
    if (kind === 'notification' && !Number.isInteger(message['emittedAtMs'])) {
      wrong.push('/emittedAtMs must be a whole number');
    }
    const violation = validator.checkParams(method, message['params']);
    for (const issue of violation?.issues ?? [])
      wrong.push(`/params${issue.pointer} ${issue.message}`);
    return wrong;
  }
}

function checkError(error: unknown): string[] {
  const { code, message } = (error ?? {}) as Message;
  return Number.isInteger(code) && typeof message === 'string'
    ? []
    : ['/error must have a whole number `code` and a text `message`'];
}

function parse(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Message)
      : undefined;
  } catch {
    return undefined;
  }
}
