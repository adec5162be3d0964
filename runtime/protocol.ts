/**
 * The protocol that the runtime speaks, as types made from its schema: params, results, notifications,
 * the maps that tie them to their methods. {@link METHODS} is all that is there at run time.
 *
 * @module
 * @example
 * import type { RequestMap, ServerNotification, ThreadItem } from 'codex-app-server-sdk/protocol';
 *
 * type Page = RequestMap['thread/list']['result'];
 */
export type * from '../generated/types.js';
export type * from '../generated/protocol.js';
export { METHODS } from '../generated/methods.js';
