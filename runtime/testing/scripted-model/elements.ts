import { waitFor, type WaitErrors } from '../../util/wait.js';
import { Gate } from './gate.js';
import type { DelayPart, Pause } from './parts.js';
import type { ReplyEnd } from './request.js';

/** Thrown through a reply to leave it when it has ended before its last part. No fault. */
export class Ended extends Error {
  readonly end: ReplyEnd;

  constructor(end: ReplyEnd) {
    super(`the reply has ended: ${end}`);
    this.end = end;
  }
}

const LEAVING: WaitErrors = {
  aborted: () => new Ended('hung-up'),
  timedOut: () => new Ended('hung-up'),
};

/** Waits for something, but leaves the reply as soon as nobody listens any more. */
export function untilGone<T>(promise: PromiseLike<T>, gone: AbortSignal): Promise<T> {
  return waitFor(Promise.resolve(promise), { signal: gone }, LEAVING);
}

export function leaveIfGone(gone: AbortSignal): void {
  if (gone.aborted) throw new Ended('hung-up');
}

/**
 * Visits the elements of a list, a generator or an async generator in order. Promises in a plain
 * list are elements, not awaited for their value. A generator is closed when the reply is left early,
 * even if it is waiting for something that never comes.
 */
export async function visitAll<T>(
  source: Iterable<T> | AsyncIterable<T>,
  gone: AbortSignal,
  visit: (element: T) => Promise<void>,
): Promise<void> {
  if (!(Symbol.asyncIterator in source)) {
    for (const element of source) await visit(element);
    return;
  }
  const iterator = source[Symbol.asyncIterator]();
  let exhausted = false;
  try {
    for (;;) {
      const next = await untilGone(iterator.next(), gone);
      if (next.done === true) {
        exhausted = true;
        return;
      }
      await visit(next.value);
    }
  } finally {
    // Not awaited: it answers only after the step that is under way.
    if (!exhausted) void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

/** Anything that a reply waits for. */
export type Wait = Pause | PromiseLike<unknown>;

export function isWait(element: object): element is Wait {
  return element instanceof Gate || 'then' in element || isDelay(element);
}

/** Waits at a gate, for a promise, or for a time. */
export async function wait(what: Wait, gone: AbortSignal): Promise<void> {
  if (what instanceof Gate) {
    await untilGone(what.pass(), gone);
  } else if (!isDelay(what)) {
    await untilGone(what, gone);
  } else {
    let timer: NodeJS.Timeout | undefined;
    const elapsed = new Promise((resolve) => (timer = setTimeout(resolve, what.ms)));
    try {
      await untilGone(elapsed, gone);
    } finally {
      clearTimeout(timer);
    }
  }
}

function isDelay(element: object): element is DelayPart {
  return 'kind' in element && element.kind === 'delay';
}
