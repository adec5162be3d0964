/** The running handler or tool that some code was called from. */
export interface HandlerScope {
  readonly threadId: string | undefined;
  readonly turnId: string | undefined;
  /** The scope of what waits for the asking turn: the turn it works for, or a handler that started it. */
  readonly parent: HandlerScope | undefined;
  /** False once the handler has returned, or nothing waits for what it returns. */
  active: boolean;
}

/** What is known of the turn that asks, or of the one that a sub-agent who asks works for. */
interface AskingTurn {
  readonly threadId: string;
  readonly turnId: string;
  /** The handler that the turn was started from. */
  readonly origin: HandlerScope | undefined;
}

/** The scope of a handler that is about to be called. */
export function handlerScope(
  asking: Pick<HandlerScope, 'threadId' | 'turnId'>,
  turn: AskingTurn | undefined,
): HandlerScope {
  const { threadId, turnId } = asking;
  const worksForAnother = turn !== undefined && turn.threadId !== threadId;
  const scope: HandlerScope = {
    threadId,
    turnId,
    parent: worksForAnother
      ? {
          threadId: turn.threadId,
          turnId: turn.turnId,
          parent: turn.origin,
          // That turn waits for its sub-agent no longer than the sub-agent waits for the handler.
          get active() {
            return scope.active;
          },
        }
      : turn?.origin,
    active: true,
  };
  return scope;
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
