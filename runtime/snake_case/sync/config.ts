import type { BlockingConfig } from '../../sync/config.js';
import type { CodexConfig as AsyncCodexConfig } from '../index.js';
import type { Handlers } from './handlers.js';

/** What the blocking client takes in another form, or not at all. */
type OtherForm = 'handlers' | 'transport' | 'spawn' | 'validate';

/**
 * How a client finds, starts and talks to the Codex runtime. All is optional. Functions are called on
 * the thread that made the client, whenever it waits for a call.
 */
export interface CodexConfig extends Omit<AsyncCodexConfig, OtherForm>, BlockingConfig {
  /** Answers to what the runtime asks, for all threads. */
  readonly handlers?: Handlers | undefined;
}
