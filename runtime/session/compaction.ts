import type { ServerNotification } from '../../generated/protocol.js';

/**
 * Whether an event shows that its turn compacts the thread's context: the answer to
 * `thread/compact/start` does not say which turn does. A hook may stop it before there is an item,
 * and a turn that fails as soon as it has started has none either.
 */
export function showsCompaction(notification: ServerNotification): boolean {
  const { method, params } = notification;
  switch (method) {
    case 'item/started':
    case 'item/completed':
      return params.item.type === 'contextCompaction';
    case 'hook/started':
    case 'hook/completed':
      return params.run.eventName === 'preCompact';
    case 'turn/completed':
      return params.turn.status === 'failed';
    default:
      return false;
  }
}
