/** How often and how slowly to try again while the server is overloaded. */
export interface RetryPolicy {
  /** Tries in all, the first included. Default 3. */
  readonly maxAttempts: number;
  /** Pause before the second try, in milliseconds; doubled before each further one. Default 250. */
  readonly initialDelayMs: number;
  /** The longest pause, in milliseconds. Default 2000. */
  readonly maxDelayMs: number;
  /** Share by which each pause varies at random, so that clients do not return in step. Default 0.2. */
  readonly jitterRatio: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 3,
  initialDelayMs: 250,
  maxDelayMs: 2000,
  jitterRatio: 0.2,
};

/** The pause after the given failed try (1 is the first), in milliseconds. */
export function retryDelayMs(
  policy: RetryPolicy,
  failedAttempt: number,
  random: () => number = Math.random,
): number {
  const pause = Math.min(policy.maxDelayMs, policy.initialDelayMs * 2 ** (failedAttempt - 1));
  return pause * (1 + policy.jitterRatio * (2 * random() - 1));
}
