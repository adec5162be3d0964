import type { Notification, Request } from '../bind/method.js';
import type { UsedDeclaration } from '../bind/protocol.js';
import type { TypeNode } from '../model/type-node.js';
import { sortedBy } from '../util/order.js';
import type { Pointer } from '../util/pointer.js';
import type { Change, Position } from './change.js';
import { compareParts } from './compare-parts.js';
import { describeType } from './describe-type.js';
import { jointly, Ledger, type About, type Setting } from './ledger.js';
import { methodsReaching, type Reach } from './reach.js';
import { identify, type Identity } from './renames.js';
import { byName, METHOD_KINDS, resultOf, type MethodKind, type Side } from './side.js';

/** Everything that tells two protocols apart, for those who call them. */
export interface Difference {
  readonly from: Side;
  readonly to: Side;
  /** The worst first, then by what they are about. */
  readonly changes: readonly Change[];
}

/** Compares two protocols by what they mean, starting from their methods. */
export function compare(from: Side, to: Side): Difference {
  const comparison = new Comparison(from, to);
  comparison.compareMethods();
  comparison.compareTypes();
  return { from, to, changes: comparison.changes() };
}

/** A type that both sides have, and who writes values of it on both. */
interface TypePair {
  readonly old: UsedDeclaration;
  readonly current: UsedDeclaration;
  readonly positions: Set<Position>;
}

class Comparison {
  readonly #from: Side;
  readonly #to: Side;
  readonly #identity: Identity;
  readonly #ledger: Ledger;
  /** Keeps the pairs in the order in which they were met. */
  readonly #pairs = new Map<string, TypePair>();

  constructor(from: Side, to: Side) {
    this.#from = from;
    this.#to = to;
    this.#identity = identify(from, to);
    this.#ledger = new Ledger(from.graded && to.graded);
  }

  changes(): Change[] {
    return this.#ledger.sorted();
  }

  compareMethods(): void {
    for (const kind of METHOD_KINDS) {
      const { pairs, removed, added } = this.#identity.methods(kind);
      for (const method of removed) this.#sole(kind, 'removed', method);
      for (const method of added) this.#sole(kind, 'added', method);
      for (const [old, current] of pairs) this.#methodPair(kind, old, current);
    }
    const [before, after] = [this.#from.protocol, this.#to.protocol];
    const about: About = { subject: 'type', owner: 'RequestId', stability: 'stable' };
    this.#whole(about, before.requestId, after.requestId, setting(['input', 'output']));
    const envelope: About = { subject: 'type', owner: 'ServerNotification', stability: 'stable' };
    this.#whole(envelope, before.notificationExtras, after.notificationExtras, setting(['output']));
  }

  compareTypes(): void {
    const [before, after] = [this.#from.protocol, this.#to.protocol];
    const reach = [methodsReaching(before), methodsReaching(after)] as const;
    for (const { old, current, positions } of this.#pairs.values()) {
      const found = [
        ...(reach[0].get(old.pointer) ?? []),
        ...(reach[1].get(current.pointer) ?? []),
      ];
      const methods = sortedBy(new Set(found), (method) => method);
      this.#typePair(old, current, { positions, methods });
    }
    const [namesBefore, namesAfter] = [byName(before.declarations), byName(after.declarations)];
    const { renamedTypes } = this.#identity;
    const newNames = new Set(renamedTypes.values());
    for (const declaration of namesBefore.values())
      if (!namesAfter.has(declaration.name) && !renamedTypes.has(declaration.name))
        this.#soleType('removed', declaration, reach[0]);
    for (const declaration of namesAfter.values())
      if (!namesBefore.has(declaration.name) && !newNames.has(declaration.name))
        this.#soleType('added', declaration, reach[1]);
  }

  #sole(kind: MethodKind, change: 'added' | 'removed', { method, stability }: Notification): void {
    this.#ledger.add(
      { subject: kind, kind: change, owner: method, stability },
      setting([paramsPosition(kind)], method),
    );
  }

  #methodPair(
    kind: MethodKind,
    old: Notification | Request,
    current: Notification | Request,
  ): void {
    const { method } = current;
    const position = paramsPosition(kind);
    const sent = setting([position], method);
    const about: About = { subject: kind, owner: method, stability: jointly(old, current) };
    this.#ledger.renamed(about, old.method, method, sent);
    this.#ledger.stability(about, old.stability, current.stability, sent);
    this.#ledger.docs(about, old.doc, current.doc, sent);
    this.#params({ ...about, subject: 'params' }, old, current, sent);

    const [before, after] = [resultOf(old), resultOf(current)];
    const answered = setting([position === 'input' ? 'output' : 'input'], method);
    if (before && after) this.#whole({ ...about, subject: 'result' }, before, after, answered);
  }

  #params(about: About, old: Notification, current: Notification, sent: Setting): void {
    const [before, after] = [old.params, current.params];
    if (before.type && after.type) {
      this.#whole(about, before.type, after.type, sent);
      if (before.kind === after.kind || !sent.positions.has('input')) return;
      const kind = after.kind === 'required' ? 'made required' : 'made optional';
      this.#ledger.add({ ...about, kind }, sent);
    } else if (after.type) {
      const kind = after.kind === 'required' ? 'added as required' : 'added';
      const type = describeType(after.type, this.#identity.after);
      this.#ledger.add({ ...about, kind, after: type }, sent);
    } else if (before.type) {
      const type = describeType(before.type, this.#identity.before);
      this.#ledger.add({ ...about, kind: 'removed', before: type }, sent);
    }
  }

  /** The whole of what a message holds. What it refers to by name is compared later. */
  #whole(about: About, before: TypeNode, after: TypeNode, met: Setting): void {
    const method = about.subject === 'params' || about.subject === 'result';
    const path = method ? `${about.owner} ${about.subject}` : about.owner;
    const compared = { before, after, about, path, steady: true, setting: met };
    compareParts(compared, this.#identity, this.#ledger, (a, b) => this.#meet(a, b, met.positions));
  }

  /** Notes that two named types stand at the same place, and what stands there inside them. */
  #meet(a: Pointer, b: Pointer, positions: ReadonlySet<Position>): void {
    const queue = [[a, b, positions] as const];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [before, after, wanted] = next;
      const old = this.#identity.before.get(before);
      const current = this.#identity.after.get(after);
      if (old === undefined || current === undefined) continue;
      const key = `${before} ${after}`;
      const pair = this.#pairs.get(key) ?? { old, current, positions: new Set<Position>() };
      this.#pairs.set(key, pair);
      const fresh = new Set([...wanted].filter((position) => !pair.positions.has(position)));
      for (const position of fresh) pair.positions.add(position);
      if (fresh.size > 0)
        for (const [inner, twin] of this.#identity.references(old.type, current.type))
          queue.push([inner, twin, fresh]);
    }
  }

  #typePair(old: UsedDeclaration, current: UsedDeclaration, met: Setting): void {
    const about: About = {
      subject: 'type',
      owner: current.name,
      stability: jointly(old, current),
    };
    this.#ledger.renamed(about, old.name, current.name, met);
    this.#ledger.docs(about, old.doc, current.doc, met);
    const compared = {
      before: old.type,
      after: current.type,
      about,
      path: current.name,
      steady: old.stability === 'stable' && current.stability === 'stable',
      setting: met,
    };
    compareParts(compared, this.#identity, this.#ledger, () => {});
  }

  #soleType(change: 'added' | 'removed', declaration: UsedDeclaration, reach: Reach): void {
    const { name, pointer, usage, stability } = declaration;
    const positions: readonly Position[] = usage === 'both' ? ['input', 'output'] : [usage];
    const methods = sortedBy(reach.get(pointer) ?? [], (method) => method);
    this.#ledger.add(
      { subject: 'type', kind: change, owner: name, stability },
      { positions: new Set(positions), methods },
    );
  }
}

function setting(positions: readonly Position[], ...methods: readonly string[]): Setting {
  return { positions: new Set(positions), methods };
}

/** Who writes the params of a kind of method. */
function paramsPosition(kind: MethodKind): Position {
  return kind === 'request' || kind === 'client notification' ? 'input' : 'output';
}
