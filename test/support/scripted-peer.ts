import { setImmediate } from 'node:timers/promises';
import { MANIFEST } from '../../generated/manifest.js';
import { Codex, type CodexConfig } from '../../runtime/index.js';
import { MemoryTransport } from './memory-transport.js';

type Message = Record<string, unknown>;
type Answer = (params: Message, id: number) => unknown;

/** Sends the notifications of one turn. */
export interface ScriptedTurn {
  /** What answers the request that starts it. */
  readonly response: { readonly result: { readonly turn: object } };
  started(): void;
  message(itemId: string, text: string, phase?: string | null): void;
  delta(itemId: string, delta: string): void;
  itemStarted(itemId: string): void;
  completed(status?: string): void;
}

/** A peer in memory that answers requests as the test says, and the client that talks to it. */
export class ScriptedPeer {
  readonly transport: MemoryTransport = new MemoryTransport();
  readonly codex: Codex;
  readonly warnings: string[] = [];
  /** What to answer to each method; `undefined` leaves the request open. */
  readonly answers: Record<string, Answer> = {
    initialize: () => ({
      userAgent: `peer/${MANIFEST.runtimeVersion} (test)`,
      codexHome: '/home',
      platformFamily: 'unix',
      platformOs: 'linux',
    }),
    'thread/start': () => ({ thread: { id: 't1' }, sandbox: { type: 'readOnly' } }),
  };

  constructor(config: CodexConfig = {}) {
    this.transport.onSend = (text) => {
      const { id, method, params } = JSON.parse(text) as Message;
      const answer = this.answers[method as string];
      const result = typeof id === 'number' ? answer?.(params as Message, id) : undefined;
      if (result !== undefined) queueMicrotask(() => this.transport.receive({ id, result }));
      return Promise.resolve();
    };
    this.codex = new Codex({
      transport: this.transport,
      onWarning: (message) => this.warnings.push(message),
      ...config,
    });
  }

  notify(method: string, params: Message): void {
    this.transport.receive({ method, params, emittedAtMs: 1 });
  }

  /** What was sent of a method, oldest first. */
  sent(method: string): Message[] {
    return this.transport.sent.filter((message) => message['method'] === method);
  }

  /** Resolves when a method has been sent, and answered if it is to be. */
  async sentOnce(method: string): Promise<void> {
    while (this.sent(method).length === 0) await setImmediate();
    await setImmediate();
  }

  /** Answers the newest open request of a method. */
  answer(method: string, answer: { result: unknown } | { error: unknown }): void {
    this.transport.receive({ id: this.sent(method).at(-1)?.['id'], ...answer });
  }

  /** Notifications of a turn, as the server sends them. */
  turn(turnId: string, threadId = 't1'): ScriptedTurn {
    const turn = { id: turnId, items: [], status: 'inProgress' };
    const message = (id: string, text: string, phase: string | null): object => ({
      type: 'agentMessage',
      id,
      text,
      phase,
    });
    return {
      response: { result: { turn } },
      started: () => {
        this.notify('turn/started', { threadId, turn });
      },
      message: (itemId, text, phase = null) => {
        const item = message(itemId, text, phase);
        this.notify('item/completed', { threadId, turnId, item, completedAtMs: 1 });
      },
      delta: (itemId, delta) => {
        this.notify('item/agentMessage/delta', { threadId, turnId, itemId, delta });
      },
      itemStarted: (itemId) => {
        const item = message(itemId, '', null);
        this.notify('item/started', { threadId, turnId, item, startedAtMs: 1 });
      },
      completed: (status = 'completed') => {
        this.notify('turn/completed', { threadId, turn: { ...turn, status } });
      },
    };
  }
}
