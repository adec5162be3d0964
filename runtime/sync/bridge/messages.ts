import type { MessagePort } from 'node:worker_threads';

/** Where something stands in a value: property names and indices from the top. */
export type Place = readonly (string | number)[];

/** Where a value is put, part by part. */
export interface Slot {
  readonly value: unknown;
}

/** A value as it can be cloned into another thread, and what has to be put into the clone. */
export interface Packed extends Slot {
  readonly parts?: readonly PlacedPart[];
}

/** A part, and where it belongs. A clone keeps which object of the value that is. */
export interface PlacedPart {
  readonly holder: object;
  readonly key: string | number;
  readonly part: Part;
}

/** Something that cannot be cloned, and how the other thread makes its counterpart. */
export type Part =
  | {
      /** A function of the thread that sends it. */
      readonly kind: 'function';
      readonly id: number;
      /** Nobody waits for what it returns. */
      readonly oneWay: boolean;
    }
  | {
      /** What an export of the voice's module is, or returns for these arguments. */
      readonly kind: 'made';
      readonly name: string;
      readonly args?: Slot;
      /** Properties to give to it. */
      readonly changes?: Slot;
    }
  | {
      /** A Standard Schema, which validates where it is. */
      readonly kind: 'schema';
      readonly vendor: string;
      /** Left out if the schema does not give it. */
      readonly jsonSchema?: Slot | { readonly problem: PackedError };
      /** The function that validates. */
      readonly validate: number;
    }
  | { readonly kind: 'error'; readonly error: PackedError }
  /** A value that stays on the calling thread: what it threw, or made of what it was given. */
  | {
      readonly kind: 'own';
      /** Which it is there. */
      readonly id: number;
      /** What it calls itself, and what it holds, if the worker may tell of it. */
      readonly shown?: { readonly text: string; readonly copy?: Slot };
    }
  /** What no thread can be given, and no method takes; the worker is to see what it is. */
  | { readonly kind: 'promise' | 'signal' }
  | { readonly kind: 'symbol'; readonly description: string | undefined }
  /** A Node.js `Buffer`, which a clone is not. */
  | { readonly kind: 'buffer'; readonly bytes: Uint8Array }
  /** An object of data, put here when all have been cloned. */
  | { readonly kind: 'copy'; readonly value: object }
  | {
      /** An object of the facade. */
      readonly kind: 'object';
      readonly className: string;
      readonly id: number;
      /** Those of its properties that never change. */
      readonly fields: Slot;
    }
  | { readonly kind: 'stream'; readonly id: number }
  | { readonly kind: 'disposable'; readonly id: number }
  | { readonly kind: 'map'; readonly entries: Slot };

/** An error, to be built again of the same class. */
export interface PackedError {
  /** Name of its class, or of the nearest known one above it. */
  readonly className: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Its other properties; a symbol goes by its key in the registry. */
  readonly properties: readonly {
    readonly key: string;
    readonly isSymbol: boolean;
    readonly enumerable: boolean;
    readonly value: Slot;
  }[];
  /** Which error of the calling thread it is, if one of its functions threw it. */
  readonly own?: number;
}

/** What a member of an object is used for. */
export type Operation =
  /** Calls it, and waits for what it returns. */
  | 'call'
  /** Reads it, and waits for it if it is a promise. */
  | 'read'
  /** What the promise has come to; undefined if it has not settled. */
  | 'outcome';

/** What the calling thread tells the worker. */
export type ToWorker =
  | { readonly type: 'open'; readonly call: number; readonly config: Packed }
  | {
      readonly type: 'call';
      readonly call: number;
      readonly target: number;
      readonly operation: Operation;
      /** Property names from the target to the member. */
      readonly path: readonly string[];
      readonly args: Packed;
      /** The question in whose answering it is made. */
      readonly within: number | undefined;
    }
  | {
      /** Asks a stream for what it has, one item at least. */
      readonly type: 'pull';
      readonly call: number;
      readonly stream: number;
      readonly within: number | undefined;
    }
  | { readonly type: 'leave'; readonly stream: number }
  | { readonly type: 'answer'; readonly question: number; readonly value: Packed }
  | { readonly type: 'refuse'; readonly question: number; readonly error: Thrown }
  /** Answers no question, since nobody will. */
  | { readonly type: 'abandon'; readonly question: number }
  /** Of the news up to this number, all have been heard, and these have failed. */
  | {
      readonly type: 'heard';
      readonly upTo: number;
      readonly failures: readonly { readonly news: number; readonly error: Thrown }[];
    }
  /** Nobody can reach these objects any more. */
  | { readonly type: 'release'; readonly ids: readonly number[] }
  | { readonly type: 'close'; readonly call: number };

/** What the worker tells the calling thread. Several at a time. */
export type ToCaller =
  | {
      readonly type: 'returned';
      readonly call: number;
      readonly value: Packed | Pulled | FinalState;
    }
  | { readonly type: 'threw'; readonly call: number; readonly error: Thrown }
  /** Calls a function and waits for its answer. */
  | {
      readonly type: 'ask';
      readonly question: number;
      readonly id: number;
      readonly args: Packed;
    }
  /** Calls a function and goes on. */
  | { readonly type: 'tell'; readonly news: number; readonly id: number; readonly args: Packed }
  /** So many news were dropped, for too many were waiting. */
  | { readonly type: 'dropped'; readonly count: number }
  | { readonly type: 'release'; readonly ids: readonly number[] }
  | { readonly type: 'failed'; readonly error: Thrown };

/** What was thrown: an error, or any other value. */
export type Thrown = Packed;

/** What the worker answers to a pull. */
export interface Pulled {
  readonly items: readonly unknown[];
  /** Set when no more items follow. */
  readonly end?: { readonly thrown?: Thrown };
}

/** What a member came to: its value, or what reading it throws. */
export type LastRead = { readonly value: Packed } | { readonly thrown: Thrown };

/** What a client and its objects are when it has ended. */
export interface FinalState {
  /** What members of objects came to, by the object and by name. Those that nobody holds are taken out. */
  readonly reads: Map<number, Readonly<Record<string, LastRead>>>;
  /** What every later call throws. */
  readonly error: Thrown;
}

/** What the worker gets to start with. */
export interface WorkerStart {
  readonly port: MessagePort;
  readonly doorbell: SharedArrayBuffer;
}
