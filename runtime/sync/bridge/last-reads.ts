import type { MemberKind, Members } from './members.js';
import type { LastRead } from './messages.js';
import type { WorkingParts } from './working-parts.js';

/** Members that can be looked at when the client has ended: nothing is done by that, and little is held. */
const lasting: readonly MemberKind[] = ['read', 'outcome', 'result'];

const unsettled: unique symbol = Symbol('unsettled');

/** What the members of an object have come to, now that its client has ended. */
export async function lastReads(
  object: object,
  members: Members,
  parts: WorkingParts,
): Promise<Record<string, LastRead>> {
  const reads = await Promise.all(
    Object.entries(members)
      .filter(([, kind]) => lasting.includes(kind))
      .map(async ([name, kind]) => [name, await lastRead(object, name, kind, parts)] as const),
  );
  return Object.fromEntries(
    reads.filter((entry): entry is [string, LastRead] => entry[1] !== undefined),
  );
}

/** Undefined for what has not settled: a result that a schema of the program has yet to validate. */
async function lastRead(
  object: object,
  name: string,
  kind: MemberKind,
  parts: WorkingParts,
): Promise<LastRead | undefined> {
  try {
    const member: unknown = Reflect.get(object, name);
    const result: unknown = kind === 'result' ? (member as () => unknown).call(object) : member;
    // What has settled is there before the event loop turns.
    const turned = new Promise((resolve) => setImmediate(resolve, unsettled));
    const value = await Promise.race([result, turned]);
    return value === unsettled ? undefined : { value: parts.pack(value) };
  } catch (thrown) {
    return { thrown: parts.packThrown(thrown) };
  }
}
