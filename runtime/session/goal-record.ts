import type { ServerNotification } from '../../generated/protocol.js';
import type { ThreadGoal, ThreadGoalStatus, Turn } from '../../generated/types.js';
import { EventLog } from './event-log.js';
import type { HandlerScope } from './handler-scope.js';
import { turnIdOf } from './route.js';
import { TurnRecord } from './turn-record.js';
import type { ThreadFollower } from './turn-registry.js';

/** How a goal stands; `cleared` if the thread has none any more. */
export type GoalStatus = ThreadGoalStatus | 'cleared';

/** What is told of a goal, and the turns that the runtime works at it in. */
export class GoalRecord implements ThreadFollower {
  readonly threadId: string;
  readonly log: EventLog<ServerNotification> = new EventLog();
  /** All turns of the goal, in order of their start. */
  readonly turns: TurnRecord[] = [];
  readonly #origin: HandlerScope | undefined;
  readonly #changed: () => void;
  readonly #failed: (error: Error) => void;
  #goal: ThreadGoal | undefined;
  #begun = false;
  #cleared = false;
  /** How many `thread/goal/cleared` are still to come of the goal before this one. */
  #clearsOwed = 0;
  #endedWithinTurn = false;
  #lostFor: string | undefined;

  /**
   * `origin` is the handler that the goal is set from; `changed` is called when the goal or its turns
   * have changed, `failed` when the connection is gone.
   */
  constructor(
    threadId: string,
    origin: HandlerScope | undefined,
    changed: () => void,
    failed: (error: Error) => void,
  ) {
    this.threadId = threadId;
    this.#origin = origin;
    this.#changed = changed;
    this.#failed = failed;
  }

  /** The goal as it was last reported; undefined before the runtime has taken it. */
  get goal(): ThreadGoal | undefined {
    return this.#goal;
  }

  /** How the goal stands; undefined before the runtime has taken it. */
  get status(): GoalStatus | undefined {
    if (!this.#begun) return undefined;
    return this.#cleared ? 'cleared' : this.#goal?.status;
  }

  /** The turn that runs, if one does. */
  get running(): TurnRecord | undefined {
    const newest = this.turns.at(-1);
    return newest?.over ? undefined : newest;
  }

  /** Whether the goal was over before its last turn was, so that no other turn can be on its way. */
  get endedWithinTurn(): boolean {
    return this.#endedWithinTurn;
  }

  /** Why nothing more will be heard of the goal, if that is so. */
  get lostFor(): string | undefined {
    return this.#lostFor;
  }

  /** Whether this goal is the one that was last reported. Goals have no id. */
  isOf({ objective, createdAt }: ThreadGoal): boolean {
    return this.#goal?.objective === objective && this.#goal.createdAt === createdAt;
  }

  /** The goal before this one was cleared; the notification of it may be still to come. */
  replaces(): void {
    this.#clearsOwed++;
  }

  /** The runtime has taken the goal. What was told of a goal before that was of an earlier one. */
  begin(goal: ThreadGoal): void {
    this.#begun = true;
    if (!this.isOf(goal)) this.#set(goal);
    this.#changed();
  }

  /** The runtime has answered how the goal stands. */
  update(goal: ThreadGoal): void {
    this.#set(goal);
    this.#changed();
  }

  adopt(turn: Turn): TurnRecord {
    const record = new TurnRecord(this.threadId, turn, { origin: this.#origin });
    this.#add(record);
    return record;
  }

  notified(notification: ServerNotification, record: TurnRecord | undefined): void {
    const { method, params } = notification;
    if (!record) {
      if (concernsGoal(notification)) this.log.push(notification);
    } else if (record.relay !== this.log) {
      // A request of this client has started it in between, such as one of an external message.
      this.#add(record);
      this.log.push(notification);
    }
    switch (method) {
      case 'thread/goal/updated':
        this.#set(params.goal);
        break;
      case 'thread/goal/cleared':
        this.#clear();
        break;
      case 'turn/started':
        break;
      default:
        return;
    }
    this.#changed();
  }

  lost(reason: string): void {
    // If the runtime takes the goal after that, it has the thread.
    if (!this.#begun) return;
    this.#lostFor = reason;
    this.#changed();
  }

  failed(error: Error): void {
    this.#failed(error);
  }

  #set(goal: ThreadGoal): void {
    this.#goal = goal;
    this.#cleared = false;
    this.#endedWithinTurn = goal.status !== 'active' && this.running !== undefined;
  }

  #clear(): void {
    if (this.#clearsOwed > 0 || !this.#begun) {
      this.#clearsOwed--;
      return;
    }
    this.#cleared = true;
    this.#endedWithinTurn = this.running !== undefined;
  }

  #add(record: TurnRecord): void {
    record.relay = this.log;
    this.#lostFor = undefined;
    this.turns.push(record);
    const ended = (): void => {
      this.#changed();
    };
    record.ended.then(ended, ended);
  }
}

/** Whether a notification of the thread that belongs to no running turn is about the goal. */
function concernsGoal({ method, params }: ServerNotification): boolean {
  return method.startsWith('thread/goal/') || turnIdOf(method, params) !== undefined;
}
