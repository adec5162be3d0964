import type {
  ChatgptLoginHandle,
  Codex,
  DeviceCodeLoginHandle,
  GoalHandle,
  Thread,
  TurnHandle,
} from '../index.js';
import type { MemberKind } from './bridge/members.js';

/** The classes of the facade and their members, from which both threads work. */
export const facadeMembers = {
  Codex: {
    rpc: 'tree',
    start: 'call',
    metadata: 'read',
    closed: 'outcome',
    rateLimits: 'read',
    rateLimitsByLimitId: 'read',
    openRequests: 'read',
    close: 'call',
    loginApiKey: 'call',
    loginChatgpt: 'call',
    loginChatgptDeviceCode: 'call',
    account: 'call',
    logout: 'call',
    threadStart: 'call',
    threadResume: 'call',
    threadFork: 'call',
    threadList: 'call',
    threads: 'pages',
    threadArchive: 'call',
    threadUnarchive: 'call',
    threadDelete: 'call',
    models: 'call',
    on: 'listen',
    onLifecycle: 'listen',
    onOpenRequest: 'listen',
    notifications: 'stream',
  },
  Thread: {
    id: 'field',
    details: 'read',
    run: 'call',
    turn: 'call',
    review: 'call',
    compact: 'call',
    goal: 'call',
    resumeGoal: 'call',
    turns: 'pages',
    items: 'pages',
    read: 'call',
    setName: 'call',
  },
  TurnHandle: {
    id: 'field',
    threadId: 'field',
    stream: 'stream',
    text: 'stream',
    run: 'result',
    steer: 'call',
    interrupt: 'call',
  },
  GoalHandle: {
    threadId: 'field',
    done: 'read',
    goal: 'read',
    status: 'read',
    events: 'stream',
    pause: 'call',
    interrupt: 'call',
    clear: 'call',
    resume: 'call',
  },
  ChatgptLoginHandle: { loginId: 'field', authUrl: 'field', wait: 'result', cancel: 'call' },
  DeviceCodeLoginHandle: {
    loginId: 'field',
    verificationUrl: 'field',
    userCode: 'field',
    wait: 'result',
    cancel: 'call',
  },
} as const;

/** What the blocking twin leaves out: signals cannot fire while it waits. */
type LeftOut = 'signal' | 'discardEvents';

/** Every member of a class, so that a new one cannot be forgotten. */
export type MembersOf<Class> = {
  readonly [Name in Exclude<keyof Class & string, LeftOut>]: MemberKind;
};

/** {@link facadeMembers} is this, or something of the facade is missing in it. */
export interface WholeFacade {
  readonly Codex: MembersOf<Codex>;
  readonly Thread: MembersOf<Thread>;
  readonly TurnHandle: MembersOf<TurnHandle>;
  readonly GoalHandle: MembersOf<GoalHandle>;
  readonly ChatgptLoginHandle: MembersOf<ChatgptLoginHandle>;
  readonly DeviceCodeLoginHandle: MembersOf<DeviceCodeLoginHandle>;
}
