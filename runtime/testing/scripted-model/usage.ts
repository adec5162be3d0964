/** Tokens that one model call is said to have used. All counts are tokens; what is left out is 0. */
export interface Usage {
  /** All tokens of the prompt, cached ones included. */
  readonly input?: number | undefined;
  /** Prompt tokens read from the cache. */
  readonly cachedInput?: number | undefined;
  /** Prompt tokens written to the cache. */
  readonly cacheWriteInput?: number | undefined;
  /** All tokens of the answer, reasoning included. */
  readonly output?: number | undefined;
  /** Answer tokens spent on reasoning. */
  readonly reasoning?: number | undefined;
  /** Default: `input + output`. */
  readonly total?: number | undefined;
}

/** The `usage` member of a response as the Responses API writes it. */
export function wireUsage(usage: Usage): Readonly<Record<string, unknown>> {
  const input = usage.input ?? 0;
  const output = usage.output ?? 0;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cachedInput ?? 0,
      cache_write_tokens: usage.cacheWriteInput ?? 0,
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning ?? 0 },
    total_tokens: usage.total ?? input + output,
  };
}
