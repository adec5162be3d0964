/** Silent intervals after which a peer counts as gone. */
const PATIENCE = 3;

/**
 * Notices a peer that vanished without a word: a laptop that was shut, a router that forgot the
 * connection. No packet tells of it, and a turn may rightly be silent for minutes. Regular pings also
 * keep proxies from ending the connection as idle.
 */
export class KeepAlive {
  #timer: NodeJS.Timeout | undefined;
  #check: NodeJS.Immediate | undefined;
  #silent = 0;

  /** @param onDead is called once, after {@link PATIENCE} intervals without a sign of life. */
  start(intervalMs: number, ping: () => void, onDead: () => void): void {
    this.#timer = setInterval(() => {
      this.#silent += 1;
      if (this.#silent <= PATIENCE) {
        ping();
        return;
      }
      // After the poll phase: if this program itself was stopped, the pongs may be waiting there.
      this.#check = setImmediate(() => {
        if (this.#silent <= PATIENCE) return;
        this.stop();
        onDead();
      });
    }, intervalMs);
    this.#timer.unref();
  }

  /** The peer has given a sign of life. */
  heard(): void {
    this.#silent = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
    clearImmediate(this.#check);
  }
}
