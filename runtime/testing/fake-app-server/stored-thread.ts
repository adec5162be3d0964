import { MANIFEST } from '../../../generated/manifest.js';
import type {
  GitInfo,
  SessionSource,
  Thread,
  ThreadGoal,
  ThreadSourceKind,
  ThreadStatus,
  Turn,
  TurnError,
  TurnStartParams,
} from '../../../generated/types.js';
import type { FakeThread, GoalChanges, StartTurnOptions } from './fake-thread.js';
import { FakeTurn } from './fake-turn.js';
import type { TurnHost } from './turn-host.js';
import type { Peer } from './peer.js';
import { StoredTurn } from './stored-turn.js';
import { defaultSettings, type Manner, type ThreadSettings } from './thread-settings.js';
import type { TurnScript } from './turn-script.js';
import { UsageMeter } from './usage.js';
import type { Wire } from './wire.js';

/** What a thread needs of its server. */
export interface ThreadHost {
  readonly wire: Wire;
  readonly timeoutMs: number;
  newId(kind: string): string;
  /** A number that is higher each time. */
  tick(): number;
  /** Starts a turn that no client has asked for. */
  startTurn(
    thread: StoredThread,
    script: TurnScript | undefined,
    options: StartTurnOptions,
  ): FakeTurn;
  setGoal(thread: StoredThread, changes: GoalChanges): ThreadGoal;
  /** A turn is about to end; `error` is why, if it fails. */
  ending(thread: StoredThread, turn: FakeTurn, error: TurnError | undefined): void;
}

export interface ThreadInit {
  readonly id: string;
  readonly settings?: ThreadSettings | undefined;
  readonly name?: string | null | undefined;
  readonly ephemeral?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly forkedFromId?: string | undefined;
  readonly parentThreadId?: string | undefined;
  readonly turns?: readonly StoredTurn[] | undefined;
}

/** A thread as the server keeps it. */
export class StoredThread implements FakeThread, TurnHost {
  readonly id: string;
  readonly ephemeral: boolean;
  readonly usage: UsageMeter = new UsageMeter();
  /** Connections that get what happens in the thread. */
  readonly subscribers: Set<Peer> = new Set();
  name: string | null;
  archived: boolean;
  settings: ThreadSettings;
  loaded = false;
  goal: ThreadGoal | null = null;
  manner: Manner = { summary: null, personality: null };
  gitInfo: GitInfo | null = null;
  daybreakEnabled: boolean | null = null;
  readonly forkedFromId: string | null;
  readonly parentThreadId: string | null;
  /** Where it stands in the order in which threads were created. */
  readonly created: number;
  readonly #host: ThreadHost;
  readonly #createdAt = Math.floor(Date.now() / 1000);
  readonly #stored: StoredTurn[];
  #updatedAt = this.#createdAt;
  #changed: number;
  #status: ThreadStatus = { type: 'notLoaded' };
  #active: FakeTurn | undefined;

  constructor(host: ThreadHost, init: ThreadInit) {
    this.#host = host;
    this.id = init.id;
    this.settings = init.settings ?? defaultSettings;
    this.name = init.name ?? null;
    this.ephemeral = init.ephemeral ?? false;
    this.archived = init.archived ?? false;
    this.forkedFromId = init.forkedFromId ?? null;
    this.parentThreadId = init.parentThreadId ?? null;
    this.created = host.tick();
    this.#changed = this.created;
    this.#stored = [...(init.turns ?? [])];
  }

  get turns(): Turn[] {
    return this.#stored.map((turn) => turn.toWire('full'));
  }

  get activeTurn(): FakeTurn | undefined {
    return this.#active?.isOver === false ? this.#active : undefined;
  }

  get cwd(): string {
    return this.settings.cwd;
  }

  /** Where it stands in the order in which threads were last worked in. */
  get changed(): number {
    return this.#changed;
  }

  /** What it counts as in lists: sub-agents are of two kinds. */
  get sourceKinds(): readonly ThreadSourceKind[] {
    return this.parentThreadId === null ? ['vscode'] : ['subAgent', 'subAgentThreadSpawn'];
  }

  get status(): ThreadStatus {
    return this.#status;
  }

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

  get storedTurns(): readonly StoredTurn[] {
    return this.#stored;
  }

  newId(kind: string): string {
    return this.#host.newId(kind);
  }

  setStatus(status: ThreadStatus): void {
    this.#status = status;
    this.#host.wire.notify('thread/status/changed', { threadId: this.id, status });
  }

  startTurn(script?: TurnScript, options: StartTurnOptions = {}): FakeTurn {
    return this.#host.startTurn(this, script, options);
  }

  setGoal(changes: GoalChanges): ThreadGoal {
    return this.#host.setGoal(this, changes);
  }

  ending(turn: FakeTurn, error?: TurnError): void {
    this.#host.ending(this, turn, error);
  }

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
    {
      kind = 'user',
      rootTurnId,
    }: { readonly kind?: FakeTurn['kind']; readonly rootTurnId?: string | undefined } = {},
  ): FakeTurn {
    const stored = new StoredTurn(this.newId('turn'), rootTurnId);
    this.#stored.push(stored);
    this.#changed = this.#host.tick();
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
      forkedFromId: this.forkedFromId,
      // Spread, for schemas before 0.169 do not have it.
      ...{ attachedToThreadId: null },
      parentThreadId: this.parentThreadId,
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
      source: this.#source,
      canAcceptDirectInput: this.loaded ? true : null,
      threadSource: null,
      agentNickname: null,
      agentRole: null,
      gitInfo: this.gitInfo,
      name: this.name,
      daybreakEnabled: this.daybreakEnabled,
      turns,
    };
  }

  /** Clients of an app-server count as editors, unless they say otherwise at its start. */
  get #source(): SessionSource {
    if (this.parentThreadId === null) return 'vscode';
    const agent = { agent_path: null, agent_nickname: null, agent_role: null };
    const spawn = { parent_thread_id: this.parentThreadId, depth: 1, ...agent };
    return { subAgent: { thread_spawn: spawn } };
  }
}
