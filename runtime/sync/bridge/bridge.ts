import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type Worker,
} from 'node:worker_threads';
import { CodexError } from '../../index.js';
import { BlockingStream } from './blocking-stream.js';
import { CallingParts, type Failure, type Given, type Recipe } from './calling-parts.js';
import { Doorbell } from './doorbell.js';
import { type Called, calledOn, callerFrames, stampCaller } from './errors.js';
import { Inbox } from './inbox.js';
import type { Description } from './members.js';
import { disposal } from './members.js';
import type {
  FinalState,
  Operation,
  Part,
  Pulled,
  Thrown,
  ToCaller,
  ToWorker,
} from './messages.js';
import { refuseSignals } from './refuse-signals.js';
import { Remote } from './remote.js';
import { startWorker } from './start-worker.js';
import { Tellings } from './tellings.js';

/** What the calling side of a voice consists of. */
export interface CallingVoice {
  /** The module that the worker runs. */
  readonly worker: URL;
  readonly description: Description;
  /** Classes of the objects that stand for those of the worker. */
  readonly classes: Readonly<Record<string, new (remote: Remote) => object>>;
  /** How the worker makes this value itself, if it can. */
  readonly recipe: (value: object | symbol) => Recipe | undefined;
  /** Names of the handlers of a client or thread. */
  readonly handlerNames: readonly string[];
}

type Settlement = { readonly value: unknown } | { readonly failure: Failure };

type Asked = Extract<ToCaller, { readonly type: 'ask' }>;
type Represented = Extract<Part, { readonly id: number }>;

/** What to do with a member of an object of the worker. */
export interface Use {
  readonly operation: Operation;
  /** Property names from the object to the member. */
  readonly path: readonly string[];
  readonly args?: readonly unknown[];
  /** Whether functions among the arguments are told of something, and not asked. */
  readonly isTelling?: boolean;
  readonly called: Called;
}

/**
 * The calling thread's end of the bridge to a worker, which runs an asynchronous client. Each call
 * blocks until the worker has answered, and carries out what the worker asks for meanwhile.
 */
export class Bridge {
  readonly #voice: CallingVoice;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #doorbell = new Doorbell();
  readonly #inbox: Inbox;
  readonly #parts: CallingParts;
  readonly #tellings: Tellings;
  readonly #settled = new Map<number, Settlement>();
  /** The questions that are being answered, the innermost last. */
  readonly #answering: number[] = [];
  readonly #abandoned = new FinalizationRegistry<number>((id) => {
    this.#end?.reads.delete(id);
    this.#post({ type: 'release', ids: [id] });
  });
  /** The functions that are told of something until these are disposed of. */
  readonly #listeners = new WeakMap<Disposable, readonly number[]>();
  #calls = 0;
  #closing = false;
  #end: FinalState | undefined;

  /** @param warn is told what the bridge itself has to say. */
  constructor(voice: CallingVoice, warn: (message: string) => void) {
    this.#voice = voice;
    this.#parts = new CallingParts({
      recipe: voice.recipe,
      handlerNames: voice.handlerNames,
      represent: (part, fields) => this.#represent(part, fields),
    });
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#inbox = new Inbox(port1, receiveMessageOnPort);
    this.#tellings = new Tellings(
      this.#parts,
      this.#doorbell,
      (message) => {
        this.#post(message);
      },
      warn,
    );
    this.#worker = startWorker(voice.worker, { port: port2, doorbell: this.#doorbell.memory });
  }

  /**
   * Makes the client and starts it; what goes wrong is thrown, and leaves nothing behind.
   *
   * @param answers names the options whose functions are asked; others are only told.
   */
  open(config: object, answers: string): Remote {
    try {
      const packed = this.#parts.pack(config, { isAnswered: ([first]) => first === answers });
      const call = this.#next();
      this.#post({ type: 'open', call, config: packed });
      return this.#await(call, calledOn(this, 'open')) as Remote;
    } catch (error) {
      this.#finish({ reads: new Map(), error: this.#parts.packThrown(error) });
      throw error;
    }
  }

  /** Uses a member of an object of the worker, and blocks until that is done. */
  use(target: number, { operation, path, args = [], isTelling = false, called }: Use): unknown {
    if (this.#end) return this.#afterEnd(this.#end, target, path, called);
    refuseSignals(path, args);
    const listeners: number[] = [];
    const given: Given = {
      isAnswered: () => false,
      label: `The listener given to ${path.join('.')}()`,
      hear: (id) => listeners.push(id),
    };
    const packed = this.#parts.pack(args, isTelling ? given : {});
    const call = this.#next();
    const within = this.#answering.at(-1);
    this.#post({ type: 'call', call, target, operation, path, args: packed, within });
    const result = this.#await(call, called);
    if (listeners.length > 0) this.#listeners.set(result as Disposable, listeners);
    return result;
  }

  /** Disposes of an object of the worker. With the client all are. */
  dispose(target: number, called: Called): void {
    if (!this.#end) this.use(target, { operation: 'call', path: [disposal], called });
  }

  /** What a stream has, one item at least, or how it ended. Blocks until then. */
  pull(stream: number, called: Called): Pulled {
    if (this.#end) throw this.#rebuilt(this.#end.error, called);
    const call = this.#next();
    this.#post({ type: 'pull', call, stream, within: this.#answering.at(-1) });
    return this.#await(call, called) as Pulled;
  }

  /** The error that a stream ended with. */
  streamError(thrown: Thrown, called: Called): unknown {
    return this.#rebuilt(thrown, called);
  }

  leave(stream: number): void {
    if (!this.#end) this.#post({ type: 'leave', stream });
  }

  /** Ends the client and the worker. What was asked and not answered gets its default. Idempotent. */
  close(): void {
    if (this.#end) return;
    this.#closing = true;
    for (const { question } of this.#inbox.take('ask')) {
      this.#post({ type: 'abandon', question });
    }
    const call = this.#next();
    this.#post({ type: 'close', call });
    this.#finish(this.#await(call, calledOn(this, 'close')) as FinalState);
  }

  #next(): number {
    return ++this.#calls;
  }

  #post(message: ToWorker): void {
    this.#port.postMessage(message);
    this.#doorbell.say();
  }

  /** Blocks until the call is settled, and carries out what the worker asks for meanwhile. */
  #await(call: number, called: Called): unknown {
    for (;;) {
      const settlement = this.#settled.get(call);
      if (settlement) {
        this.#settled.delete(call);
        this.#tellings.acknowledge();
        if ('value' in settlement) return settlement.value;
        throw atCall(settlement.failure, called);
      }
      const { rings } = this.#doorbell;
      const message = this.#inbox.next();
      if (message) this.#take(message);
      else if (this.#end) throw this.#rebuilt(this.#end.error, called);
      else {
        this.#tellings.acknowledge();
        if (!this.#doorbell.wait(rings)) this.#lost();
      }
    }
  }

  #take(message: ToCaller): void {
    switch (message.type) {
      // Unpacked at once, though whoever waits may have to wait for an inner call: the next message may
      // say that the worker has dropped what stands for values of the program.
      case 'returned': {
        const { value } = message;
        const came = 'value' in value ? this.#parts.unpack(value) : value;
        this.#settled.set(message.call, { value: came });
        break;
      }
      case 'threw':
        this.#settled.set(message.call, { failure: this.#parts.unpackThrown(message.error) });
        break;
      case 'ask':
        this.#answer(message);
        break;
      case 'tell':
        this.#tellings.take(message);
        break;
      case 'dropped':
        this.#tellings.dropped(message.count);
        break;
      case 'release':
        this.#parts.callbacks.release(message.ids);
        break;
      case 'failed':
        this.#finish({ reads: new Map(), error: message.error });
        break;
    }
  }

  #answer({ question, id, args }: Asked): void {
    if (this.#closing) {
      this.#post({ type: 'abandon', question });
      return;
    }
    this.#answering.push(question);
    try {
      const given = this.#parts.unpack(args) as unknown[];
      const value = this.#parts.pack(this.#parts.callbacks.call(id, given));
      this.#post({ type: 'answer', question, value });
    } catch (error) {
      this.#post({ type: 'refuse', question, error: this.#parts.packThrown(error) });
    } finally {
      this.#answering.pop();
    }
  }

  #rebuilt(error: Thrown, called: Called): unknown {
    return atCall(this.#parts.unpackThrown(error), called);
  }

  #represent(part: Represented, fields: Readonly<Record<string, unknown>>): unknown {
    const { id } = part;
    const made = this.#representation(part, fields);
    this.#abandoned.register(made, id);
    return made;
  }

  #representation(part: Represented, fields: Readonly<Record<string, unknown>>): object {
    const { id } = part;
    switch (part.kind) {
      case 'object': {
        const remote = new Remote(this, id, fields);
        const Twin = this.#voice.classes[part.className];
        return Twin ? new Twin(remote) : remote;
      }
      case 'stream':
        return new BlockingStream(this, id);
      case 'disposable':
        return this.#disposable(id);
      case 'function': {
        const called = (...args: unknown[]): unknown =>
          this.use(id, { operation: 'call', path: [], args, called });
        return called;
      }
      default:
        throw new Error('This part stands for nothing in the worker');
    }
  }

  #disposable(id: number): Disposable {
    const called = (): void => {
      // What was told before the worker hears of it is dropped.
      this.#parts.callbacks.release(this.#listeners.get(disposable) ?? []);
      this.dispose(id, called);
    };
    const disposable = { [Symbol.dispose]: called };
    return disposable;
  }

  /** What the client's objects were when it ended can still be read; nothing else can be done with them. */
  #afterEnd(
    end: FinalState,
    target: number,
    [name = '']: readonly string[],
    called: Called,
  ): unknown {
    const read = end.reads.get(target)?.[name];
    if (!read) throw this.#rebuilt(end.error, called);
    if ('thrown' in read) throw this.#rebuilt(read.thrown, called);
    return this.#parts.unpack(read.value);
  }

  #lost(): void {
    const error = new CodexError(
      'The worker of the blocking client gives no sign of life any more',
      {
        code: 'worker_lost',
      },
    );
    this.#finish({ reads: new Map(), error: this.#parts.packThrown(error) });
  }

  #finish(end: FinalState): void {
    if (this.#end) return;
    this.#end = end;
    this.#port.close();
    void this.#worker.terminate();
  }
}

/** What was thrown, as the caller gets it. */
function atCall({ thrown, isOwn }: Failure, called: Called): unknown {
  if (!isOwn && thrown instanceof Error) stampCaller(thrown, callerFrames(called));
  return thrown;
}
