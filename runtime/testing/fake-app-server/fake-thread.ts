import { MANIFEST } from '../../../generated/manifest.js';
import type { Thread, ThreadStatus, Turn, TurnStartParams } from '../../../generated/types.js';
import { FakeTurn, type TurnHost } from './fake-turn.js';
import type { Peer } from './peer.js';
import { StoredTurn } from './stored-turn.js';
import { defaultSettings, type ThreadSettings } from './thread-settings.js';
import { UsageMeter } from './usage.js';
import type { Wire } from './wire.js';

/** What a thread needs of its server. */
export interface ThreadHost {
  readonly wire: Wire;
  readonly timeoutMs: number;
  newId(kind: string): string;
}

export interface ThreadInit {
  readonly id: string;
  readonly settings?: ThreadSettings | undefined;
  readonly name?: string | null | undefined;
  readonly ephemeral?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly forkedFromId?: string | undefined;
  readonly turns?: readonly StoredTurn[] | undefined;
}

/**
 * A thread of a fake server.
 *
 * ```ts
 * const stored = fake.addThread({ name: 'Greeting', turns: [{ input: 'Hi', reply: 'Hello!' }] });
 * const thread = await codex.threadResume(stored.id);
 * ```
 */
export class FakeThread implements TurnHost {
  /** The thread's id. */
  readonly id: string;
  /** Whether nothing of it is stored. */
  readonly ephemeral: boolean;
  /** The tokens that its turns have used. */
  readonly usage: UsageMeter = new UsageMeter();
  /** Connections that get what happens in the thread. */
  readonly subscribers: Set<Peer> = new Set();
  /** The name that people have given it; null without one. */
  name: string | null;
  /** Whether it is in the archive, and so in no list by default. */
  archived: boolean;
  /** Model, sandbox, approvals and the like, as the client has set them last. */
  settings: ThreadSettings;
  /** Whether a client has it open: turns run in threads that are. */
  loaded = false;
  readonly #host: ThreadHost;
  readonly #forkedFromId: string | null;
  readonly #createdAt = Math.floor(Date.now() / 1000);
  readonly #stored: StoredTurn[];
  #updatedAt = this.#createdAt;
  #status: ThreadStatus = { type: 'notLoaded' };
  #active: FakeTurn | undefined;

  /** @internal Made by the server: `addThread`, or `thread/start` of a client. */
  constructor(host: ThreadHost, init: ThreadInit) {
    this.#host = host;
    this.id = init.id;
    this.settings = init.settings ?? defaultSettings;
    this.name = init.name ?? null;
    this.ephemeral = init.ephemeral ?? false;
    this.archived = init.archived ?? false;
    this.#forkedFromId = init.forkedFromId ?? null;
    this.#stored = [...(init.turns ?? [])];
  }

  /** The turns so far, with their items, oldest first. */
  get turns(): Turn[] {
    return this.#stored.map((turn) => turn.toWire('full'));
  }

  /** The turn that runs. */
  get activeTurn(): FakeTurn | undefined {
    return this.#active?.isOver === false ? this.#active : undefined;
  }

  /** Where it works. */
  get cwd(): string {
    return this.settings.cwd;
  }

  /** When its last turn began or ended, in seconds since 1970. */
  get updatedAt(): number {
    return this.#updatedAt;
  }

  /** When it was made, in seconds since 1970. */
  get createdAt(): number {
    return this.#createdAt;
  }

  /** How it stands, as clients were told last. */
  get status(): ThreadStatus {
    return this.#status;
  }

  /** How long waits for something of its client last, in milliseconds. */
  get timeoutMs(): number {
    return this.#host.timeoutMs;
  }

  /** Whether anything of it is stored: a thread without a turn is in no list. */
  get isMaterialized(): boolean {
    return this.#stored.length > 0;
  }

  /** The first text of the user. */
  get preview(): string {
    for (const turn of this.#stored) {
      for (const item of turn.items) {
        if (item.type !== 'userMessage') continue;
        const text = item.content.find(({ type }) => type === 'text');
        if (text?.type === 'text') return text.text;
      }
    }
    return '';
  }

  /** @internal */
  get storedTurns(): readonly StoredTurn[] {
    return this.#stored;
  }

  /** @internal */
  newId(kind: string): string {
    return this.#host.newId(kind);
  }

  /** Changes how it stands, and tells the clients. */
  setStatus(status: ThreadStatus): void {
    this.#status = status;
    this.#host.wire.notify('thread/status/changed', { threadId: this.id, status });
  }

  /** @internal */
  withdraw(error: Error): void {
    this.#host.wire.withdraw(this.id, error);
  }

  /** Opens it for a client, without a word. */
  load(peer: Peer): void {
    this.subscribers.add(peer);
    if (this.loaded) return;
    this.loaded = true;
    this.#status = { type: 'idle' };
  }

  /** Closes it: a turn that runs is lost. */
  unload(): void {
    this.#active?.lose();
    this.subscribers.clear();
    this.loaded = false;
    this.#status = { type: 'notLoaded' };
  }

  /** A new turn, which has not begun. */
  addTurn(
    params: TurnStartParams,
    { kind = 'user' }: { readonly kind?: FakeTurn['kind'] } = {},
  ): FakeTurn {
    const stored = new StoredTurn(this.newId('turn'));
    this.#stored.push(stored);
    this.#updatedAt = Math.floor(Date.now() / 1000);
    this.#active = new FakeTurn(this, this.#host.wire, { stored, params, kind });
    return this.#active;
  }

  /** The thread as it goes over the wire. */
  toWire(turns: Turn[] = []): Thread {
    const { model, modelProvider, cwd, reasoningEffort } = this.settings;
    return {
      id: this.id,
      environments: this.loaded
        ? [{ environmentId: 'local', cwd, runtimeWorkspaceRoots: [cwd] }]
        : null,
      extra: null,
      sessionId: this.id,
      forkedFromId: this.#forkedFromId,
      attachedToThreadId: null,
      parentThreadId: null,
      preview: this.preview,
      ephemeral: this.ephemeral,
      section: null,
      sectionEnteredAt: null,
      projectId: null,
      historyMode: 'paginated',
      modelProvider,
      model,
      reasoningEffort,
      createdAt: this.#createdAt,
      updatedAt: this.#updatedAt,
      recencyAt: this.#updatedAt,
      status: this.#status,
      path: this.ephemeral ? null : `/codex-home/sessions/rollout-${this.id}.jsonl`,
      cwd,
      cliVersion: MANIFEST.runtimeVersion,
      originator: 'fake-app-server',
      source: 'appServer',
      canAcceptDirectInput: this.loaded ? true : null,
      threadSource: null,
      agentNickname: null,
      agentRole: null,
      gitInfo: null,
      name: this.name,
      daybreakEnabled: null,
      turns,
    };
  }
}
