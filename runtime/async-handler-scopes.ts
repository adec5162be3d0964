import { AsyncLocalStorage } from 'node:async_hooks';
import type { HandlerScope, HandlerScopes } from './session/handler-scope.js';

/** Scopes of one client, followed through promises, timers and callbacks. */
export class AsyncHandlerScopes implements HandlerScopes {
  readonly #storage = new AsyncLocalStorage<HandlerScope>();

  current(): HandlerScope | undefined {
    return this.#storage.getStore();
  }

  run<T>(scope: HandlerScope, body: () => T): T {
    return this.#storage.run(scope, body);
  }
}
