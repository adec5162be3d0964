import type { CloseInfo, Transport, TransportEvents } from '../../runtime/rpc/transport.js';

/** A transport whose peer is the test. */
export class MemoryTransport implements Transport {
  readonly sent: Record<string, unknown>[] = [];
  closeCalls = 0;
  /** Replaces the outcome of `send`. */
  onSend: (text: string) => Promise<void> = () => Promise.resolve();
  #events: TransportEvents | undefined;

  open(events: TransportEvents): Promise<void> {
    this.#events = events;
    return Promise.resolve();
  }

  send(text: string): Promise<void> {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
    return this.onSend(text);
  }

  close(): Promise<void> {
    this.closeCalls++;
    this.end({ reason: 'closed', exitCode: 0 });
    return Promise.resolve();
  }

  /** Delivers a message from the peer: a value, or text as it is. */
  receive(message: unknown): void {
    this.#events?.message(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Delivers something that is no message, of so many bytes. */
  receiveInvalid(error: Error, bytes?: number): void {
    this.#events?.invalid(error, bytes);
  }

  end(info: Partial<CloseInfo>): void {
    const events = this.#events;
    this.#events = undefined;
    events?.closed({ reason: 'disconnected', exitCode: null, signal: null, stderr: '', ...info });
  }
}
