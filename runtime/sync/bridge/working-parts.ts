import { giveProperties, packError, unpackError } from './errors.js';
import type { Description } from './members.js';
import type { Packed, PackedError, Part, Slot, Thrown } from './messages.js';
import { type Found, pack, packLeniently, type RealPart, unpack } from './pack.js';

type Body = (...args: readonly unknown[]) => unknown;

export interface WorkingPartsOptions {
  readonly description: Description;
  /** What the voice exports: its classes, and what makes values. */
  readonly module: Readonly<Record<string, unknown>>;
  /** Keeps an object for the calling thread; what it returns is the object's name there. */
  readonly keep: (object: unknown, className?: string) => number;
  /** The counterpart of a function of the calling thread. */
  readonly callback: (id: number, isOneWay: boolean) => Body;
  /** Nobody holds what stands for this value of the calling thread any more. */
  readonly forget: (id: number) => void;
}

/** Values on their way between the calling thread and the worker, as the worker sees them. */
export class WorkingParts {
  readonly #options: WorkingPartsOptions;
  readonly #classes: readonly (readonly [name: string, of: Function])[];
  /** What stands for values of the calling thread, and which they are there. */
  readonly #own = new WeakMap<object, number>();
  readonly #forgotten: FinalizationRegistry<number>;

  constructor(options: WorkingPartsOptions) {
    this.#options = options;
    this.#classes = Object.keys(options.description).map((name) => [
      name,
      options.module[name] as Function,
    ]);
    this.#forgotten = new FinalizationRegistry(options.forget);
  }

  pack(value: unknown): Packed {
    return pack(value, (found) => this.#part(found));
  }

  /** What was thrown, with all that it holds. Never throws itself. */
  packThrown(thrown: unknown): Thrown {
    return packLeniently(thrown, (found) => this.#part(found), Infinity);
  }

  unpack(packed: Packed): unknown {
    return unpack(packed, (part, later) => this.#counterpart(part, later));
  }

  #part(found: Found): Part | 'dropped' | undefined {
    const { value } = found;
    if (typeof value === 'symbol' || value instanceof AbortSignal) return 'dropped';
    if (typeof value === 'function') {
      if (found.isInError) return 'dropped';
      return { kind: 'function', id: this.#options.keep(value), oneWay: false };
    }
    const own = this.#own.get(value);
    if (value instanceof Error) {
      const error = packError(value, found.errorSlot);
      return { kind: 'error', error: own === undefined ? error : { ...error, own } };
    }
    if (own !== undefined) return { kind: 'own', id: own };
    const described = this.#classes.find(([, of]) => value instanceof of);
    if (described) return this.#object(value, described[0], found);
    if (isMap(value)) return { kind: 'map', entries: found.slot([...value.entries()]) };
    if (Symbol.asyncIterator in value) return { kind: 'stream', id: this.#options.keep(value) };
    if (Symbol.dispose in value) return { kind: 'disposable', id: this.#options.keep(value) };
    return undefined;
  }

  #object(object: object, className: string, { slot }: Found): Part {
    const members = Object.entries(this.#options.description[className] ?? {});
    const names = members.filter(([, kind]) => kind === 'field').map(([name]) => name);
    const fields = Object.fromEntries(names.map((name) => [name, Reflect.get(object, name)]));
    const id = this.#options.keep(object, className);
    return { kind: 'object', className, id, fields: slot(fields) };
  }

  #counterpart(part: RealPart, later: (body: () => void) => void): unknown {
    switch (part.kind) {
      case 'function':
        return this.#options.callback(part.id, part.oneWay);
      case 'made':
        return this.#made(part);
      case 'schema':
        return this.#schema(part, later);
      case 'error':
        return this.#error(part.error, later);
      case 'own':
        return this.#standIn(part);
      case 'promise':
        return Promise.resolve();
      case 'signal':
        return new AbortController().signal;
      case 'symbol':
        return Symbol(part.description);
      default:
        throw new Error(`The worker makes no ${part.kind}`);
    }
  }

  #error(packed: PackedError, later: (body: () => void) => void): Error {
    const error = unpackError(packed);
    later(() => {
      giveProperties(error, packed);
    });
    if (packed.own !== undefined) this.#remember(error, packed.own);
    return error;
  }

  #standIn({ id, shown }: Extract<Part, { readonly kind: 'own' }>): object {
    const standIn = new StandIn(shown?.text ?? '', shown?.copy?.value);
    this.#remember(standIn, id);
    return standIn;
  }

  #remember(standIn: object, id: number): void {
    this.#own.set(standIn, id);
    this.#forgotten.register(standIn, id);
  }

  #made({ name, args, changes }: Extract<Part, { readonly kind: 'made' }>): unknown {
    const exported = this.#options.module[name];
    if (!args) return exported;
    const made = (exported as Body)(...(args.value as unknown[])) as object;
    return changes ? { ...made, ...(changes.value as object) } : made;
  }

  #schema(
    { vendor, jsonSchema, validate }: Extract<Part, { readonly kind: 'schema' }>,
    later: (body: () => void) => void,
  ): unknown {
    const standard = { version: 1, vendor, validate: this.#options.callback(validate, false) };
    if (!jsonSchema) return { '~standard': standard };
    const problem = 'problem' in jsonSchema ? this.#error(jsonSchema.problem, later) : undefined;
    const input = (): unknown => {
      if (problem) throw problem;
      return (jsonSchema as Slot).value;
    };
    return { '~standard': { ...standard, jsonSchema: { input } } };
  }
}

/** Stands for a value of the calling thread that is no thrown error: it says of itself what that says. */
class StandIn {
  readonly #text: string;

  constructor(text: string, properties: unknown) {
    this.#text = text;
    Object.assign(this, properties);
  }

  toString(): string {
    return this.#text;
  }
}

function isMap(value: object): value is ReadonlyMap<unknown, unknown> {
  const { entries, get, size } = value as Partial<ReadonlyMap<unknown, unknown>>;
  return typeof entries === 'function' && typeof get === 'function' && typeof size === 'number';
}
