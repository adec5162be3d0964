import type { Packed, Part, Place, PlacedPart } from './messages.js';

/** What to do with a part of a value: send something for it, leave it out, or clone it. */
export type PackPart = (value: object | symbol, at: Place) => Part | 'dropped' | undefined;

/**
 * Makes a value ready to be cloned. What needs no change is sent as it is, and is not copied before;
 * of what JSON would write otherwise, that form is sent.
 */
export function pack(value: unknown, part: PackPart): Packed {
  const packer = new Packer(part);
  const visited = packer.visit(value);
  const cloneable = visited === dropped ? undefined : visited;
  return packer.parts.length === 0
    ? { value: cloneable }
    : { value: cloneable, parts: packer.parts };
}

/** The value again, with the counterparts of what could not be cloned. */
export function unpack(
  { value, parts = [] }: Packed,
  counterpart: (part: Part) => unknown,
): unknown {
  let whole = value;
  for (const part of parts) {
    const { at } = part;
    const last = at.at(-1);
    if (last === undefined) whole = counterpart(part);
    else {
      const holder = at
        .slice(0, -1)
        .reduce((inner, key) => Reflect.get(inner, key), whole as object);
      Reflect.set(holder, last, counterpart(part));
    }
  }
  return whole;
}

class Packer {
  readonly parts: PlacedPart[] = [];
  readonly #part: PackPart;
  readonly #at: (string | number)[] = [];
  /** What is being visited: a value may contain itself. */
  readonly #inside = new Set<object>();

  constructor(part: PackPart) {
    this.#part = part;
  }

  visit(value: unknown): unknown {
    if (isPlain(value)) return value;
    if (typeof value === 'object' && this.#inside.has(value)) return value;
    const part = this.#part(value, this.#at);
    if (part === 'dropped') return dropped;
    if (part) {
      this.parts.push({ ...part, at: [...this.#at] });
      return undefined;
    }
    if (typeof value !== 'object') return dropped;
    if (isCloneable(value)) return value;
    this.#inside.add(value);
    const visited = this.#visitInside(value);
    this.#inside.delete(value);
    return visited;
  }

  #visitInside(value: object): unknown {
    const { toJSON } = value as { readonly toJSON?: unknown };
    if (typeof toJSON === 'function') return this.visit(toJSON.call(value));
    let copy: object | undefined;
    const isList = Array.isArray(value);
    for (const key of Object.keys(value)) {
      const inner: unknown = Reflect.get(value, key);
      if (isPlain(inner)) continue;
      this.#at.push(isList ? Number(key) : key);
      const visited = this.visit(inner);
      this.#at.pop();
      if (visited === inner) continue;
      copy ??= isList ? [...(value as unknown[])] : { ...value };
      if (visited !== dropped) Reflect.set(copy, key, visited);
      else if (isList) Reflect.set(copy, key, undefined);
      else Reflect.deleteProperty(copy, key);
    }
    return copy ?? value;
  }
}

/** Stands for what is left out. */
const dropped = Symbol('dropped');

function isPlain(value: unknown): value is string | number | bigint | boolean | null | undefined {
  if (value === null) return true;
  return typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol';
}

/** What is cloned as it is, whatever is in it. */
function isCloneable(value: object): boolean {
  return value instanceof Date || ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}
