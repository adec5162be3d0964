import {
  type CodexConfig as RootCodexConfig,
  ConfigurationError,
  type RemoteOptions,
} from '../index.js';
import { checkIsOptions } from '../options/shapes.js';
import type { Handlers } from './handlers.js';

/** What the blocking client takes in another form, or not at all. */
type OtherForm = 'handlers' | 'transport' | 'spawn' | 'validate';

/** What the blocking client takes in its own form, in every voice. */
export interface BlockingConfig {
  /** A runtime that is elsewhere. Default: start one and talk over its standard input and output. */
  readonly transport?: RemoteOptions | undefined;
  /**
   * Checks messages against the schema. `'warn'` reports and passes everything on; `'strict'` also
   * rejects calls with wrong params or a wrong result. Default: nothing is checked, and what the
   * schema does not know passes.
   */
  readonly validate?: 'warn' | 'strict' | undefined;
}

/**
 * How a client finds, starts and talks to the Codex runtime. All is optional. Functions are called on
 * the thread that made the client, whenever it waits for a call.
 */
export interface CodexConfig extends Omit<RootCodexConfig, OtherForm>, BlockingConfig {
  /** Answers to what the runtime asks, for all threads. */
  readonly handlers?: Handlers | undefined;
}

/** @throws ConfigurationError for what cannot be handed to the worker. */
export function checkBlockingConfig(config: unknown): void {
  // The worker is given a copy with more in it.
  checkIsOptions(config, 'option', (problem) => new ConfigurationError(`CodexConfig: ${problem}`));
  const { transport, spawn, validate } = config as Readonly<Record<string, unknown>>;
  if (spawn !== undefined) throw unfit('spawn', 'use the command line of the runtime instead');
  if (transport !== undefined && !isRemote(transport)) {
    throw unfit('transport', "it takes { url: 'ws://…' | 'wss://…' | 'unix:///path', token? }");
  }
  if (validate !== undefined && validate !== 'warn' && validate !== 'strict') {
    throw unfit('validate', "it takes 'warn' or 'strict', and makes the validator itself");
  }
}

function unfit(name: string, advice: string): ConfigurationError {
  return new ConfigurationError(
    `The blocking client runs in a worker, which cannot use this \`${name}\`: ${advice}`,
  );
}

function isRemote(transport: unknown): boolean {
  return typeof transport === 'object' && transport !== null && 'url' in transport;
}
