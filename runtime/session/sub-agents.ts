import type { ServerNotification } from '../../generated/protocol.js';
import type { ThreadItem, Turn } from '../../generated/types.js';
import type { TurnRecord } from './turn-record.js';

/** What is known of a thread that works for another one. */
interface Link {
  /** The thread whose agent started it. */
  readonly parentThreadId: string;
  /** The turn it works for; undefined while it works for itself. */
  rootTurnId: string | undefined;
}

/** How many sub-agents are remembered; the oldest go first. */
const defaultMaxLinks = 10_000;

/**
 * Which threads are sub-agents, of whom, and which turn they work for at the moment. Two things tell:
 * the items by which an agent deals with its sub-agents, and the root turn that a sub-agent's turns
 * name. A link stays when its turn has ended, for a sub-agent may go on and ask for something.
 */
export class SubAgents {
  readonly #links = new Map<string, Link>();
  readonly #running: (turnId: string) => TurnRecord | undefined;
  readonly #maxLinks: number;

  /** `running` finds the running turn of this client with an id. */
  constructor(
    running: (turnId: string) => TurnRecord | undefined,
    maxLinks: number = defaultMaxLinks,
  ) {
    this.#running = running;
    this.#maxLinks = maxLinks;
  }

  /** The thread that the thread is a sub-agent of, if it is one. */
  parentOf(threadId: string): string | undefined {
    return this.#links.get(threadId)?.parentThreadId;
  }

  /** Whether sub-agents of the thread are known. */
  isParent(threadId: string): boolean {
    for (const link of this.#links.values()) if (link.parentThreadId === threadId) return true;
    return false;
  }

  /** The running turn of this client, on another thread, that the thread works for. */
  turnOf(threadId: string): TurnRecord | undefined {
    const rootTurnId = this.#links.get(threadId)?.rootTurnId;
    const record = rootTurnId === undefined ? undefined : this.#running(rootTurnId);
    return record?.threadId === threadId ? undefined : record;
  }

  /** Learns from a notification, and hands it to the turn that its thread works for. */
  route(threadId: string, notification: ServerNotification): void {
    const { method, params } = notification;
    switch (method) {
      case 'item/started':
      case 'item/completed':
        this.#dealtWith(threadId, params.turnId, params.item);
        break;
      case 'turn/started':
        this.#turnStarted(threadId, params.turn);
    }
    if (this.#links.size === 0) return;
    this.turnOf(threadId)?.take(notification);
    if (isGone(notification)) this.#links.delete(threadId);
  }

  /** Forgets everything. */
  clear(): void {
    this.#links.clear();
  }

  /** An agent has dealt with other agents: it is the parent of those that it has started. */
  #dealtWith(threadId: string, turnId: string, item: ThreadItem): void {
    const deal = dealing(item);
    if (!deal) return;
    const { others, starts } = deal;
    const rootTurnId = this.#links.get(threadId)?.rootTurnId ?? turnId;
    for (const other of others) {
      const link = this.#links.get(other);
      if (!link) {
        if (starts) this.#link(other, threadId, rootTurnId);
      } else if (link.parentThreadId === threadId && !this.#isRunning(link.rootTurnId)) {
        link.rootTurnId = rootTurnId;
      }
    }
  }

  /** A turn on the thread has started, and names the turn that all the work began with. */
  #turnStarted(threadId: string, { id, rootTurnId }: Turn): void {
    if (typeof rootTurnId !== 'string') return;
    const link = this.#links.get(threadId);
    if (rootTurnId === id) {
      if (link) link.rootTurnId = undefined;
      return;
    }
    // A root that is not known is one of another client, or has ended: what the items told counts.
    const root = this.#running(rootTurnId);
    if (!root || root.threadId === threadId) return;
    if (link) link.rootTurnId = rootTurnId;
    else this.#link(threadId, root.threadId, rootTurnId);
  }

  #link(threadId: string, parentThreadId: string, rootTurnId: string): void {
    // A sub-agent may talk to the agents that it works for; they are not its sub-agents.
    if (this.#isAncestor(threadId, parentThreadId)) return;
    this.#links.set(threadId, { parentThreadId, rootTurnId });
    if (this.#links.size <= this.#maxLinks) return;
    for (const oldest of this.#links.keys()) {
      this.#links.delete(oldest);
      return;
    }
  }

  #isRunning(turnId: string | undefined): boolean {
    return turnId !== undefined && this.#running(turnId) !== undefined;
  }

  /** Whether `candidate` is the thread itself, or one that it works for. */
  #isAncestor(candidate: string, threadId: string): boolean {
    for (let at: string | undefined = threadId; at !== undefined; at = this.parentOf(at)) {
      if (at === candidate) return true;
    }
    return false;
  }
}

/** Which agents an item is about, and whether it starts them; undefined if it is about none. */
function dealing(item: ThreadItem): { others: readonly string[]; starts: boolean } | undefined {
  if (item.type === 'collabAgentToolCall') {
    const starts = item.tool === 'spawnAgent' || item.tool === 'resumeAgent';
    return { others: item.receiverThreadIds, starts };
  }
  if (item.type === 'subAgentActivity') {
    return { others: [item.agentThreadId], starts: item.kind === 'started' };
  }
  return undefined;
}

/** Whether the runtime is done with the thread. One that is taken up again is linked again. */
export function isGone({ method, params }: ServerNotification): boolean {
  switch (method) {
    case 'thread/closed':
    case 'thread/archived':
    case 'thread/deleted':
      return true;
    case 'thread/status/changed':
      return params.status.type === 'notLoaded';
    default:
      return false;
  }
}
