import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { locateCodex } from '../../../runtime/process/locate.js';
import type { ScriptedModelConfig } from '../../../runtime/testing/index.js';

export type Json = Readonly<Record<string, unknown>>;

/** The member at a path of keys, `turn.id` for example. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) found = (found as Json | undefined)?.[key];
  return found;
}

/** A message from the runtime that is no answer: a notification, or a request when it has an id. */
export interface Incoming {
  readonly method: string;
  readonly params: Json;
  readonly id?: number | string;
}

/** The real runtime behind a bare client: lines of JSON in and out, and nothing more. */
export class Runtime implements AsyncDisposable {
  readonly seen: Incoming[] = [];
  readonly cwd: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exited: Promise<never>;
  readonly #pending = new Map<number, (message: Json) => void>();
  readonly #watchers = new Set<(message: Incoming) => void>();
  readonly #handlers = new Map<string, (params: Json) => Json | Promise<Json>>();
  #stderr = '';
  #ids = 0;

  private constructor(config: ScriptedModelConfig) {
    this.cwd = config.cwd;
    const env: NodeJS.ProcessEnv = { ...process.env, ...config.env };
    for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
    this.#child = spawn(locateCodex().path, ['app-server'], { cwd: config.cwd, env });
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#receive(JSON.parse(line) as Json);
    });
    this.#exited = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`the runtime has exited with ${String(code)}: ${this.#stderr}`);
    });
    this.#exited.catch(() => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
  }

  static async start(config: ScriptedModelConfig): Promise<Runtime> {
    const runtime = new Runtime(config);
    const clientInfo = { name: 'scripted-model-test', version: '0.0.0' };
    await runtime.request('initialize', { clientInfo, capabilities: { experimentalApi: true } });
    return runtime;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async request(method: string, params: Json = {}): Promise<Json> {
    const id = ++this.#ids;
    const answer = new Promise<Json>((resolve) => this.#pending.set(id, resolve));
    this.#write({ id, method, params });
    const { result, error } = await Promise.race([answer, this.#exited]);
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result as Json;
  }

  /** Answers requests of one method; those of others are refused. */
  handle(method: string, handler: (params: Json) => Json | Promise<Json>): void {
    this.#handlers.set(method, handler);
  }

  /** The first message for which the test holds, past ones included. */
  until(test: (message: Incoming) => boolean): Promise<Incoming> {
    const past = this.seen.find(test);
    if (past !== undefined) return Promise.resolve(past);
    const found = new Promise<Incoming>((resolve) => {
      const watch = (message: Incoming): void => {
        if (!test(message)) return;
        this.#watchers.delete(watch);
        resolve(message);
      };
      this.#watchers.add(watch);
    });
    return Promise.race([found, this.#exited]);
  }

  async startThread(params: Json = {}): Promise<string> {
    return at(await this.request('thread/start', params), 'thread.id') as string;
  }

  async startTurn(threadId: string, text: string, params: Json = {}): Promise<string> {
    const input = [{ type: 'text', text }];
    return at(
      await this.request('turn/start', { threadId, input, ...params }),
      'turn.id',
    ) as string;
  }

  async completed(turnId: string): Promise<Json> {
    const message = await this.until(
      ({ method, params }) => method === 'turn/completed' && at(params, 'turn.id') === turnId,
    );
    return message.params['turn'] as Json;
  }

  /** A turn from start to end on a new thread, with the completed items and the last usage. */
  async runTurn(text = 'hello', params: Json = {}, thread: Json = {}): Promise<Turn> {
    const threadId = await this.startThread(thread);
    return this.turnResult(threadId, await this.startTurn(threadId, text, params));
  }

  /** What a turn comes to, as soon as it has ended. */
  async turnResult(threadId: string, turnId: string): Promise<Turn> {
    const turn = await this.completed(turnId);
    const mine = this.seen.filter((message) => message.params['turnId'] === turnId);
    const of = (method: string): Json[] =>
      mine.filter((message) => message.method === method).map((message) => message.params);
    return {
      threadId,
      status: turn['status'] as string,
      error: turn['error'] as Json | null,
      items: of('item/completed').map((params) => params['item'] as Json),
      deltas: of('item/agentMessage/delta').map((params) => params['delta'] as string),
      usage: of('thread/tokenUsage/updated').at(-1)?.['tokenUsage'] as Json | undefined,
      errors: of('error'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.stdin.end();
    await this.#exited.catch(() => {});
  }

  #write(message: Json): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #receive(message: Json): void {
    if (message['method'] === undefined) {
      this.#pending.get(message['id'] as number)?.(message);
      this.#pending.delete(message['id'] as number);
      return;
    }
    const incoming = message as unknown as Incoming;
    this.seen.push(incoming);
    for (const watch of this.#watchers) watch(incoming);
    if (incoming.id !== undefined) void this.#answer(incoming);
  }

  async #answer({ id, method, params }: Incoming): Promise<void> {
    const handler = this.#handlers.get(method);
    const refused = { error: { code: -32601, message: `no handler for ${method}` } };
    this.#write({ id, ...(handler === undefined ? refused : { result: await handler(params) }) });
  }
}

export interface Turn {
  readonly threadId: string;
  readonly status: string;
  readonly error: Json | null;
  readonly items: readonly Json[];
  readonly deltas: readonly string[];
  readonly usage: Json | undefined;
  readonly errors: readonly Json[];
}
