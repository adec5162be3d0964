import type { EnumValue, Field, Stability, TypeNode, Variant } from '../model/type-node.js';
import type { Pointer } from '../util/pointer.js';
import { align, type Aligned, type Place } from './align.js';
import { describeType, literalText } from './describe-type.js';
import { fits } from './fits.js';
import { judgeRetyped } from './impact.js';
import { jointly, type About, type Ledger, type Setting } from './ledger.js';
import type { Pairing } from './pair-up.js';
import type { Identity } from './renames.js';

/** Two types to compare, and what they are. */
export interface Compared {
  readonly before: TypeNode;
  readonly after: TypeNode;
  /** What a change is about that concerns the types as a whole. */
  readonly about: About;
  /** How places inside the types are called. */
  readonly path: string;
  readonly steady: boolean;
  readonly setting: Setting;
}

/**
 * Compares two types part by part, down to the names of other types.
 *
 * @param refers hears which named types stand at the same place
 */
export function compareParts(
  compared: Compared,
  identity: Identity,
  ledger: Ledger,
  refers: (before: Pointer, after: Pointer) => void,
): void {
  const place: Place = { path: compared.path, steady: compared.steady };
  const hears = new PartComparison(compared, identity, ledger, refers);
  align(compared.before, compared.after, place, identity, hears);
}

class PartComparison implements Aligned {
  readonly #compared: Compared;
  readonly #identity: Identity;
  readonly #ledger: Ledger;
  readonly #refers: (before: Pointer, after: Pointer) => void;
  /** What stands at a place inside the types, once it was met. */
  readonly #parts = new Map<string, About>();

  constructor(
    compared: Compared,
    identity: Identity,
    ledger: Ledger,
    refers: (before: Pointer, after: Pointer) => void,
  ) {
    this.#compared = compared;
    this.#identity = identity;
    this.#ledger = ledger;
    this.#refers = refers;
  }

  references(_place: Place, a: { readonly to: Pointer }, b: { readonly to: Pointer }): void {
    this.#refers(a.to, b.to);
  }

  nullability(place: Place, now: boolean): void {
    const kind = now ? 'made nullable' : 'made non-nullable';
    this.#ledger.add({ ...this.#at(place), kind }, this.#setting);
  }

  openness(place: Place, now: boolean): void {
    this.#ledger.add({ ...this.#at(place), kind: now ? 'opened' : 'closed' }, this.#setting);
  }

  mismatch(place: Place, a: TypeNode, b: TypeNode): void {
    const before = { type: a, declarations: this.#identity.before };
    const after = { type: b, declarations: this.#identity.after };
    const verdict = judgeRetyped([...this.#setting.positions], (position) =>
      position === 'input'
        ? fits(before, after, { extrasAllowed: false })
        : fits(after, before, { extrasAllowed: true }),
    );
    this.#ledger.record(
      { ...this.#at(place), kind: 'retyped', before: this.#was(a), after: this.#is(b) },
      this.#setting,
      verdict,
    );
  }

  fields(place: Place, fields: Pairing<Field>): void {
    const about = ({ name, stability }: Pick<Field, 'name' | 'stability'>): About => ({
      subject: 'field',
      owner: place.path,
      name,
      stability,
    });
    for (const field of fields.removed)
      this.#ledger.add(
        { ...about(field), kind: 'removed', before: this.#was(field.type) },
        this.#setting,
      );
    for (const field of fields.added) {
      const kind = field.required ? 'added as required' : 'added';
      this.#ledger.add({ ...about(field), kind, after: this.#is(field.type) }, this.#setting);
    }
    for (const [old, current] of fields.pairs) {
      const same = about({ name: current.name, stability: jointly(old, current) });
      this.#parts.set(`${place.path}.${current.name}`, same);
      this.#ledger.renamed(same, old.name, current.name, this.#setting);
      if (old.required !== current.required) {
        const kind = current.required ? 'made required' : 'made optional';
        this.#ledger.add({ ...same, kind }, this.#setting);
      }
      this.#marks(place, same, old, current);
    }
  }

  variants(place: Place, variants: Pairing<Variant>): void {
    const about = (name: string, stability: Stability): About => ({
      subject: 'variant',
      owner: place.path,
      name,
      stability,
    });
    for (const { tag, type, stability } of variants.removed)
      this.#ledger.add(
        { ...about(tag ?? this.#was(type), stability), kind: 'removed' },
        this.#setting,
      );
    for (const { tag, type, stability } of variants.added)
      this.#ledger.add(
        { ...about(tag ?? this.#is(type), stability), kind: 'added' },
        this.#setting,
      );
    for (const [old, current] of variants.pairs) {
      const name = current.tag ?? this.#is(current.type);
      const same = about(name, jointly(old, current));
      if (current.tag !== null) this.#parts.set(`${place.path}#${current.tag}`, same);
      this.#ledger.renamed(same, old.tag ?? name, current.tag ?? name, this.#setting);
      this.#marks(place, same, old, current);
    }
  }

  values(place: Place, values: Pairing<EnumValue>): void {
    const about = (value: unknown, stability: Stability): About => ({
      subject: 'value',
      owner: place.path,
      name: literalText(value),
      stability,
    });
    for (const { value, stability } of values.removed)
      this.#ledger.add({ ...about(value, stability), kind: 'removed' }, this.#setting);
    for (const { value, stability } of values.added)
      this.#ledger.add({ ...about(value, stability), kind: 'added' }, this.#setting);
    for (const [old, current] of values.pairs) {
      const same = about(current.value, jointly(old, current));
      const [before, after] = [literalText(old.value), literalText(current.value)];
      this.#ledger.renamed(same, before, after, this.#setting);
      this.#marks(place, same, old, current);
    }
  }

  get #setting(): Setting {
    return this.#compared.setting;
  }

  /** What is at a place: a field or variant met before, or the types as a whole. */
  #at({ path }: Place): About {
    return this.#parts.get(path.replace(/(?:\[\]|\{\})+$/, '')) ?? this.#compared.about;
  }

  #marks<T extends Pick<Field, 'stability' | 'doc'>>(
    place: Place,
    about: About,
    old: T,
    current: T,
  ): void {
    // Where something around has changed its stability, that says it for all that is inside.
    if (place.steady)
      this.#ledger.stability(about, old.stability, current.stability, this.#setting);
    this.#ledger.docs(about, old.doc, current.doc, this.#setting);
  }

  #was(type: TypeNode): string {
    return describeType(type, this.#identity.before);
  }

  #is(type: TypeNode): string {
    return describeType(type, this.#identity.after);
  }
}
