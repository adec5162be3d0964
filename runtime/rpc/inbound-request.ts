import { InvalidParamsError } from './errors/json-rpc-error.js';
import { isErrorObject, type RequestId, type RpcErrorObject, type WireRequest } from './message.js';
import type { Answer } from './outgoing.js';

/** A request of the server. It is answered once: the first answer counts, later ones are ignored. */
export class InboundRequest {
  readonly id: RequestId;
  readonly method: string;
  readonly params: unknown;
  readonly #send: (answer: Answer) => boolean;
  #answered = false;

  constructor(request: WireRequest, send: (answer: Answer) => boolean) {
    this.id = request.id;
    this.method = request.method;
    this.params = request.params;
    this.#send = send;
  }

  get answered(): boolean {
    return this.#answered;
  }

  /** Answers with a result; false if there was an answer already. Throws if the result is no JSON. */
  respond(result: unknown): boolean {
    return this.#answer({ result: result ?? {} });
  }

  /**
   * Answers with an error; false if there was an answer already. Throws `InvalidParamsError` for what
   * is none: the server would drop it, and wait for ever.
   */
  reject(error: RpcErrorObject): boolean {
    if (isErrorObject(error)) {
      // Members of an `Error` object would be missing from its JSON.
      const { code, message, data } = error;
      return this.#answer({ error: { code, message, data } });
    }
    const { method } = this;
    const message = `${method}: the error must have an integer \`code\` and a \`message\` that is a string`;
    throw new InvalidParamsError({ method, rpcCode: -32602, message });
  }

  /** Takes the request as answered elsewhere: nothing is sent any more. */
  forget(): void {
    this.#answered = true;
  }

  #answer(answer: Answer): boolean {
    if (this.#answered) return false;
    const sent = this.#send(answer);
    this.#answered = true;
    return sent;
  }
}
