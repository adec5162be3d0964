/** The running handler or tool that some code was called from. */
export interface HandlerScope {
  readonly threadId: string | undefined;
  readonly turnId: string | undefined;
  /** The scope from which the asking turn was started, if that was in a handler too. */
  readonly parent: HandlerScope | undefined;
  /** False once the handler has returned. */
  active: boolean;
}

/** Tracks the scope through asynchronous code. What a platform offers for it is injected. */
export interface HandlerScopes {
  current(): HandlerScope | undefined;
  run<T>(scope: HandlerScope, body: () => T): T;
}

/** Whether waiting for the end of a turn of this thread would be waiting for the caller itself. */
export function waitsForItself(scope: HandlerScope | undefined, threadId: string): boolean {
  for (let at = scope; at; at = at.parent) {
    if (at.active && at.threadId === threadId) return true;
  }
  return false;
}
