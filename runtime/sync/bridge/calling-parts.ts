import { ConfigurationError } from '../../index.js';
import { Callbacks } from './callbacks.js';
import { packError, unpackError } from './errors.js';
import type { Packed, PackedError, Part, Place, Thrown } from './messages.js';
import { pack, unpack } from './pack.js';

/** How the worker comes to a value that it can make itself. */
export interface Recipe {
  /** An export of the voice's module: the value, or the function that makes it. */
  readonly name: string;
  /** Arguments of the function. */
  readonly args?: readonly unknown[];
  /** Properties to give to what it returned. */
  readonly changes?: object;
}

export interface CallingPartsOptions {
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

  /** @param answers Whether the function that stands at a place is one whose result matters. */
  pack(value: unknown, answers: (at: Place) => boolean = () => true): Packed {
    return pack(value, (inner, at) => this.#part(inner, at, answers));
  }

  packThrown(thrown: unknown): Thrown {
    if (!(thrown instanceof Error)) return { value: this.pack(thrown) };
    const error = packError(thrown, (value) => this.pack(value));
    return { error: { ...error, thrown: this.callbacks.keepThrown(thrown) } };
  }

  unpack(packed: Packed): unknown {
    return unpack(packed, (part) => this.#counterpart(part));
  }

  /** What was thrown: the same object, if a function of the program threw it. */
  unpackThrown(thrown: Thrown): { readonly thrown: unknown; readonly isOwn: boolean } {
    if ('value' in thrown) return { thrown: this.unpack(thrown.value), isOwn: true };
    const id = thrown.error.thrown;
    const own = id === undefined ? undefined : this.callbacks.thrown(id);
    if (own !== undefined) return { thrown: own, isOwn: true };
    return { thrown: this.unpackError(thrown.error), isOwn: false };
  }

  unpackError(error: PackedError): Error {
    return unpackError(error, (value) => this.unpack(value));
  }

  #part(
    value: object | symbol,
    at: Place,
    answers: (at: Place) => boolean,
  ): Part | 'dropped' | undefined {
    const recipe = this.#options.recipe(value);
    if (recipe) return this.#made(recipe);
    if (typeof value === 'symbol') return 'dropped';
    if ('~standard' in value) return this.#schema(value['~standard'] as StandardProps, at);
    if (typeof value === 'function') {
      const id = this.callbacks.add(value as () => unknown, labelOf(at));
      return { kind: 'function', id, oneWay: !answers(at) };
    }
    if (value instanceof Error) {
      return { kind: 'error', error: packError(value, (inner) => this.pack(inner)) };
    }
    if (value instanceof AbortSignal) {
      throw new ConfigurationError(
        `${labelOf(at)} is an AbortSignal, and nothing can abort a call that blocks: ` +
          'give it a limit of time in milliseconds',
      );
    }
    return undefined;
  }

  #made({ name, args, changes }: Recipe): Part {
    return {
      kind: 'made',
      name,
      ...(args && { args: this.pack(args) }),
      ...(changes && { changes: this.pack(changes) }),
    };
  }

  /** Schemas of libraries cannot be sent: what they say is, and they validate here. */
  #schema({ vendor, validate, jsonSchema }: StandardProps, at: Place): Part {
    const id = this.callbacks.add(validate, `The schema at ${labelOf(at)}`);
    const part: Part = { kind: 'schema', vendor, validate: id };
    if (!jsonSchema) return part;
    try {
      // What some libraries give is a Standard Schema again, beside what it says as JSON.
      const text = JSON.stringify(jsonSchema.input({ target: 'draft-2020-12' }));
      return { ...part, jsonSchema: { value: { value: JSON.parse(text) as unknown } } };
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      return { ...part, jsonSchema: { problem: packError(problem, (inner) => this.pack(inner)) } };
    }
  }

  #counterpart(part: Part): unknown {
    switch (part.kind) {
      case 'error':
        return this.unpackThrown({ error: part.error }).thrown;
      case 'map':
        return new Map(this.unpack(part.entries) as [unknown, unknown][]);
      case 'object':
        return this.#options.represent(part, this.unpack(part.fields) as Record<string, unknown>);
      case 'function':
      case 'stream':
      case 'disposable':
        return this.#options.represent(part, {});
      default:
        throw new Error(`The calling thread makes no ${part.kind}`);
    }
  }
}

interface StandardProps {
  readonly vendor: string;
  readonly validate: (...args: readonly unknown[]) => unknown;
  readonly jsonSchema?: { input(options: { readonly target: string }): unknown };
}

/** Where something was given, in the words of whoever gave it: `handlers.commandApproval`. */
function labelOf(at: Place): string {
  const [first, ...rest] = at;
  const path = [typeof first === 'number' ? undefined : first, ...rest].filter(
    (key) => key !== undefined,
  );
  if (path.length === 0) return 'An argument';
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${key}`))
    .join('');
}
