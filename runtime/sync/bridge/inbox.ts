import type { MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { ToCaller } from './messages.js';

/** What has arrived from the worker, in order. It comes in lists. */
export class Inbox {
  readonly #port: MessagePort;
  readonly #receive: typeof receiveMessageOnPort;
  #messages: ToCaller[] = [];
  #read = 0;

  constructor(port: MessagePort, receive: typeof receiveMessageOnPort) {
    this.#port = port;
    this.#receive = receive;
  }

  /** The next message; undefined if none is there. */
  next(): ToCaller | undefined {
    if (this.#read === this.#messages.length) {
      this.#messages = this.#arrived() ?? [];
      this.#read = 0;
    }
    const message = this.#messages[this.#read];
    if (message) this.#read++;
    return message;
  }

  /** Takes out all that have arrived of one type. */
  take<Type extends ToCaller['type']>(type: Type): Extract<ToCaller, { readonly type: Type }>[] {
    const messages = this.#messages.slice(this.#read);
    for (let more = this.#arrived(); more; more = this.#arrived()) messages.push(...more);
    const isTaken = (message: ToCaller): message is Extract<ToCaller, { readonly type: Type }> =>
      message.type === type;
    this.#messages = messages.filter((message) => !isTaken(message));
    this.#read = 0;
    return messages.filter(isTaken);
  }

  #arrived(): ToCaller[] | undefined {
    return this.#receive(this.#port)?.message as ToCaller[] | undefined;
  }
}
