import type { RequestMethod } from '../../../generated/protocol.js';
import { Arrivals, type ArrivalsOptions, type WaitOptions } from '../arrivals.js';
import type { ReceivedRequest } from './methods.js';

/** The requests of the client, and who waits for which. */
export class Received {
  readonly all: ReceivedRequest[] = [];
  readonly #byMethod = new Map<string, Arrivals<ReceivedRequest>>();
  readonly #options: Omit<ArrivalsOptions, 'what'>;
  #closed = false;

  constructor(options: Omit<ArrivalsOptions, 'what'>) {
    this.#options = options;
  }

  add(request: ReceivedRequest): void {
    this.all.push(request);
    this.#of(request.method).add(request);
  }

  of<M extends RequestMethod>(method: M): ReceivedRequest<M>[] {
    return [...this.#of(method).all] as ReceivedRequest<M>[];
  }

  async take<M extends RequestMethod>(
    method: M,
    options: WaitOptions,
  ): Promise<ReceivedRequest<M>> {
    return (await this.#of(method).take(options)) as ReceivedRequest<M>;
  }

  /** Nothing will arrive any more. */
  close(): void {
    this.#closed = true;
    for (const arrivals of this.#byMethod.values()) arrivals.close();
  }

  #of(method: string): Arrivals<ReceivedRequest> {
    let arrivals = this.#byMethod.get(method);
    if (!arrivals) {
      arrivals = new Arrivals({ ...this.#options, what: `requests ${method}` });
      if (this.#closed) arrivals.close();
      this.#byMethod.set(method, arrivals);
    }
    return arrivals;
  }
}
