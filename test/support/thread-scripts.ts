import { afterAll, beforeAll } from 'vitest';
import type { Codex, CodexConfig, Thread, ThreadStartOptions } from '../../runtime/index.js';
import type {
  ConfigOverrides,
  ModelRequest,
  Reply,
  Responder,
  ScriptedModel,
} from '../../runtime/testing/index.js';
import { type ScriptedRuntime, scriptedRuntime } from './scripted-runtime.js';

/**
 * One real runtime for all tests of a file, each with a thread and a script of its own: starting a
 * runtime takes longer than most tests.
 */
export class SharedRuntime {
  readonly #scripts = new Map<string, Responder>();
  #runtime: ScriptedRuntime | undefined;

  constructor(config: CodexConfig = {}, overrides: ConfigOverrides = {}) {
    beforeAll(async () => {
      this.#runtime = await scriptedRuntime((request) => this.#next(request), config, overrides);
    });
    afterAll(() => this.#runtime?.[Symbol.asyncDispose]());
  }

  get codex(): Codex {
    return (this.#runtime as ScriptedRuntime).codex;
  }

  get model(): ScriptedModel {
    return (this.#runtime as ScriptedRuntime).model;
  }

  /** A new thread; the model answers its requests with these replies, one after the other. */
  async thread(
    script: readonly (Reply | Responder)[] | Responder,
    options: ThreadStartOptions = {},
  ): Promise<Thread> {
    const thread = await this.codex.threadStart(options);
    this.#scripts.set(thread.id, typeof script === 'function' ? script : inOrder(script));
    return thread;
  }

  /** A fork of a thread; the model answers its requests with these replies. */
  async fork({ id }: Thread, script: readonly (Reply | Responder)[]): Promise<Thread> {
    const thread = await this.codex.threadFork(id);
    this.#scripts.set(thread.id, inOrder(script));
    return thread;
  }

  /** The requests for a thread's turns, in order of arrival. */
  requests(thread: Thread): ModelRequest[] {
    return this.model.requests.filter((request) => threadOf(request) === thread.id);
  }

  #next(request: ModelRequest): ReturnType<Responder> {
    return this.#scripts.get(threadOf(request))?.(request);
  }
}

/** Gives one reply after the other. */
export function inOrder(replies: readonly (Reply | Responder)[]): Responder {
  const left = [...replies];
  return (request) => {
    const next = left.shift();
    return typeof next === 'function' ? next(request) : next;
  };
}

/** The thread that a request is for in the end: sub-agents and reviewers go by the thread they work for. */
function threadOf({ headers }: ModelRequest): string {
  return String(headers['session-id']);
}
