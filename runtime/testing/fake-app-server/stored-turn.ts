import type {
  ThreadItem,
  Turn,
  TurnError,
  TurnItemsView,
  UserInput,
} from '../../../generated/types.js';
import { finalMessage, type ItemDraft, itemFrom } from './items.js';

/** A turn of a thread's history, as a test writes it. */
export interface TurnDraft {
  /** What the user said. */
  readonly input: string | readonly UserInput[];
  /** What was answered; comes after `items`. */
  readonly reply?: string | undefined;
  /** What else happened. */
  readonly items?: readonly ItemDraft[] | undefined;
  /** Default `'completed'`. */
  readonly status?: 'completed' | 'interrupted' | 'failed' | undefined;
  /** Why it failed. */
  readonly error?: TurnError | undefined;
}

/** A turn as a thread keeps it. */
export class StoredTurn {
  readonly id: string;
  readonly #rootTurnId: string;
  readonly #items = new Map<string, ThreadItem>();
  #status: Turn['status'] = 'inProgress';
  #error: TurnError | null = null;
  #startedAtMs: number | undefined;
  #endedAtMs: number | undefined;

  /** `rootTurnId` is the turn that all the work began with, if it is another one. */
  constructor(id: string, rootTurnId: string = id) {
    this.id = id;
    this.#rootTurnId = rootTurnId;
  }

  /** A turn that is history. */
  static from(draft: TurnDraft, newId: (kind: string) => string, cwd: string): StoredTurn {
    const { input, reply, items = [], status = 'completed', error } = draft;
    const content: UserInput[] =
      typeof input === 'string' ? [{ type: 'text', text: input, text_elements: [] }] : [...input];
    const drafts: ItemDraft[] = [
      { type: 'userMessage', content },
      ...items,
      ...(reply === undefined ? [] : [{ type: 'agentMessage' as const, text: reply }]),
    ];
    const turn = new StoredTurn(newId('turn'));
    turn.begin();
    for (const item of drafts) turn.put(itemFrom(item, { id: item.id ?? newId(item.type), cwd }));
    turn.end({ status, error });
    return turn;
  }

  /** As it stands, for a thread that takes it over: that it breaks off there is an interrupt. */
  takenOver(): StoredTurn {
    if (this.isOver) return this;
    const turn = new StoredTurn(this.id);
    for (const item of this.items) turn.put(item);
    turn.#startedAtMs = this.#startedAtMs;
    turn.#status = 'interrupted';
    return turn;
  }

  get items(): ThreadItem[] {
    return [...this.#items.values()];
  }

  get isOver(): boolean {
    return this.#status !== 'inProgress';
  }

  begin(): void {
    this.#startedAtMs = Date.now();
  }

  /** Takes an item that has been completed: history has no others. */
  put(item: ThreadItem): void {
    this.#items.set(item.id, item);
  }

  end(how: { readonly status: Turn['status']; readonly error?: TurnError | undefined }): void {
    this.#status = how.status;
    this.#error = how.error ?? null;
    this.#endedAtMs = Date.now();
  }

  toWire(itemsView: TurnItemsView): Turn {
    const { id } = this;
    const [start, end] = [this.#startedAtMs, this.#endedAtMs];
    return {
      id,
      rootTurnId: this.#rootTurnId,
      items: this.#viewed(itemsView),
      itemsView,
      status: this.#status,
      error: this.#error,
      startedAt: seconds(start),
      completedAt: seconds(end),
      durationMs: start === undefined || end === undefined ? null : end - start,
    };
  }

  #viewed(itemsView: TurnItemsView): ThreadItem[] {
    const { items } = this;
    if (itemsView === 'full') return items;
    if (itemsView === 'notLoaded') return [];
    const answer = finalMessage(items);
    return [...items.filter(({ type }) => type === 'userMessage'), ...(answer ? [answer] : [])];
  }
}

function seconds(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.floor(ms / 1000);
}
