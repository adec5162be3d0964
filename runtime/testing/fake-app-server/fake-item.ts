import type { ThreadItem } from '../../../generated/types.js';
import { FakeServerError } from './errors.js';
import { finished, type ItemChanges } from './items.js';

/** What an item tells its turn. */
export interface ItemHost {
  /** Throws if the turn is over. */
  assertRunning(): void;
  notify(
    method:
      | 'item/agentMessage/delta'
      | 'item/plan/delta'
      | 'item/commandExecution/outputDelta'
      | 'item/reasoning/summaryTextDelta',
    params: { readonly itemId: string; readonly delta: string; readonly summaryIndex?: number },
  ): void;
  started(item: ThreadItem): void;
  completed(item: ThreadItem): void;
}

/**
 * An item of a fake turn that has been started, and what becomes of it. What is said of it after it
 * has been completed throws a `FakeServerError`: `turn_over` if its turn has ended as well, and
 * otherwise `item_over`.
 *
 * @example
 * const command = turn.startItem({ type: 'commandExecution', command: 'make' });
 * command.delta('cc main.c\n');
 * command.complete({ exitCode: 0 });
 */
export class FakeItem<T extends ThreadItem['type'] = ThreadItem['type']> {
  readonly #host: ItemHost;
  #item: ThreadItem;
  #open = true;

  /** @internal Use `turn.startItem()`. */
  constructor(host: ItemHost, item: ThreadItem) {
    this.#host = host;
    this.#item = { ...item, startedAtMs: item.startedAtMs ?? Date.now(), completedAtMs: null };
    host.started(this.#item);
  }

  /** The item's id on the wire. */
  get id(): string {
    return this.#item.id;
  }

  /** The item as it stands. */
  get item(): Extract<ThreadItem, { type: T }> {
    return this.#item as Extract<ThreadItem, { type: T }>;
  }

  /** Whether it has not been completed. */
  get isOpen(): boolean {
    return this.#open;
  }

  /**
   * A piece of what the item consists of: the text of a message or plan, the output of a command,
   * the summary of a reasoning. It is added to the item. Other types have no pieces.
   */
  delta(delta: string): this {
    this.#assertOpen();
    const itemId = this.id;
    const item = this.#item;
    switch (item.type) {
      case 'agentMessage':
        this.#host.notify('item/agentMessage/delta', { itemId, delta });
        this.#item = { ...item, text: item.text + delta };
        break;
      case 'plan':
        this.#host.notify('item/plan/delta', { itemId, delta });
        this.#item = { ...item, text: item.text + delta };
        break;
      case 'commandExecution':
        this.#host.notify('item/commandExecution/outputDelta', { itemId, delta });
        this.#item = { ...item, aggregatedOutput: (item.aggregatedOutput ?? '') + delta };
        break;
      case 'reasoning': {
        const [summary = ''] = item.summary ?? [];
        this.#host.notify('item/reasoning/summaryTextDelta', { itemId, delta, summaryIndex: 0 });
        this.#item = { ...item, summary: [summary + delta] };
        break;
      }
      default:
        throw new TypeError(`An item of type ${item.type} has no deltas`);
    }
    return this;
  }

  /** Ends the item: what ran has completed, unless the changes say something else. */
  complete(changes: ItemChanges<T> = {}): Extract<ThreadItem, { type: T }> {
    this.#assertOpen();
    const completedAtMs = Date.now();
    const { startedAtMs } = this.#item;
    const took = 'durationMs' in this.#item ? completedAtMs - (startedAtMs ?? completedAtMs) : 0;
    const duration =
      'durationMs' in this.#item ? { durationMs: this.#item.durationMs ?? took } : {};
    const done = { ...finished(this.#item), ...duration, completedAtMs };
    const item = { ...done, ...changes } as ThreadItem;
    this.#host.completed(item);
    this.#open = false;
    this.#item = item;
    return this.item;
  }

  #assertOpen(): void {
    this.#host.assertRunning();
    if (this.#open) return;
    const { type, id } = this.#item;
    throw new FakeServerError('item_over', `The ${type} ${id} has been completed already`);
  }
}
