/** Whether it is a promise, or what a promise may be made of: there are promises of other realms. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isHolder = typeof value === 'object' ? value !== null : typeof value === 'function';
  return isHolder && typeof (value as { readonly then?: unknown }).then === 'function';
}
