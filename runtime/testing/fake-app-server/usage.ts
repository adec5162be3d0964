import type { ThreadTokenUsage, TokenUsageBreakdown } from '../../../generated/types.js';

/** Tokens of one model call, as a script gives them: what is left out is 0, the total the sum. */
export type UsageDraft = Partial<TokenUsageBreakdown>;

/** Every count that there is. */
export const noTokens: Required<TokenUsageBreakdown> = {
  totalTokens: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteInputTokens: 0,
  outputTokens: 0,
  reasoningOutputTokens: 0,
};

/** The tokens that a thread has used. */
export class UsageMeter {
  #usage: ThreadTokenUsage = { total: noTokens, last: noTokens, modelContextWindow: 258_400 };

  get usage(): ThreadTokenUsage {
    return this.#usage;
  }

  /** What it comes to with the tokens of one more call, for `take` once that has been told. */
  plus(draft: UsageDraft): ThreadTokenUsage {
    const { inputTokens = 0, outputTokens = 0 } = draft;
    const last = { ...noTokens, totalTokens: inputTokens + outputTokens, ...draft };
    const total = { ...this.#usage.total };
    for (const key of Object.keys(noTokens) as (keyof TokenUsageBreakdown)[]) {
      total[key] = (total[key] ?? 0) + (last[key] ?? 0);
    }
    return { ...this.#usage, total, last };
  }

  take(usage: ThreadTokenUsage): void {
    this.#usage = usage;
  }
}
