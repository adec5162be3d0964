import type { NotificationStreamOptions } from '../session/notification-hub.js';
import type { TurnStreamOptions } from '../turn/turn-stream.js';
import { ConfigurationError } from '../util/configuration-error.js';
import { kindOf } from '../util/kind-of.js';

/*
 * Streams that are asked for in the wrong way would give nothing, or everything, and never say why.
 */

/** Rejects values that options of `codex.notifications()` cannot have. */
export function checkNotificationStream(options: NotificationStreamOptions): void {
  const place = 'notifications';
  const methods: unknown = options.methods ?? [];
  if (!Array.isArray(methods)) throw wrong(place, 'methods', 'a list of methods', methods);
  for (const [index, name] of methods.entries()) {
    if (typeof name === 'string') continue;
    throw wrong(place, `methods[${index}]`, 'the name of a method', name);
  }
  const threadId: unknown = options.threadId;
  if (threadId !== undefined && typeof threadId !== 'string') {
    throw wrong(place, 'threadId', 'the id of a thread', threadId);
  }
  checkMaxQueued(place, options.maxQueued);
}

/** Rejects values that options of a turn's or goal's stream cannot have. */
export function checkTurnStream(options: TurnStreamOptions): void {
  const place = 'stream';
  const includeChildren: unknown = options.includeChildren ?? false;
  if (typeof includeChildren !== 'boolean') {
    throw wrong(place, 'includeChildren', 'true or false', includeChildren);
  }
  checkMaxQueued(place, options.maxQueued);
}

function checkMaxQueued(place: string, maxQueued: unknown): void {
  const count = maxQueued ?? Infinity;
  if (count === Infinity || (Number.isInteger(count) && (count as number) > 0)) return;
  throw wrong(place, 'maxQueued', 'a positive whole number or Infinity', count);
}

function wrong(place: string, name: string, wanted: string, value: unknown): ConfigurationError {
  const found = typeof value === 'number' ? String(value) : kindOf(value);
  return new ConfigurationError(`${place}: ${name} must be ${wanted}, not ${found}`);
}
