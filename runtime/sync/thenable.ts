/** Whether it is a promise, or what a promise may be made of. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isHolder = typeof value === 'object' ? value !== null : typeof value === 'function';
  return isHolder && typeof (value as { readonly then?: unknown }).then === 'function';
}

/** The program is told that nobody waits for it; its rejection must not end the program as well. */
export function disregard(promise: PromiseLike<unknown>): void {
  // One that is no native promise may throw, as it may reject.
  Promise.resolve(promise).catch(() => {});
}
