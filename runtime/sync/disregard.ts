/** The program is told that nobody waits for it; its rejection must not end the program as well. */
export function disregard(promise: PromiseLike<unknown>): void {
  // One that is no native promise may throw, as it may reject.
  Promise.resolve(promise).catch(() => {});
}
