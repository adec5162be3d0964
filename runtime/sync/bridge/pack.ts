import { types } from 'node:util';
import type { Packed, Part, Place, PlacedPart, Slot } from './messages.js';

/** A part of a value, as it is met. */
export interface Found {
  readonly value: object | symbol;
  /** Where it stands: property names and indices from the top. */
  readonly at: Place;
  /** What it is a property of. */
  readonly holder: object;
  /** Whether an error holds it, of which is sent what can be. */
  readonly isInError: boolean;
  /** Packs a value along with the whole, into what a part is made of. */
  readonly slot: (value: unknown) => Slot;
  /** The same for what an error holds: whatever it is, nothing is thrown. */
  readonly errorSlot: (read: () => unknown) => Slot;
}

/** What is sent for something in place of a clone of it. */
type Sent = { readonly copy: object } | { readonly part: Part };

/** A part that only the two ends of a bridge know how to make. */
export type RealPart = Exclude<Part, { readonly kind: 'copy' | 'buffer' }>;

/** What to do with a part of a value: send something for it or in its place, leave it out, or clone it. */
export type PackPart = (
  found: Found,
) => Part | { readonly kind: 'instead'; readonly value: unknown } | 'dropped' | undefined;

/**
 * Makes a value ready to be cloned. What needs no change is sent as it is, and is not copied before;
 * of what JSON would write otherwise, that form is sent.
 */
export function pack(value: unknown, part: PackPart): Packed {
  return isReady(value, new Set()) ? { value } : new Packer(part).pack(value);
}

/**
 * Packs what was thrown, with as much of what it holds as can be cloned. Never throws.
 *
 * @param most Objects to send at most.
 */
export function packLeniently(value: unknown, part: PackPart, most: number): Packed {
  return new Packer(part, most).packThrown(value);
}

/**
 * The value again, with the counterparts of what could not be cloned.
 *
 * @param counterpart may leave to be done later what needs all counterparts to be in place.
 */
export function unpack(
  packed: Packed,
  counterpart: (part: RealPart, later: (body: () => void) => void) => unknown,
): unknown {
  const { parts = [] } = packed;
  const waiting: (() => void)[] = [];
  const made = new Map<Part, unknown>();
  for (const { holder, key, part } of parts) {
    if (part.kind === 'copy') put(holder, key, part.value);
    else if (part.kind === 'buffer') put(holder, key, Buffer.from(part.bytes.buffer));
  }
  for (const { holder, key, part } of parts) {
    if (part.kind === 'copy' || part.kind === 'buffer') continue;
    if (!made.has(part)) {
      const later = (body: () => void): void => void waiting.push(body);
      made.set(part, counterpart(part, later));
    }
    put(holder, key, made.get(part));
  }
  for (const body of waiting) body();
  return packed.value;
}

class Packer {
  readonly #parts: PlacedPart[] = [];
  readonly #part: PackPart;
  readonly #at: (string | number)[] = [];
  /** What has been met, and what is sent for it. A value may contain itself, and things twice. */
  readonly #met = new Map<unknown, Sent | 'dropped'>();
  /** What is sent in place of objects that say so. */
  readonly #instead = new Map<unknown, unknown>();
  /** What errors hold, to be visited one after the other: they may hold one another, to any depth. */
  readonly #waiting: (() => void)[] = [];
  readonly #most: number;
  /** Objects that errors hold. */
  #looked = 0;
  #isInError = false;

  constructor(part: PackPart, most = Infinity) {
    this.#part = part;
    this.#most = most;
  }

  pack(value: unknown): Packed {
    const packed = { value: undefined, parts: this.#parts };
    this.#visit(packed, 'value', value);
    return this.#finish(packed);
  }

  packThrown(value: unknown): Packed {
    const packed = { value: undefined, parts: this.#parts };
    this.#isInError = true;
    this.#visitSafely(packed, 'value', () => value);
    return this.#finish(packed);
  }

  #finish(packed: Packed): Packed {
    this.#isInError = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next();
    return this.#parts.length === 0 ? { value: packed.value } : packed;
  }

  /** What goes wrong is left out: it must not hide the error. */
  #visitSafely(holder: object, key: string | number, read: () => unknown): void {
    try {
      this.#visit(holder, key, read());
    } catch {
      // It has an accessor that throws, or is nothing that can be looked at.
    }
  }

  #visit(holder: object, key: string | number, given: unknown, isJson = false): void {
    const value = this.#meant(given);
    if (isPlain(value)) {
      put(holder, key, value);
      return;
    }
    const met = this.#met.get(value);
    if (met === 'dropped') return;
    if (met) {
      this.#place(holder, key, met);
      return;
    }
    if (this.#isInError && typeof value === 'object' && ++this.#looked > this.#most) return;
    // Until it is known what is sent for it, nothing can be sent where it contains itself.
    if (typeof value === 'object') this.#met.set(value, 'dropped');
    const part = this.#part({
      value,
      at: this.#at,
      holder,
      isInError: this.#isInError,
      slot: (inner) => this.#slot(inner),
      errorSlot: (read) => this.#errorSlot(read),
    });
    if (part === 'dropped') return;
    if (part?.kind === 'instead') this.#visitInstead(holder, key, value, part.value);
    else if (part) this.#send(holder, key, value, { part });
    else if (typeof value === 'object') this.#visitData(holder, key, value, isJson);
  }

  #meant(value: unknown): unknown {
    return this.#instead.has(value) ? this.#instead.get(value) : value;
  }

  /** Sends what has no counterpart as JSON would write it. */
  #visitData(holder: object, key: string | number, value: object, isJson: boolean): void {
    if (types.isBoxedPrimitive(value) && !types.isSymbolObject(value)) {
      this.#visitInstead(holder, key, value, value.valueOf());
    } else if (Buffer.isBuffer(value)) {
      this.#send(holder, key, value, { part: { kind: 'buffer', bytes: new Uint8Array(value) } });
    } else if (isCloneable(value)) {
      if (this.#isInError) structuredClone(value);
      this.#send(holder, key, value, { copy: value });
    } else {
      const { toJSON } = value as { readonly toJSON?: unknown };
      if (typeof toJSON === 'function' && !isJson) {
        this.#visitInstead(holder, key, value, toJSON.call(value, String(key)));
      } else this.#copy(holder, key, value);
    }
  }

  #visitInstead(
    holder: object,
    key: string | number,
    value: object | symbol,
    instead: unknown,
  ): void {
    this.#met.delete(value);
    if (instead !== value) this.#instead.set(value, instead);
    this.#visit(holder, key, instead, true);
  }

  #copy(holder: object, key: string | number, value: object): void {
    const isList = Array.isArray(value);
    const copy: object = isList ? [] : {};
    this.#send(holder, key, value, { copy });
    if (isList) Reflect.set(copy, 'length', value.length);
    const fill = (): void => {
      for (const name of Object.keys(value))
        this.#visitInside(copy, value, isList ? Number(name) : name);
    };
    if (this.#isInError) this.#waiting.push(fill);
    else fill();
  }

  #visitInside(copy: object, value: object, name: string | number): void {
    const read = (): unknown => Reflect.get(value, name);
    if (this.#isInError) {
      this.#visitSafely(copy, name, read);
      return;
    }
    const inner = read();
    // It has been asked, or is not to be.
    if (name === 'toJSON' && typeof inner === 'function') return;
    this.#at.push(name);
    this.#visit(copy, name, inner);
    this.#at.pop();
  }

  #send(holder: object, key: string | number, value: object | symbol, sent: Sent): void {
    // Functions go by where they are, for that is what they are called.
    if (typeof value === 'object') this.#met.set(value, sent);
    this.#place(holder, key, sent);
  }

  #place(holder: object, key: string | number, sent: Sent): void {
    // A clone of what is nested as deep as an error can hold it would not fit on the stack.
    if ('copy' in sent && !this.#isInError) put(holder, key, sent.copy);
    else {
      put(holder, key, undefined);
      const part: Part = 'copy' in sent ? { kind: 'copy', value: sent.copy } : sent.part;
      this.#parts.push({ holder, key, part });
    }
  }

  #slot(value: unknown): Slot {
    const slot = { value: undefined };
    this.#visit(slot, 'value', value);
    return slot;
  }

  #errorSlot(read: () => unknown): Slot {
    const slot = { value: undefined };
    this.#waiting.push(() => {
      this.#visitSafely(slot, 'value', read);
    });
    return slot;
  }
}

function put(holder: object, key: string | number, value: unknown): void {
  if (key !== '__proto__') Reflect.set(holder, key, value);
  else
    Object.defineProperty(holder, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}

/** Whether it is the same in every thread. */
export function isPlain(
  value: unknown,
): value is string | number | bigint | boolean | null | undefined {
  if (value === null) return true;
  return typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol';
}

/** Whether all of it is data that is cloned as JSON would write it. */
function isReady(value: unknown, seen: Set<object>): boolean {
  if (isPlain(value)) return true;
  if (typeof value !== 'object') return false;
  if (seen.has(value)) return true;
  seen.add(value);
  if (isCloneable(value)) return !Buffer.isBuffer(value);
  if (types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false;
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  return Object.keys(value).every((key) => isReady(Reflect.get(value, key), seen));
}

/** What is cloned as it is, whatever is in it. */
function isCloneable(value: object): boolean {
  return types.isDate(value) || ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);
}
