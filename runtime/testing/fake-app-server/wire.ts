import type {
  NotificationMap,
  NotificationMethod,
  ServerRequestMap,
  ServerRequestMethod,
} from '../../../generated/protocol.js';
import { AbortError, RequestTimeoutError } from '../../rpc/errors/connection-errors.js';
import type { RpcErrorObject } from '../../rpc/message.js';
import type { CloseInfo } from '../../rpc/transport.js';
import { wellFormedJson } from '../../util/json-text.js';
import { waitFor } from '../../util/wait.js';
import type { WaitOptions } from '../arrivals.js';
import { checkWait } from '../wait-limit.js';
import { answeredWithError, Asked, type OpenAsk } from './asked.js';
import { FakeServerError, InvalidMessageError, type WireIssue } from './errors.js';
import type { Faults } from './faults.js';
import { type Incoming, readIncoming } from './incoming.js';
import { Peer } from './peer.js';
import { isResolved, reaches, threadOf } from './routing.js';
import { errorIssues, methodInfo, WireCheck } from './wire-check.js';

/** A message, and who sent it. */
export interface TrafficEntry {
  /** Who sent it. */
  readonly from: 'client' | 'server';
  /** The message; what the client sent that is no JSON, as text. */
  readonly message: unknown;
}

/** A request or notification of the client that can be dealt with. */
export type WireCall = Extract<Incoming, { kind: 'request' }>;

/** What threads and turns say by. */
export interface Voice {
  notify<M extends NotificationMethod>(method: M, params: NotificationMap[M]): void;
  /** Throws what `notify` would throw of what does not fit. */
  assertFits<M extends NotificationMethod>(method: M, params: NotificationMap[M]): void;
  request<M extends ServerRequestMethod>(
    method: M,
    params: ServerRequestMap[M]['params'],
    options?: WaitOptions,
  ): Promise<ServerRequestMap[M]['result']>;
}

export interface WireOptions {
  readonly faults: Faults;
  /** Who is subscribed to a thread; undefined if nobody knows. */
  readonly subscribers: (threadId: string) => ReadonlySet<Peer> | undefined;
  readonly onRequest: (peer: Peer, request: WireCall) => void;
  readonly onLeft: (peer: Peer, isLast: boolean) => void;
}

/** All connections of a fake server: what comes in and goes out, checked and written down. */
export class Wire implements Voice {
  readonly traffic: TrafficEntry[] = [];
  readonly #options: WireOptions;
  readonly #peers = new Set<Peer>();
  readonly #asked = new Asked();
  #check: WireCheck | undefined;
  #muted = false;
  #closed = false;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** A connection for one client. */
  connect(): Peer {
    const peer = new Peer({
      opening: async () => {
        this.#check ??= await WireCheck.load();
        if (this.#closed) throw new FakeServerError('closed', 'The FakeAppServer is closed');
        this.#peers.add(peer);
        peer.mute(this.#muted);
      },
      received: (from, text) => {
        this.#receive(from, text);
      },
      left: (gone) => {
        this.#peers.delete(gone);
        this.#options.onLeft(gone, this.#peers.size === 0);
        if (this.#peers.size === 0) this.#asked.rejectAll(clientGone());
      },
    });
    return peer;
  }

  /** The connections that have shaken hands. */
  get clients(): Peer[] {
    return [...this.#peers].filter((peer) => peer.initialized);
  }

  notify<M extends NotificationMethod>(method: M, params: NotificationMap[M]): void {
    this.assertFits(method, params);
    this.notifyUnchecked({ method, params, emittedAtMs: Date.now() });
  }

  assertFits<M extends NotificationMethod>(method: M, params: NotificationMap[M]): void {
    this.#assertFits(method, { method, params }, () => this.misfits(method, params));
  }

  /** What does not fit in a notification, as far as that can be told: nothing before the first client. */
  misfits<M extends NotificationMethod>(
    method: M,
    params: NotificationMap[M],
  ): readonly WireIssue[] {
    return this.#check?.fromServer('notification', method, params) ?? [];
  }

  /** A notification that the schema does not know. */
  notifyUnchecked(message: {
    readonly method: string;
    readonly params?: unknown;
    readonly emittedAtMs?: number;
  }): void {
    const peers = this.#reached(message.method, message.params).filter(
      ({ optedOut }) => !optedOut.has(message.method),
    );
    this.#send(peers, message, message.method);
  }

  request<M extends ServerRequestMethod>(
    method: M,
    params: ServerRequestMap[M]['params'],
    options: WaitOptions = {},
  ): Promise<ServerRequestMap[M]['result']> {
    checkWait('request', options);
    this.#assertFits(method, { method, params }, (check) =>
      check.fromServer('serverRequest', method, params),
    );
    const peers = this.#reached(method, params);
    const ask = this.#asked.add(method, threadOf(method, params));
    this.#send(peers, { method, id: ask.id, params }, method);
    return this.#answered(ask, options) as Promise<ServerRequestMap[M]['result']>;
  }

  /** A result for a request of the client. Throws if it does not fit, and sends nothing then. */
  answer(peer: Peer, { id, method }: WireCall, result: unknown): void {
    const message = { id, result };
    this.#assertFits(method, message, (check) => check.answer(method, result));
    this.#send([peer], message, method);
  }

  /** An error for a request of the client. Throws if it is none, and sends nothing then. */
  refuse(peer: Peer, { id, method }: WireCall, error: RpcErrorObject): void {
    const message = { error, id };
    this.#assertFits(method, message, () => errorIssues(error));
    this.#send([peer], message, method);
  }

  /** Any text at all, to every connection. */
  raw(text: string): void {
    for (const peer of this.#peers) peer.deliver(text);
  }

  /** Takes back what has been asked of a thread. */
  withdraw(threadId: string, error: Error): void {
    for (const ask of this.#asked.openOf(threadId))
      this.#settle(ask, () => ask.answer.reject(error));
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    for (const peer of this.#peers) peer.mute(muted);
  }

  /** Ends every connection. */
  end(info: CloseInfo): void {
    for (const peer of this.#peers) peer.end(info);
  }

  close(): void {
    this.#closed = true;
    this.end({ reason: 'exited', exitCode: 0, signal: null, stderr: '' });
  }

  #receive(peer: Peer, text: string): void {
    const incoming = readIncoming(text);
    this.traffic.push({ from: 'client', message: incoming.message });
    switch (incoming.kind) {
      case 'request':
        this.#options.onRequest(peer, incoming);
        return;
      case 'answer':
        this.#takeAnswer(incoming);
        return;
      case 'notification': {
        const { method } = incoming;
        if (methodInfo(method)?.kind === 'clientNotification') return;
        this.#blame(incoming, [
          { pointer: '/method', message: 'is no notification of the client' },
        ]);
        return;
      }
      case 'invalid':
        this.#blame(incoming, incoming.issues);
    }
  }

  #takeAnswer(incoming: Extract<Incoming, { kind: 'answer' }>): void {
    const { id, result, error } = incoming;
    const ask = this.#asked.take(id);
    if (!ask) {
      if (this.#asked.wasSent(id)) return;
      this.#blame(incoming, [{ pointer: '/id', message: 'answers no request of the server' }]);
      return;
    }
    const issues = error ? errorIssues(error) : (this.#check?.result(ask.method, result) ?? []);
    if (issues.length > 0) {
      const fault = this.#blame({ ...incoming, method: ask.method }, issues);
      this.#settle(ask, () => ask.answer.reject(fault));
    } else if (error) {
      this.#settle(ask, () => ask.answer.reject(answeredWithError(ask.method, error)));
    } else this.#settle(ask, () => ask.answer.resolve(result));
  }

  async #answered(ask: OpenAsk, options: WaitOptions): Promise<unknown> {
    try {
      return await waitFor(ask.answer.promise, options, {
        aborted: (reason) => new AbortError(`${ask.method} was withdrawn`, reason),
        timedOut: (ms) => new RequestTimeoutError(ask.method, ms),
      });
    } finally {
      if (this.#asked.take(ask.id)) this.#settle(ask, () => {});
    }
  }

  /** What was asked is over: the clients are told as the runtime tells them. */
  #settle(ask: OpenAsk, how: () => void): void {
    this.#asked.take(ask.id);
    const { threadId, method, id: requestId } = ask;
    if (threadId !== undefined && isResolved(method) && this.#peers.size > 0) {
      this.notify('serverRequest/resolved', { threadId, requestId });
    }
    how();
  }

  #reached(method: string, params: unknown): Peer[] {
    const clients = this.clients;
    if (clients.length === 0) {
      throw new FakeServerError('not_connected', `There is no client to send ${method} to`);
    }
    return reaches(method, params, clients, this.#options.subscribers);
  }

  #send(peers: readonly Peer[], message: object, method: string): void {
    if (peers.length === 0) return;
    const text = textOf(message, method);
    this.traffic.push({ from: 'server', message: JSON.parse(text) });
    for (const peer of peers) peer.deliver(text);
  }

  #assertFits(
    method: string,
    message: object,
    check: (check: WireCheck) => readonly WireIssue[],
  ): void {
    const issues = this.#check ? check(this.#check) : [];
    if (issues.length === 0) return;
    throw new InvalidMessageError({ from: 'server', method, issues, wireMessage: message });
  }

  /** The client is at fault. */
  #blame(
    incoming: { readonly message: unknown; readonly method?: string | undefined },
    issues: readonly WireIssue[],
  ): InvalidMessageError {
    const { method, message: wireMessage } = incoming;
    const fault = new InvalidMessageError({ from: 'client', method, issues, wireMessage });
    this.#options.faults.add(fault);
    return fault;
  }

  /** What a request says that only clients with `experimentalApi` may say. */
  experimentalIn({ method, params }: WireCall): string | undefined {
    return this.#check?.experimental(method, params);
  }

  /** What is wrong with the params of a request; it is written down as the client's fault. */
  faultOf({ method, message, params }: WireCall): InvalidMessageError | undefined {
    const known = methodInfo(method)?.kind === 'request';
    const issues = known
      ? (this.#check?.request(method, params) ?? [])
      : [{ pointer: '/method', message: `is no request of the protocol: ${method}` }];
    return issues.length === 0 ? undefined : this.#blame({ method, message }, issues);
  }
}

/** The message as text. A value that JSON does not have is a mistake of the test. */
function textOf(message: object, method: string): string {
  try {
    return wellFormedJson(message) as string;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const issues = [{ pointer: '', message: `is no JSON: ${why}` }];
    throw new InvalidMessageError({ from: 'server', method, issues, wireMessage: message });
  }
}

function clientGone(): FakeServerError {
  return new FakeServerError('not_connected', 'The client has gone before it answered');
}
