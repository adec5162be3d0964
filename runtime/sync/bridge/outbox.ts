import type { MessagePort } from 'node:worker_threads';
import type { Doorbell } from './doorbell.js';
import type { ToCaller } from './messages.js';

/** What goes to the calling thread, in order. What is said in one go is sent in one message. */
export class Outbox {
  readonly #port: MessagePort;
  readonly #doorbell: Doorbell;
  /** What to say in place of a message that cannot be cloned. */
  readonly #instead: (message: ToCaller, error: unknown) => ToCaller;
  #messages: ToCaller[] = [];

  constructor(
    port: MessagePort,
    doorbell: Doorbell,
    instead: (message: ToCaller, error: unknown) => ToCaller,
  ) {
    this.#port = port;
    this.#doorbell = doorbell;
    this.#instead = instead;
  }

  post(message: ToCaller): void {
    if (this.#messages.length === 0) {
      queueMicrotask(() => {
        this.flush();
      });
    }
    this.#messages.push(message);
  }

  flush(): void {
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#messages = [];
    try {
      this.#port.postMessage(messages);
    } catch {
      for (const message of messages) this.#send(message);
    }
    this.#doorbell.ring();
  }

  #send(message: ToCaller): void {
    try {
      this.#port.postMessage([message]);
    } catch (error) {
      this.#port.postMessage([this.#instead(message, error)]);
    }
  }
}
