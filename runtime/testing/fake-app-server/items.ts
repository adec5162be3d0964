import type { ThreadItem } from '../../../generated/types.js';

type Draft<Item> = Item extends ThreadItem ? { type: Item['type'] } & Partial<Item> : never;

/** An item as a script writes it: its type, and of the rest what matters to the test. */
export type ItemDraft = Draft<ThreadItem>;

/** A draft of an item of one type. */
export type DraftOf<T extends ThreadItem['type']> = { type: T } & Partial<
  Extract<ThreadItem, { type: T }>
>;

/** What a script may say of an item of one type. */
export type ItemChanges<T extends ThreadItem['type'] = ThreadItem['type']> = Partial<
  Omit<Extract<ThreadItem, { type: T }>, 'id' | 'type'>
>;

type Rest<Item> = Item extends ThreadItem ? Omit<Item, 'id' | 'type'> : never;
type KeyOf<Value> = Value extends unknown ? keyof Value : never;
type Fields = { [T in ThreadItem['type']]: Rest<Extract<ThreadItem, { type: T }>> };

/** What stands in an item that a script leaves out, as the runtime writes it. */
const fields: Fields = {
  userMessage: { clientId: null, content: [] },
  hookPrompt: { fragments: [] },
  agentMessage: {
    // Spread, for schemas before 0.169 do not have it.
    ...{ moderation: null },
    text: '',
    phase: null,
    memoryCitation: null,
    delivery: null,
    questions: null,
  },
  functionCallOutput: { name: '', namespace: null, output: '' },
  plan: { text: '' },
  reasoning: { summary: [], content: [] },
  commandExecution: {
    pluginId: null,
    scriptPath: null,
    command: '',
    cwd: '',
    processId: null,
    source: 'agent',
    status: 'inProgress',
    commandActions: [],
    aggregatedOutput: null,
    exitCode: null,
    durationMs: null,
  },
  fileChange: { changes: [], status: 'inProgress' },
  mcpToolCall: {
    server: '',
    tool: '',
    status: 'inProgress',
    arguments: {},
    appContext: null,
    mcpAppUi: null,
    pluginId: null,
    readOnlyHint: null,
    result: null,
    error: null,
    durationMs: null,
  },
  dynamicToolCall: {
    namespace: null,
    tool: '',
    arguments: {},
    status: 'inProgress',
    contentItems: null,
    success: null,
    durationMs: null,
  },
  collabAgentToolCall: {
    tool: 'spawnAgent',
    status: 'inProgress',
    senderThreadId: '',
    receiverThreadIds: [],
    prompt: null,
    model: null,
    reasoningEffort: null,
    agentsStates: {},
  },
  subAgentActivity: { kind: 'started', agentThreadId: '', agentPath: '' },
  webSearch: { query: '', action: null, results: null },
  imageView: { path: '' },
  sleep: { durationMs: 0 },
  imageGeneration: { status: 'inProgress', revisedPrompt: null, result: '' },
  enteredReviewMode: { review: '' },
  exitedReviewMode: { review: '' },
  contextCompaction: {},
};

/** The types of items that there are. */
export const itemTypes: readonly string[] = Object.keys(fields);

/** What of an item is only known when its work is done. */
const outcome: { readonly [T in ThreadItem['type']]?: readonly KeyOf<Fields[T]>[] } = {
  agentMessage: ['text'],
  plan: ['text'],
  reasoning: ['summary', 'content'],
  commandExecution: ['status', 'aggregatedOutput', 'exitCode', 'durationMs'],
  fileChange: ['status'],
  mcpToolCall: ['status', 'result', 'error', 'durationMs'],
  dynamicToolCall: ['status', 'contentItems', 'success', 'durationMs'],
  collabAgentToolCall: ['status', 'agentsStates'],
  webSearch: ['results'],
  imageGeneration: ['status', 'revisedPrompt', 'result', 'savedPath'],
};

/** A draft of the item as it is when it has only begun. */
export function begun<T extends ThreadItem['type']>(draft: DraftOf<T>): DraftOf<T> {
  const late: PropertyKey[] = [...(outcome[draft.type] ?? [])];
  // Who is spawned is only known when it is there.
  if ('tool' in draft && draft.tool === 'spawnAgent') late.push('receiverThreadIds', 'model');
  const known = Object.entries(draft).filter(([key]) => !late.includes(key));
  return Object.fromEntries(known) as DraftOf<T>;
}

/**
 * What becomes of an open item when its turn is interrupted; undefined if it stays as it is.
 *
 * @param refused Id of the item for which the client has refused to go on.
 */
export function interrupted(item: ThreadItem, refused?: string): ItemChanges | undefined {
  const failed: ItemChanges<'dynamicToolCall'> = {
    status: 'failed',
    contentItems: [],
    success: false,
  };
  if (item.type === 'dynamicToolCall') return failed;
  const declined: ItemChanges<'commandExecution'> = { status: 'declined' };
  const isRefused = item.type === 'commandExecution' && item.id === refused;
  return isRefused ? declined : undefined;
}

/** Whether the runtime keeps it in the history, when it has been completed. */
export function isKept(item: ThreadItem): boolean {
  return item.type !== 'commandExecution' || item.status !== 'declined';
}

/** A whole item from a draft. */
export function itemFrom(draft: ItemDraft, known: { id: string; cwd: string }): ThreadItem {
  const { type } = draft;
  // A type that the schema does not know is left to the check that follows.
  const defaults = Object.hasOwn(fields, type) ? fields[type] : {};
  const place = type === 'commandExecution' ? { cwd: known.cwd } : {};
  return { id: known.id, ...defaults, ...place, ...draft } as ThreadItem;
}

/** The item as it is when its work is done, where a script says no more. */
export function finished(item: ThreadItem): ThreadItem {
  const isRunning = 'status' in item && item.status === 'inProgress';
  return isRunning ? { ...item, status: 'completed' } : item;
}

/** The message that counts as the answer: the newest one that is final or says nothing of a phase. */
export function finalMessage(items: readonly ThreadItem[]): ThreadItem | undefined {
  return items.findLast(
    (item) =>
      item.type === 'agentMessage' && [undefined, null, 'final_answer'].includes(item.phase),
  );
}
