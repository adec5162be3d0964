import type { InboundRequest } from '../rpc/inbound-request.js';
import type { RequestId } from '../rpc/message.js';

/** How many answers are remembered, and how much of the params of each. */
const maxRemembered = 256;
const maxFingerprint = 4096;

/**
 * The requests that were answered last. A runtime that is asked to resume a thread sends again what is
 * open there, and may do so before it has read an answer that is on its way.
 */
export class AnsweredRequests {
  readonly #fingerprints = new Map<RequestId, string>();

  add(request: InboundRequest): void {
    this.#fingerprints.delete(request.id);
    this.#fingerprints.set(request.id, fingerprint(request));
    if (this.#fingerprints.size <= maxRemembered) return;
    for (const oldest of this.#fingerprints.keys()) {
      this.#fingerprints.delete(oldest);
      return;
    }
  }

  /** Whether this very request was answered. Another one under the same id is another one. */
  has(request: InboundRequest): boolean {
    const known = this.#fingerprints.get(request.id);
    return known !== undefined && known === fingerprint(request);
  }

  /** Forgets all: a new runtime counts its ids from the start. */
  clear(): void {
    this.#fingerprints.clear();
  }
}

function fingerprint({ method, params }: InboundRequest): string {
  return `${method} ${JSON.stringify(params)}`.slice(0, maxFingerprint);
}
