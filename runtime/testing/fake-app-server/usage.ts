import type { ThreadTokenUsage, TokenUsageBreakdown } from '../../../generated/types.js';

/** Tokens of one model call, as a script gives them: what is left out is 0, the total the sum. */
export type UsageDraft = Partial<TokenUsageBreakdown>;

const none: Required<TokenUsageBreakdown> = {
  totalTokens: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteInputTokens: 0,
  outputTokens: 0,
  reasoningOutputTokens: 0,
};

/** The tokens that a thread has used. */
export class UsageMeter {
  #usage: ThreadTokenUsage = { total: none, last: none, modelContextWindow: 258_400 };

  get usage(): ThreadTokenUsage {
    return this.#usage;
  }

  add(draft: UsageDraft): ThreadTokenUsage {
    const { inputTokens = 0, outputTokens = 0 } = draft;
    const last = { ...none, totalTokens: inputTokens + outputTokens, ...draft };
    const total = { ...this.#usage.total };
    for (const key of Object.keys(none) as (keyof TokenUsageBreakdown)[]) {
      total[key] = (total[key] ?? 0) + (last[key] ?? 0);
    }
    this.#usage = { ...this.#usage, total, last };
    return this.#usage;
  }
}
