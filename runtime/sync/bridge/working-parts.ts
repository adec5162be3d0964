import { packError, unpackError } from './errors.js';
import type { Description } from './members.js';
import type { Packed, Part, Thrown } from './messages.js';
import { pack, unpack } from './pack.js';

type Body = (...args: readonly unknown[]) => unknown;

export interface WorkingPartsOptions {
  readonly description: Description;
  /** What the voice exports: its classes, and what makes values. */
  readonly module: Readonly<Record<string, unknown>>;
  /** Keeps an object for the calling thread; what it returns is the object's name there. */
  readonly keep: (object: unknown, className?: string) => number;
  /** The counterpart of a function of the calling thread. */
  readonly callback: (id: number, isOneWay: boolean) => Body;
  /** Nobody holds this error of the calling thread any more. */
  readonly forget: (id: number) => void;
}

/** Values on their way between the calling thread and the worker, as the worker sees them. */
export class WorkingParts {
  readonly #options: WorkingPartsOptions;
  readonly #classes: readonly (readonly [name: string, of: Function])[];
  /** Errors that functions of the calling thread threw, and which they are there. */
  readonly #thrown = new WeakMap<object, number>();
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
    return pack(value, (inner) => this.#part(inner));
  }

  packThrown(thrown: unknown): Thrown {
    if (!(thrown instanceof Error)) return { value: this.pack(thrown) };
    const error = packError(thrown, (value) => this.pack(value));
    const own = this.#thrown.get(thrown);
    return { error: own === undefined ? error : { ...error, thrown: own } };
  }

  unpack(packed: Packed): unknown {
    return unpack(packed, (part) => this.#counterpart(part));
  }

  unpackThrown(thrown: Thrown): unknown {
    if ('value' in thrown) return this.unpack(thrown.value);
    const error = unpackError(thrown.error, (value) => this.unpack(value));
    const own = thrown.error.thrown;
    if (own !== undefined) {
      this.#thrown.set(error, own);
      this.#forgotten.register(error, own);
    }
    return error;
  }

  #part(value: object | symbol): Part | 'dropped' | undefined {
    if (typeof value === 'symbol' || value instanceof AbortSignal) return 'dropped';
    if (typeof value === 'function') {
      return { kind: 'function', id: this.#options.keep(value), oneWay: false };
    }
    if (value instanceof Error) {
      const packed = this.packThrown(value);
      return 'error' in packed ? { kind: 'error', error: packed.error } : undefined;
    }
    const described = this.#classes.find(([, of]) => value instanceof of);
    if (described) return this.#object(value, described[0]);
    if (isMap(value)) return { kind: 'map', entries: this.pack([...value.entries()]) };
    if (Symbol.asyncIterator in value) return { kind: 'stream', id: this.#options.keep(value) };
    if (Symbol.dispose in value) return { kind: 'disposable', id: this.#options.keep(value) };
    return undefined;
  }

  #object(object: object, className: string): Part {
    const members = Object.entries(this.#options.description[className] ?? {});
    const names = members.filter(([, kind]) => kind === 'field').map(([name]) => name);
    const fields = Object.fromEntries(names.map((name) => [name, Reflect.get(object, name)]));
    const id = this.#options.keep(object, className);
    return { kind: 'object', className, id, fields: this.pack(fields) };
  }

  #counterpart(part: Part): unknown {
    switch (part.kind) {
      case 'function':
        return this.#options.callback(part.id, part.oneWay);
      case 'made':
        return this.#made(part);
      case 'schema':
        return this.#schema(part);
      case 'error':
        return this.unpackThrown({ error: part.error });
      default:
        throw new Error(`The worker makes no ${part.kind}`);
    }
  }

  #made({ name, args, changes }: Extract<Part, { readonly kind: 'made' }>): unknown {
    const exported = this.#options.module[name];
    if (!args) return exported;
    const made = (exported as Body)(...(this.unpack(args) as unknown[])) as object;
    return changes ? { ...made, ...(this.unpack(changes) as object) } : made;
  }

  #schema({ vendor, jsonSchema, validate }: Extract<Part, { readonly kind: 'schema' }>): unknown {
    const standard = { version: 1, vendor, validate: this.#options.callback(validate, false) };
    const input = (): unknown => {
      if (jsonSchema && 'value' in jsonSchema) return this.unpack(jsonSchema.value);
      throw this.unpackThrown({ error: (jsonSchema as { problem: never }).problem });
    };
    return { '~standard': jsonSchema ? { ...standard, jsonSchema: { input } } : standard };
  }
}

function isMap(value: object): value is ReadonlyMap<unknown, unknown> {
  const { entries, get, size } = value as Partial<ReadonlyMap<unknown, unknown>>;
  return typeof entries === 'function' && typeof get === 'function' && typeof size === 'number';
}
