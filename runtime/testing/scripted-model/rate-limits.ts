/** One window of a rate limit. */
export interface RateLimitWindow {
  /** Percent of the window that is used, 0 to 100. */
  readonly usedPercent: number;
  /** Length of the window in minutes. */
  readonly windowMinutes?: number | undefined;
  /** When the window starts anew, in seconds since 1970. */
  readonly resetsAt?: number | undefined;
}

/** What the service says of the user's limits, beside an answer. */
export interface RateLimits {
  /** Which limit it is, when it is not the general one (`codex`); in lower case with hyphens. */
  readonly limitId?: string | undefined;
  /** The shorter window. */
  readonly primary?: RateLimitWindow | undefined;
  /** The longer window. */
  readonly secondary?: RateLimitWindow | undefined;
  /** What the account has beside its plan. */
  readonly credits?:
    | {
        readonly hasCredits: boolean;
        readonly unlimited: boolean;
        readonly balance?: string | undefined;
      }
    | undefined;
  /** Name for people of the limit that the windows belong to. */
  readonly limitName?: string | undefined;
}

/** The response headers that carry rate limits. */
export function rateLimitHeaders(limits: RateLimits): Record<string, string> {
  const headers: Record<string, string> = {};
  const limit = limits.limitId ?? 'codex';
  const put = (name: string, value: string | number | boolean | undefined): void => {
    if (value !== undefined) headers[`x-${name}`] = String(value);
  };
  for (const kind of ['primary', 'secondary'] as const) {
    put(`${limit}-${kind}-used-percent`, limits[kind]?.usedPercent);
    put(`${limit}-${kind}-window-minutes`, limits[kind]?.windowMinutes);
    put(`${limit}-${kind}-reset-at`, limits[kind]?.resetsAt);
  }
  put('codex-credits-has-credits', limits.credits?.hasCredits);
  put('codex-credits-unlimited', limits.credits?.unlimited);
  put('codex-credits-balance', limits.credits?.balance);
  put(`${limit}-limit-name`, limits.limitName);
  return headers;
}
