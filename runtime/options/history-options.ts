import type { ThreadItemsListParams, ThreadTurnsListParams } from '../../generated/types.js';
import type { CallOptions } from '../rpc/call.js';

/**
 * Options of `thread.turns()`. `limit` is the size of a page (the runtime's default is 25, its most
 * 100), not of the whole; the newest turns come first unless `sortDirection` says otherwise.
 */
export interface ThreadTurnsOptions extends Omit<ThreadTurnsListParams, 'threadId'>, CallOptions {}

/**
 * Options of `thread.items()`. `limit` is the size of a page, not of the whole; the oldest items come
 * first unless `sortDirection` says otherwise.
 */
export interface ThreadItemsOptions extends Omit<ThreadItemsListParams, 'threadId'>, CallOptions {}
