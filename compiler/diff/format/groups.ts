import type { Change, ChangeKind, Impact, Subject } from '../change.js';

/** Changes of which the same can be said. */
export interface Group {
  readonly impact: Impact;
  readonly subject: Subject;
  readonly kind: ChangeKind;
  readonly why: string;
  readonly experimental: boolean;
  readonly changes: readonly Change[];
}

/** Gathers changes that differ only in what they are about, in the order in which they come. */
export function groupsOf(changes: readonly Change[]): Group[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const { impact, subject, kind, why, stability } = change;
    const key = JSON.stringify([impact, subject, kind, why, stability]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { impact, subject, kind, why, stability } = first;
    return [
      { impact, subject, kind, why, experimental: stability === 'experimental', changes: group },
    ];
  });
}

/** `Fields added`, `Request removed`. */
export function titleOf({ subject, kind, changes, experimental }: Group): string {
  const one = subject.endsWith('s') ? subject.slice(0, -1) : subject;
  const things = subject === 'params' ? 'params' : changes.length === 1 ? one : `${one}s`;
  return `${experimental ? 'experimental ' : ''}${things} ${kind}`;
}
