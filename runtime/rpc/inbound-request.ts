import type { RequestId, RpcErrorObject, WireRequest } from './message.js';
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

  /** Answers with an error; false if there was an answer already. */
  reject(error: RpcErrorObject): boolean {
    return this.#answer({ error });
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
