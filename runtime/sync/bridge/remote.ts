import type { Bridge } from './bridge.js';
import { type Called, calledOn } from './errors.js';
import type { Members, Named } from './members.js';

/** What a member of a class is, or what calling it comes to. */
type Come<Twin, Name> = Name extends keyof Twin
  ? Twin[Name] extends (...args: never) => infer Result
    ? Result
    : Twin[Name]
  : never;

/** An object of the worker's facade, as its twin on the calling thread has hold of it. */
export interface RemoteOf<M extends Members, Twin> {
  /** A property that never changes. */
  field<Name extends Named<M, 'field'>>(name: Name): Come<Twin, Name>;
  /** The value of a property now; of a promise, when it has settled. */
  read<Name extends Named<M, 'read'>>(name: Name): Come<Twin, Name>;
  /** What a promise has come to; undefined if it has not settled. */
  outcome<Name extends Named<M, 'outcome'>>(name: Name): Come<Twin, Name>;
  /** Calls a method; blocks until it is done. */
  call<Name extends Named<M, 'call' | 'result' | 'stream' | 'pages'>>(
    name: Name,
    ...args: readonly unknown[]
  ): Come<Twin, Name>;
  /** Calls a method that takes a listener. */
  listen(name: Named<M, 'listen'>, ...args: readonly unknown[]): Disposable;
  /** Calls a method of an object of methods, for the function that the program has called. */
  callIn(
    name: Named<M, 'tree'>,
    path: readonly string[],
    args: readonly unknown[],
    called: Called,
  ): unknown;
  /** Disposes of the object itself. */
  dispose(): void;
  /** Ends the client that the object belongs to. */
  close(): void;
}

/** {@link RemoteOf} any class. What it returns is whatever that class says. */
export class Remote implements RemoteOf<Members, unknown> {
  readonly #bridge: Bridge;
  readonly #id: number;
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(bridge: Bridge, id: number, fields: Readonly<Record<string, unknown>>) {
    this.#bridge = bridge;
    this.#id = id;
    this.#fields = fields;
  }

  field(name: string): never {
    return this.#fields[name] as never;
  }

  read(name: string): never {
    const called = calledOn(this, 'read');
    return this.#bridge.use(this.#id, { operation: 'read', path: [name], called }) as never;
  }

  outcome(name: string): never {
    const called = calledOn(this, 'outcome');
    return this.#bridge.use(this.#id, { operation: 'outcome', path: [name], called }) as never;
  }

  call(name: string, ...args: readonly unknown[]): never {
    const called = calledOn(this, 'call');
    return this.#bridge.use(this.#id, { operation: 'call', path: [name], args, called }) as never;
  }

  listen(name: string, ...args: readonly unknown[]): Disposable {
    const called = calledOn(this, 'listen');
    const use = { operation: 'call', path: [name], args, isTelling: true, called } as const;
    return this.#bridge.use(this.#id, use) as Disposable;
  }

  callIn(name: string, path: readonly string[], args: readonly unknown[], called: Called): unknown {
    return this.#bridge.use(this.#id, {
      operation: 'call',
      path: [name, ...path],
      args,
      isTelling: path.at(-1) === 'on',
      called,
    });
  }

  dispose(): void {
    this.#bridge.dispose(this.#id, calledOn(this, 'dispose'));
  }

  close(): void {
    this.#bridge.close();
  }
}
