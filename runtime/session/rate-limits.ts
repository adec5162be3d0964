import type { ServerNotification } from '../../generated/protocol.js';
import type {
  GetAccountRateLimitsResponse,
  RateLimitSnapshot,
  RateLimitWindow,
} from '../../generated/types.js';

/** The limit that a report is of when it does not say. */
const generalLimit = 'codex';

/** The account's rate limits, put together from reports that each tell a part. */
export class RateLimits {
  readonly #byLimitId = new Map<string, RateLimitSnapshot>();
  #latest: RateLimitSnapshot | null = null;

  /** The limit that was reported last; null before the first report. */
  get latest(): RateLimitSnapshot | null {
    return this.#latest;
  }

  get byLimitId(): ReadonlyMap<string, RateLimitSnapshot> {
    return this.#byLimitId;
  }

  observe({ method, params }: ServerNotification): void {
    if (method === 'account/rateLimits/updated') this.#merge(params.rateLimits);
    else if (method === 'account/login/completed') {
      if (params.success) this.#clear();
    } else if (method === 'account/updated' && (params.authMode ?? null) === null) this.#clear();
  }

  /** The runtime has asked the service for everything that there is. */
  read({ rateLimits, rateLimitsByLimitId }: GetAccountRateLimitsResponse): void {
    this.#clear();
    for (const [limitId, snapshot] of Object.entries(rateLimitsByLimitId ?? {})) {
      this.#byLimitId.set(limitId, snapshot);
    }
    this.#latest = rateLimits;
    this.#byLimitId.set(rateLimits.limitId ?? generalLimit, rateLimits);
  }

  #merge(patch: RateLimitSnapshot): void {
    const limitId = patch.limitId ?? generalLimit;
    this.#latest = mergeRateLimits(this.#byLimitId.get(limitId) ?? null, patch);
    this.#byLimitId.set(limitId, this.#latest);
  }

  /** They are of another account from now on. */
  #clear(): void {
    this.#byLimitId.clear();
    this.#latest = null;
  }
}

/**
 * What is known of a limit after a report of it. Null and absent say that the report does not know,
 * not that there is nothing: they leave what was known.
 */
export function mergeRateLimits(
  known: RateLimitSnapshot | null,
  patch: RateLimitSnapshot,
): RateLimitSnapshot {
  if (!known) return patch;
  return {
    ...mergeKnown(known, patch),
    primary: mergeWindow(known.primary, patch.primary),
    secondary: mergeWindow(known.secondary, patch.secondary),
  };
}

function mergeWindow(
  known: RateLimitWindow | null | undefined,
  patch: RateLimitWindow | null | undefined,
): RateLimitWindow | null | undefined {
  return known && patch ? mergeKnown(known, patch) : (patch ?? known);
}

function mergeKnown<T extends object>(known: T, patch: T): T {
  const told = Object.entries(patch).filter(([, value]) => value !== null && value !== undefined);
  return { ...known, ...Object.fromEntries(told) };
}
