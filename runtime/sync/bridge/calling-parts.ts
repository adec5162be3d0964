import { types } from 'node:util';
import { handlerKeys } from '../../options/handler-keys.js';
import { Callbacks } from './callbacks.js';
import { giveProperties, isError, packError, unpackError } from './errors.js';
import type { Packed, PackedError, Part, Place, Thrown } from './messages.js';
import { Own, verdictToSend } from './own-values.js';
import { type Found, pack, packLeniently, type RealPart, unpack } from './pack.js';

/** How the worker comes to a value that it can make itself. */
export interface Recipe {
  /** An export of the voice's module: the value, or the function that makes it. */
  readonly name: string;
  /** Arguments of the function. */
  readonly args?: readonly unknown[];
  /** Properties to give to what it returned. */
  readonly changes?: object;
}

/** Objects to send at most of those that an error holds: it may hold all that the program has. */
const mostInError = 1_000;

/** What was thrown, and whether a function of the program has thrown it. */
export interface Failure {
  readonly thrown: unknown;
  readonly isOwn: boolean;
}

export interface CallingPartsOptions {
  /** Names of handlers, which may be methods of a class. */
  readonly handlerNames: readonly string[];
  readonly recipe: (value: object | symbol) => Recipe | undefined;
  /** The counterpart of something that stays in the worker. */
  readonly represent: (
    part: Extract<Part, { readonly id: number }>,
    fields: Readonly<Record<string, unknown>>,
  ) => unknown;
}

/** Values on their way between the calling thread and the worker, as the calling thread sees them. */
export class CallingParts {
  readonly callbacks: Callbacks = new Callbacks();
  readonly #options: CallingPartsOptions;

  constructor(options: CallingPartsOptions) {
    this.#options = options;
  }

  /** @param given says of the functions in it what they are for. */
  pack(value: unknown, given: Given = {}): Packed {
    return pack(value, (found) => this.#part(found, given));
  }

  /** What was thrown, so that the same can be thrown again. Never throws itself. */
  packThrown(thrown: unknown): Thrown {
    return packLeniently(thrown, (found) => this.#partOfThrown(found, thrown), mostInError);
  }

  unpack(packed: Packed): unknown {
    return unpack(packed, (part, later) => this.#counterpart(part, later));
  }

  /** What was thrown: the same object, if a function of the program threw it. */
  unpackThrown(packed: Thrown): Failure {
    const thrown = this.unpack(packed);
    return { thrown, isOwn: !isError(thrown) || this.callbacks.hasThrown(thrown) };
  }

  #part(found: Found, given: Given): Part | Instead | 'dropped' | undefined {
    const { value, at, holder, slot } = found;
    if (found.isInError) return dataOfError(found);
    if (value instanceof Own) return { kind: 'own', id: this.callbacks.keep(value.value) };
    const recipe = this.#options.recipe(value);
    if (recipe) return madeBy(recipe, slot);
    if (typeof value === 'symbol') return { kind: 'symbol', description: value.description };
    const standard = standardOf(value);
    if (standard) return this.#schema(standard, found, given);
    if (typeof value === 'function') {
      const body = value as (...args: readonly unknown[]) => unknown;
      const self = Array.isArray(holder) || at.length === 0 ? undefined : holder;
      const id = this.callbacks.add(body, labelOf(at, given.label), self);
      given.hear?.(id);
      return { kind: 'function', id, oneWay: !(given.isAnswered?.(at) ?? true) };
    }
    if (value instanceof Error) return { kind: 'error', error: packError(value, found.errorSlot) };
    if (types.isPromise(value)) return { kind: 'promise' };
    if (value instanceof AbortSignal) return { kind: 'signal' };
    return at.at(-1) === 'handlers' ? this.#methodsOf(value) : undefined;
  }

  /** Handlers that are methods of a class, as an object that has them itself. */
  #methodsOf(handlers: object): Instead | undefined {
    const prototype = Object.getPrototypeOf(handlers) as object | null;
    if (Array.isArray(handlers) || prototype === Object.prototype || prototype === null) {
      return undefined;
    }
    const { handlerNames } = this.#options;
    // Getters are not found by looking, and misspelled names are for the worker to reject.
    const names = new Set([...handlerNames, ...handlerKeys(handlers, handlerNames)]);
    const methods = [...names].flatMap((name) => {
      const handler: unknown = Reflect.get(handlers, name);
      if (handler === undefined) return [];
      if (typeof handler !== 'function') return [[name, handler] as const];
      const method = (...args: unknown[]): unknown => Reflect.apply(handler, handlers, args);
      return [[name, method] as const];
    });
    return { kind: 'instead', value: Object.fromEntries(methods) };
  }

  #partOfThrown(found: Found, thrown: unknown): Part | 'dropped' | undefined {
    const { value } = found;
    if (value !== thrown) return dataOfError(found);
    const id = this.callbacks.keepThrown(thrown);
    if (isError(value)) {
      return { kind: 'error', error: { ...packError(value, found.errorSlot), own: id } };
    }
    const text = textOf(value);
    if (typeof value !== 'object') return { kind: 'own', id, shown: { text } };
    // What holds itself holds what was thrown once more.
    const copy = found.errorSlot(() => ({ ...value }));
    return { kind: 'own', id, shown: { text, copy } };
  }

  /** Schemas of libraries cannot be sent: what they say is, and they validate here. */
  #schema(standard: StandardProps, { at, slot, errorSlot }: Found, given: Given): Part {
    const { vendor, jsonSchema } = standard;
    const label = `The schema at ${labelOf(at, given.label)}`;
    const id = this.callbacks.add((...args) => verdictToSend(standard.validate(...args)), label);
    const part: Part = { kind: 'schema', vendor, validate: id };
    if (!jsonSchema) return part;
    try {
      // What some libraries give is a Standard Schema again, beside what it says as JSON.
      const text = JSON.stringify(jsonSchema.input({ target: 'draft-2020-12' }));
      return { ...part, jsonSchema: slot(JSON.parse(text)) };
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(textOf(error));
      return { ...part, jsonSchema: { problem: packError(problem, errorSlot) } };
    }
  }

  #counterpart(part: RealPart, later: (body: () => void) => void): unknown {
    switch (part.kind) {
      case 'error':
        return this.#error(part.error, later);
      case 'own':
        return this.callbacks.kept(part.id);
      case 'symbol':
        return Symbol(part.description);
      case 'map': {
        const map = new Map();
        later(() => {
          for (const [key, value] of part.entries.value as [unknown, unknown][])
            map.set(key, value);
        });
        return map;
      }
      case 'object':
        return this.#options.represent(part, part.fields.value as Record<string, unknown>);
      case 'function':
      case 'stream':
      case 'disposable':
        return this.#options.represent(part, {});
      default:
        throw new Error(`The calling thread makes no ${part.kind}`);
    }
  }

  #error(packed: PackedError, later: (body: () => void) => void): unknown {
    const own = packed.own === undefined ? undefined : this.callbacks.kept(packed.own);
    if (own !== undefined) return own;
    const error = unpackError(packed);
    later(() => {
      giveProperties(error, packed);
    });
    return error;
  }
}

type Instead = { readonly kind: 'instead'; readonly value: unknown };

/** What the functions in a value are for. */
export interface Given {
  /** Whether the function that stands at a place is one whose result matters. Default: all are. */
  readonly isAnswered?: (at: Place) => boolean;
  /** What the value itself is called. */
  readonly label?: string;
  /** Hears of each function which it is. */
  readonly hear?: (id: number) => void;
}

/** Of what an error holds only data is sent, and further errors. */
function dataOfError({ value, errorSlot }: Found): Part | 'dropped' | undefined {
  if (typeof value !== 'object') return 'dropped';
  return isError(value) ? { kind: 'error', error: packError(value, errorSlot) } : undefined;
}

function madeBy({ name, args, changes }: Recipe, slot: Found['slot']): Part {
  return {
    kind: 'made',
    name,
    ...(args && { args: slot(args) }),
    ...(changes && { changes: slot(changes) }),
  };
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

function standardOf(value: object): StandardProps | undefined {
  if (!('~standard' in value)) return undefined;
  const standard = value['~standard'] as Partial<StandardProps> | null | undefined;
  return typeof standard?.validate === 'function' ? (standard as StandardProps) : undefined;
}

interface StandardProps {
  readonly vendor: string;
  readonly validate: (...args: readonly unknown[]) => unknown;
  readonly jsonSchema?: { input(options: { readonly target: string }): unknown };
}

/** Where something was given, in the words of whoever gave it: `handlers.commandApproval`. */
function labelOf(at: Place, label = 'An argument'): string {
  const [first, ...rest] = at;
  const path = [typeof first === 'number' ? undefined : first, ...rest].filter(
    (key) => key !== undefined,
  );
  if (path.length === 0) return label;
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${key}`))
    .join('');
}
