import type { Hold } from '../session/event-log.js';

/** Lets go of the events that are kept for handles which nobody can reach any more. */
export const abandonedHolds: FinalizationRegistry<Hold> = new FinalizationRegistry((hold) => {
  hold.release();
});
