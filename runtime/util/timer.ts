/** The longest delay that timers can do, in milliseconds: 24.8 days. A longer limit is no limit. */
const longestDelayMs = 2 ** 31 - 1;

export type Timer = ReturnType<typeof setTimeout> | undefined;

/** Calls `body` after a time, unless it is cleared before; never for a time beyond what timers can do. */
export function startTimer(delayMs: number, body: () => void): Timer {
  return delayMs <= longestDelayMs ? setTimeout(body, delayMs) : undefined;
}
