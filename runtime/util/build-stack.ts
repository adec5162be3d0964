/**
 * Builds the text of an error's stack now, and of its cause's. Until somebody reads it, V8 keeps every
 * object alive in whose methods the error was made, which an error that is kept for long must not.
 */
export function buildStack<E extends Error>(error: E): E {
  void error.stack;
  if (error.cause instanceof Error) void error.cause.stack;
  return error;
}
