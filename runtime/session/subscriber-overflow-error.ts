import { CodexError } from '../util/codex-error.js';

/** A stream was read too slowly: more events than it may queue were waiting. Only that stream ends. */
export class SubscriberOverflowError extends CodexError {
  override readonly name: string = 'SubscriberOverflowError';
  /** Events that the stream was allowed to queue. */
  readonly maxQueued: number;

  constructor(maxQueued: number) {
    super(
      `The stream was left behind by more than ${maxQueued} events; read faster or raise maxQueued`,
      { code: 'subscriber_overflow' },
    );
    this.maxQueued = maxQueued;
  }
}
