/**
 * A callback of the user's own, made harmless: what it throws, or what a promise that it returns
 * rejects with, goes to `onError`, and nowhere if there is none.
 */
export function guarded<Args extends readonly unknown[]>(
  callback: (...args: Args) => unknown,
  onError: (error: unknown) => void = () => {},
): (...args: Args) => void {
  return (...args) => {
    try {
      watchRejection(callback(...args), onError);
    } catch (error) {
      onError(error);
    }
  };
}

/** Reports the rejection of what a callback returned, if that is a promise. */
export function watchRejection(returned: unknown, onError: (error: unknown) => void): void {
  if (typeof returned !== 'object' || returned === null) return;
  const { then } = returned as { then?: unknown };
  if (typeof then === 'function') then.call(returned, undefined, onError);
}
