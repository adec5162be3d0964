/** At most so many frames of the SDK's own lie between the call of a user and where its error is made. */
const ownFrames = 16;

/**
 * Has stacks reach past the SDK's own frames, as deep into the program as they are to reach. Returns
 * the limit to `restoreStacks` to; where that cannot be set, or stacks are off, they stay as they are.
 */
export function deepenStacks(): number {
  const { stackTraceLimit } = Error;
  if (stackTraceLimit > 0) restoreStacks(stackTraceLimit + ownFrames);
  return stackTraceLimit;
}

export function restoreStacks(limit: number): void {
  Reflect.set(Error, 'stackTraceLimit', limit);
}
