import { AsyncResource } from 'node:async_hooks';
import { MessageChannel } from 'node:worker_threads';

/**
 * Does one task after the other, each when the event loop comes round to it, so that timers and I/O
 * have their turn in between. By messages to itself, since the fake clocks of test runners take
 * timers, immediates and even microtasks in hand. It keeps the process alive while there is a task.
 */
export class EventLoopQueue {
  readonly #tasks: (() => void)[] = [];
  #channel: MessageChannel | undefined;

  /** Whether nothing is left to do. */
  get isEmpty(): boolean {
    return this.#tasks.length === 0;
  }

  add(task: () => void): void {
    // In the context of whom it is for, by which test runners tell their tests.
    this.#tasks.push(AsyncResource.bind(task));
    this.#channel ??= this.#open();
    this.#channel.port1.ref();
    this.#channel.port2.postMessage(null);
  }

  /** Drops what is left. */
  close(): void {
    this.#tasks.length = 0;
    this.#channel?.port1.close();
    this.#channel = undefined;
  }

  #open(): MessageChannel {
    const channel = new MessageChannel();
    channel.port1.on('message', () => {
      const task = this.#tasks.shift();
      if (this.isEmpty) channel.port1.unref();
      task?.();
    });
    return channel;
  }
}

/** Does something when the event loop has come round. */
export function soon(task: () => void): void {
  const queue = new EventLoopQueue();
  queue.add(() => {
    queue.close();
    task();
  });
}
