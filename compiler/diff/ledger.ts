import type { Doc } from '../model/doc.js';
import type { Stability } from '../model/type-node.js';
import { byCodeUnit } from '../util/order.js';
import {
  CHANGE_KINDS,
  IMPACTS,
  SUBJECTS,
  placeOf,
  type Change,
  type ChangeKind,
  type Position,
  type Subject,
} from './change.js';
import { judge, type Verdict } from './impact.js';

/** What a change is about. */
export interface About {
  readonly subject: Subject;
  readonly owner: string;
  readonly name?: string | null;
  readonly stability: Stability;
}

/** What happened to it. */
export interface Finding extends About {
  readonly kind: ChangeKind;
  readonly before?: string | null;
  readonly after?: string | null;
}

/** How the things at a place are met: who writes them, and in which methods. */
export interface Setting {
  readonly positions: ReadonlySet<Position>;
  readonly methods: readonly string[];
}

/** Collects changes, each with what it means to a caller. */
export class Ledger {
  readonly #changes: Change[] = [];
  readonly #graded: boolean;

  /** @param graded true if both sides tell stable from experimental */
  constructor(graded: boolean) {
    this.#graded = graded;
  }

  add(finding: Finding, setting: Setting): void {
    this.record(finding, setting, judge(finding.subject, finding.kind, [...setting.positions]));
  }

  record(finding: Finding, { positions, methods }: Setting, verdict: Verdict): void {
    this.#changes.push({
      ...verdict,
      subject: finding.subject,
      kind: finding.kind,
      owner: finding.owner,
      name: finding.name ?? null,
      before: finding.before ?? null,
      after: finding.after ?? null,
      positions: (['input', 'output'] as const).filter((position) => positions.has(position)),
      stability: finding.stability,
      methods,
    });
  }

  /** Notes a former name. */
  renamed(about: About, before: string, after: string, setting: Setting): void {
    if (before !== after) this.add({ ...about, kind: 'renamed', before, after }, setting);
  }

  stability(about: About, before: Stability, after: Stability, setting: Setting): void {
    if (!this.#graded || before === after) return;
    const kind = after === 'stable' ? 'made stable' : 'made experimental';
    this.add({ ...about, kind, before, after }, setting);
  }

  /** Notes what the docs say that matters to callers: deprecation, and what leaving out means. */
  docs(about: About, before: Doc, after: Doc, setting: Setting): void {
    if ((before.deprecated === null) !== (after.deprecated === null)) {
      const kind = after.deprecated === null ? 'no longer deprecated' : 'deprecated';
      this.add({ ...about, kind, after: after.deprecated || null }, setting);
    }
    // No default at all means the same as `null`: nothing is given.
    const [old, current] = [before, after].map(({ defaultValue }) =>
      JSON.stringify(defaultValue ?? null),
    );
    if (old !== current && old !== undefined && current !== undefined)
      this.add({ ...about, kind: 'default changed', before: old, after: current }, setting);
  }

  /** What was found: the worst first, then by what it is about and what happened, the stable first. */
  sorted(): Change[] {
    return [...this.#changes].sort(
      (a, b) =>
        IMPACTS.indexOf(a.impact) - IMPACTS.indexOf(b.impact) ||
        SUBJECTS.indexOf(a.subject) - SUBJECTS.indexOf(b.subject) ||
        CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind) ||
        byCodeUnit(b.stability, a.stability) ||
        byCodeUnit(placeOf(a), placeOf(b)),
    );
  }
}

/** Only who opted in on both sides met it on both. */
export function jointly(
  a: { readonly stability: Stability },
  b: { readonly stability: Stability },
): Stability {
  return a.stability === 'stable' || b.stability === 'stable' ? 'stable' : 'experimental';
}
