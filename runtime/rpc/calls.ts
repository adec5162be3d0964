import type { Call } from './call.js';
import { InFlightGate } from './in-flight-gate.js';
import type { RequestId } from './message.js';

/**
 * The calls that are under way: they wait for a place, await an answer or pause before another try.
 * Every try has an id of its own; ids count up and are never used again.
 */
export class Calls {
  readonly #all = new Set<Call>();
  readonly #awaiting = new Map<RequestId, Call>();
  readonly #gate: InFlightGate<Call>;
  #nextId = 0;

  /** `send` is called with each call when it is its turn, and with the id of the try. */
  constructor(maxInFlight: number, send: (call: Call, id: number) => void) {
    this.#gate = new InFlightGate(maxInFlight, (call) => {
      const id = this.#nextId++;
      call.id = id;
      call.attempts++;
      this.#awaiting.set(id, call);
      send(call, id);
    });
  }

  /** Sends a call now or when it is its turn, and starts its deadline. */
  begin(call: Call): void {
    this.#all.add(call);
    call.watch(() => {
      this.release(call);
    });
    this.#gate.request(call, call.queues);
  }

  /** Sends a call again after a pause, during which it holds no place. */
  retry(call: Call, delayMs: number): void {
    this.#all.add(call);
    call.pause(delayMs, () => {
      this.#gate.request(call, call.queues);
    });
  }

  /** The call that awaits the answer with this id. */
  awaiting(id: RequestId): Call | undefined {
    return this.#awaiting.get(id);
  }

  /** Whether a request with this id was ever sent. */
  isKnown(id: RequestId): boolean {
    return typeof id === 'number' && id >= 0 && id < this.#nextId;
  }

  /** Takes a call out, whatever it waits for; a late answer to it finds nobody. */
  release(call: Call): void {
    this.#all.delete(call);
    if (call.id !== null) this.#awaiting.delete(call.id);
    this.#gate.leave(call);
  }

  /** Takes all calls out. */
  clear(): Call[] {
    const calls = [...this.#all];
    this.#all.clear();
    this.#awaiting.clear();
    this.#gate.clear();
    return calls;
  }
}
