import type { Call } from './call.js';
import type { ContainedTransport } from './contained-transport.js';
import { MessageTooLargeError } from './errors/message-too-large-error.js';
import type { RequestId } from './message.js';
import { type Answer, answerText, callText, checkSize, encodeParams } from './outgoing.js';
import type { Tracer } from './trace.js';

export interface OutboxOptions {
  readonly transport: ContainedTransport;
  readonly tracer: Tracer | undefined;
  /** The longest message that may be sent, in bytes. */
  readonly maxMessageBytes: number;
  /** An answer was too long for the transport; the server was told so. */
  readonly answerLost: (error: MessageTooLargeError, method: string) => void;
}

/** Writes down what the client says, shows it to the trace, and hands it to the transport. */
export class Outbox {
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Params as JSON text. Throws if they are no JSON, or deeper or longer than a message may be. */
  encode(method: string, params: unknown): string | undefined {
    const encoded = encodeParams(method, params);
    checkSize(encoded ?? '', this.#options.maxMessageBytes);
    return encoded;
  }

  /** Sends a request. Rejects with what is in the way. */
  call({ method, params }: Call, id: number): Promise<void> {
    const { transport, tracer } = this.#options;
    const text = callText(method, params, id);
    if (tracer) {
      const shown: unknown =
        tracer.withParams && params !== undefined ? JSON.parse(params) : undefined;
      tracer.trace('out', 'request', text, method, id, shown);
    }
    return transport.send(text);
  }

  /** Sends a notification. Rejects with what is in the way. */
  async notify(method: string, params: unknown): Promise<void> {
    const { transport, tracer } = this.#options;
    const text = callText(method, this.encode(method, params), undefined);
    tracer?.trace('out', 'notification', text, method, undefined, params);
    await transport.send(text);
  }

  /** Answers a request of the server. Throws if the answer is no JSON, too deep or too long. */
  answer(method: string, id: RequestId, answer: Answer): void {
    const { transport, tracer, maxMessageBytes } = this.#options;
    const text = answerText(method, id, answer);
    checkSize(text, maxMessageBytes);
    if ('result' in answer) tracer?.trace('out', 'result', text, method, id, answer.result);
    else tracer?.trace('out', 'error', text, method, id, answer.error);
    transport.send(text).catch((error: unknown) => {
      // Any other failure is the end of the connection, which tells of itself.
      if (error instanceof MessageTooLargeError) this.#answerLost(method, id, error);
    });
  }

  /** The transport takes less than it should: the server must not wait for what it will not get. */
  #answerLost(method: string, id: RequestId, cause: MessageTooLargeError): void {
    const { transport, answerLost } = this.#options;
    const error = { code: -32603, message: cause.message };
    transport.send(answerText(method, id, { error })).catch(() => {});
    answerLost(cause, method);
  }
}
