import { workerData } from 'node:worker_threads';
import { Doorbell } from './doorbell.js';
import { lastReads } from './last-reads.js';
import { type Description, disposal } from './members.js';
import type {
  FinalState,
  LastRead,
  Packed,
  Pulled,
  ToCaller,
  ToWorker,
  WorkerStart,
} from './messages.js';
import { Outbox } from './outbox.js';
import { RemoteCallbacks } from './remote-callbacks.js';
import { mostPulled, StreamPump } from './stream-pump.js';
import { WorkingParts } from './working-parts.js';

/** What the working side of a voice consists of. */
export interface WorkingVoice {
  readonly description: Description;
  readonly module: Readonly<Record<string, unknown>>;
  readonly create: (config: object) => Promise<Client>;
}

/** What the client of every voice has. */
interface Client {
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Handles that can be read at most when the client has ended, the newest: a program that never returns to
 * its event loop lets go of none.
 */
const mostRead = 1_000;

/** Items of one pull after which the worker lets the calling thread catch up. */
const crowd = 4_096;

interface Kept {
  readonly object: unknown;
  readonly className: string | undefined;
}

type Call = Extract<ToWorker, { readonly type: 'call' }>;

/** Runs the asynchronous client of a voice for the calling thread. */
export function serve(voice: WorkingVoice): void {
  new Server(voice, workerData as WorkerStart).run();
}

class Server {
  readonly #voice: WorkingVoice;
  readonly #start: WorkerStart;
  readonly #doorbell: Doorbell;
  readonly #outbox: Outbox;
  readonly #parts: WorkingParts;
  readonly #callbacks: RemoteCallbacks;
  readonly #kept = new Map<number, Kept>();
  #ids = 0;
  /** Calls that the calling thread waits for. */
  #unsettled = 0;
  #client: number | undefined;

  constructor(voice: WorkingVoice, start: WorkerStart) {
    this.#voice = voice;
    this.#start = start;
    this.#doorbell = new Doorbell(start.doorbell);
    this.#outbox = new Outbox(start.port, this.#doorbell, (message, error) =>
      message.type === 'returned'
        ? { type: 'threw', call: message.call, error: this.#parts.packThrown(error) }
        : { type: 'failed', error: this.#parts.packThrown(error) },
    );
    const post = (message: ToCaller): void => {
      this.#outbox.post(message);
    };
    this.#callbacks = new RemoteCallbacks(post, (value) => this.#parts.pack(value), {
      isListening: () => this.#unsettled > 0,
      heard: () => this.#doorbell.heard,
      untilHeard: (heard) => {
        this.#outbox.flush();
        return this.#doorbell.untilHeard(heard);
      },
    });
    this.#parts = new WorkingParts({
      description: voice.description,
      module: voice.module,
      keep: (object, className) => this.#keep(object, className),
      callback: (id, isOneWay) => this.#callbacks.counterpart(id, isOneWay),
      forget: (id) => {
        post({ type: 'release', ids: [id] });
      },
    });
  }

  run(): void {
    // The calling thread may be waiting, and hears of the end of this one in no other way.
    process.on('uncaughtException', (error) => {
      this.#outbox.post({ type: 'failed', error: this.#parts.packThrown(error) });
      this.#outbox.flush();
    });
    this.#doorbell.beat();
    this.#start.port.on('message', (message: ToWorker) => {
      this.#take(message);
    });
  }

  #take(message: ToWorker): void {
    switch (message.type) {
      case 'open':
        this.#settle(message.call, () => this.#open(message.config));
        break;
      case 'call':
        this.#callbacks.runWithin(message.within, () => {
          this.#settle(message.call, async () => this.#parts.pack(await this.#use(message)));
        });
        break;
      case 'pull':
        this.#callbacks.runWithin(message.within, () => {
          this.#settle(message.call, () => this.#pull(message.stream));
        });
        break;
      case 'leave':
        if (this.#kept.has(message.stream)) this.#pump(message.stream).leave();
        this.#kept.delete(message.stream);
        break;
      case 'answer':
        this.#callbacks.answer(message.question, ({ resolve }) => {
          resolve(this.#parts.unpack(message.value));
        });
        break;
      case 'refuse':
        this.#callbacks.answer(message.question, ({ reject }) => {
          reject(this.#parts.unpack(message.error));
        });
        break;
      case 'abandon':
        this.#callbacks.abandon(message.question);
        break;
      case 'heard': {
        const failures = message.failures.map(
          ({ news, error }) => [news, this.#parts.unpack(error)] as const,
        );
        this.#callbacks.heard(message.upTo, new Map(failures));
        break;
      }
      case 'release':
        for (const id of message.ids) this.#release(id);
        break;
      case 'close':
        this.#settle(message.call, () => this.#close());
        break;
    }
  }

  /** Tells the calling thread how a call ended. */
  #settle(call: number, body: () => Promise<Packed | Pulled | FinalState>): void {
    this.#unsettled++;
    body().then(
      (value) => {
        this.#unsettled--;
        this.#outbox.post({ type: 'returned', call, value });
        if ('items' in value && value.items.length >= crowd) this.#letCatchUp();
      },
      (error: unknown) => {
        this.#unsettled--;
        this.#outbox.post({ type: 'threw', call, error: this.#parts.packThrown(error) });
      },
    );
  }

  /**
   * A loop over the asynchronous client holds that up while its body runs, and so is never left behind by
   * a flood. Here the worker waits in its place, until the loop asks for more or does something else.
   */
  #letCatchUp(): void {
    const { said } = this.#doorbell;
    this.#outbox.flush();
    this.#doorbell.untilSaid(said);
  }

  async #open(config: Packed): Promise<Packed> {
    const client = await this.#voice.create(this.#parts.unpack(config) as object);
    try {
      await client.start();
    } catch (error) {
      await client.close();
      throw error;
    }
    const packed = this.#parts.pack(client);
    this.#client = this.#ids;
    return packed;
  }

  #use({ target, operation, path, args }: Call): unknown {
    const { object, className = '' } = this.#kept.get(target) ?? unknown(target);
    const holder = path.slice(0, -1).reduce((inner, name) => memberOf(inner, name), object);
    const name = path.at(-1);
    const member = name === undefined ? object : memberOf(holder, name);
    if (operation === 'read') return member;
    if (operation === 'outcome') return Promise.race([member, Promise.resolve()]);
    const given = this.#parts.unpack(args) as unknown[];
    const result = Reflect.apply(member as () => unknown, holder, given) as unknown;
    const isByPages = this.#voice.description[className]?.[path[0] ?? ''] === 'pages';
    return isByPages ? new Pages(result as AsyncIterable<unknown>) : result;
  }

  async #pull(stream: number): Promise<Pulled> {
    const pulled = await this.#pump(stream).pull();
    if (pulled.end) this.#kept.delete(stream);
    return pulled;
  }

  #keep(object: unknown, className?: string): number {
    const id = ++this.#ids;
    this.#kept.set(id, { object, className });
    return id;
  }

  /** What takes the items of a stream, from its first use on. */
  #pump(stream: number): StreamPump {
    const { object } = this.#kept.get(stream) ?? unknown(stream);
    if (object instanceof StreamPump) return object;
    const most = object instanceof Pages ? 1 : mostPulled;
    const pump = new StreamPump(object as AsyncIterable<unknown>, most, (error) => ({
      thrown: this.#parts.packThrown(error),
    }));
    this.#kept.set(stream, { object: pump, className: undefined });
    return pump;
  }

  #release(id: number): void {
    const kept = this.#kept.get(id);
    if (kept?.object instanceof StreamPump) kept.object.leave();
    this.#kept.delete(id);
  }

  async #close(): Promise<FinalState> {
    await this.#callbacks.giveUp();
    const client = this.#kept.get(this.#client ?? 0)?.object as Client;
    await client.close();
    // Every later call would meet what this one does.
    const error = this.#parts.packThrown(await client.start().catch((thrown: unknown) => thrown));
    return { reads: new Map(await Promise.all(this.#lastReads())), error };
  }

  /** What the client and the newest handles have come to. */
  #lastReads(): Promise<readonly [number, Record<string, LastRead>]>[] {
    const described = [...this.#kept].filter(([, { className }]) => className !== undefined);
    const oldest = described.length - mostRead;
    return described
      .filter(([id], i) => id === this.#client || i >= oldest)
      .map(async ([id, { object, className = '' }]) => {
        const members = this.#voice.description[className] ?? {};
        return [id, await lastReads(object as object, members, this.#parts)] as const;
      });
  }
}

/** A stream that must not be read ahead. */
class Pages implements AsyncIterable<unknown> {
  readonly #iterable: AsyncIterable<unknown>;

  constructor(iterable: AsyncIterable<unknown>) {
    this.#iterable = iterable;
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return this.#iterable[Symbol.asyncIterator]();
  }
}

function memberOf(object: unknown, name: string): unknown {
  if (name !== disposal) return Reflect.get(object as object, name);
  const disposable = object as Partial<AsyncDisposable & Disposable>;
  return disposable[Symbol.asyncDispose] ?? disposable[Symbol.dispose];
}

function unknown(id: number): never {
  throw new Error(`The worker has no object ${id}`);
}
