import { CallSite } from '../util/call-site.js';
import { CodexError } from '../util/codex-error.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { guarded } from '../util/guarded.js';
import { within } from '../util/within.js';
import { abortError, Call, checkTimeout } from './call.js';
import { Calls } from './calls.js';
import type { ConnectionOptions, RequestOptions } from './connection-options.js';
import { ContainedTransport } from './contained-transport.js';
import { classifyRpcError, overloadedCode } from './errors/classify-rpc-error.js';
import { ProtocolError, TransportClosedError } from './errors/connection-errors.js';
import { RetryLimitExceededError } from './errors/json-rpc-error.js';
import { MessageTooLargeError } from './errors/message-too-large-error.js';
import { InboundRequest } from './inbound-request.js';
import { defaultTimeoutMs } from './lane.js';
import { classify, isNotification, type RequestId, type RpcErrorObject } from './message.js';
import { Outbox } from './outbox.js';
import type { Answer } from './outgoing.js';
import { retryDelayMs } from './retry-policy.js';
import { Tracer } from './trace.js';
import { type CloseInfo, closedByClient } from './transport.js';

/** How long a transport that takes nothing more may take to tell how it ended, in milliseconds. */
const endFollowsMs = 10_000;

type State = 'new' | 'open' | 'closing' | 'closed';

/** Correlates requests and answers over a transport. It knows methods by name only. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #transport: ContainedTransport;
  readonly #tracer: Tracer | undefined;
  readonly #outbox: Outbox;
  readonly #report: (error: ProtocolError) => void;
  readonly #calls: Calls;
  readonly #ended: Deferred<CloseInfo> = deferred();
  #state: State = 'new';
  #closeInfo: CloseInfo | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ConnectionOptions) {
    const { transport, trace, traceParams, maxInFlight, maxMessageBytes, listener } = options;
    this.#options = options;
    this.#transport = new ContainedTransport(transport);
    this.#tracer = trace && new Tracer(trace, traceParams);
    this.#outbox = new Outbox({
      transport: this.#transport,
      tracer: this.#tracer,
      maxMessageBytes,
      answerLost: (error, method) => {
        listener.answerLost(error, method);
      },
    });
    this.#report = guarded((error: ProtocolError) => {
      listener.protocolError(error);
    });
    this.#calls = new Calls(maxInFlight, (call, id) => {
      this.#send(call, id);
    });
  }

  /** Settles when the connection has ended; never rejects. */
  get closed(): Promise<CloseInfo> {
    return this.#ended.promise;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Opens the transport; rejects with what the transport says if the peer cannot be reached. */
  async open(): Promise<void> {
    try {
      await this.#transport.open(
        {
          message: (text) => {
            this.#receive(text);
          },
          invalid: (error, bytes = 0) => {
            this.#tracer?.trace('in', 'invalid', bytes);
            this.#report(new ProtocolError(error.message, '', { cause: error }));
          },
          closed: (info) => {
            this.#finish(info);
          },
        },
        this.#options.requestTimeoutMs,
      );
    } catch (error) {
      this.#finish(failure(error));
      throw error;
    }
    if (this.#state === 'new') this.#state = 'open';
  }

  /**
   * Sends a request. Rejects with a `JsonRpcError` for an error answer, `RequestTimeoutError`,
   * `AbortError`, `TransportClosedError`, `MessageTooLargeError` or `InvalidParamsError`.
   */
  request(method: string, params?: unknown, options: RequestOptions = {}): Promise<unknown> {
    const { signal, onResult, waitedMs = 0, callSite = new CallSite() } = options;
    const lane = this.#options.laneOf(method);
    try {
      this.assertUsable();
      if (signal?.aborted) throw abortError(method, signal.reason);
      const timeoutMs = options.timeoutMs ?? defaultTimeoutMs(lane, this.#options.requestTimeoutMs);
      checkTimeout(method, timeoutMs);
      const call = new Call({
        method,
        params: this.#outbox.encode(method, params),
        queues: lane === 'normal',
        timeoutMs,
        waitedMs,
        signal,
        callSite,
        onResult,
      });
      this.#calls.begin(call);
      return call.promise;
    } catch (error) {
      return Promise.reject(callSite.stamp(error as Error));
    }
  }

  /** Sends a notification; settles when the transport has taken it. */
  async notify(method: string, params?: unknown): Promise<void> {
    this.assertUsable();
    await this.#outbox.notify(method, params);
  }

  /**
   * Ends the connection. Idempotent; never rejects; everything open is settled when it resolves. After
   * an end that came by itself it waits until what the transport had started is gone.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#state !== 'closed') {
      this.#state = 'closing';
      this.#rejectAll(closedByClient);
    }
    await this.#transport.close();
    this.#finish(closedByClient);
  }

  #send(call: Call, id: number): void {
    this.#outbox.call(call, id).catch((error: unknown) => this.#notSent(call, error));
  }

  async #notSent(call: Call, error: unknown): Promise<void> {
    // A transport that has ended tells how, and that says more than what it refused for.
    if (!this.#closeInfo && isTransportClosed(error)) await within(this.closed, endFollowsMs);
    this.#calls.release(call);
    if (error instanceof MessageTooLargeError) call.reject(error);
    else call.reject(closedError(call, this.#closeInfo ?? failure(error)));
  }

  /** No message, and nobody who hears of one, ends the connection. */
  #receive(text: string): void {
    try {
      this.#dispatch(text);
    } catch (error) {
      const what = 'Received a message that could not be handled';
      this.#report(new ProtocolError(what, text, { cause: error }));
    }
  }

  #dispatch(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch (error) {
      this.#invalid('Received a line that is not JSON', text, error);
      return;
    }
    if (isNotification(message)) {
      const { method, params } = message;
      this.#tracer?.trace('in', 'notification', text, method, undefined, params);
      this.#options.listener.notification(message);
      return;
    }
    const classified = classify(message);
    switch (classified.kind) {
      case 'request': {
        const { id, method, params } = classified.message;
        this.#tracer?.trace('in', 'request', text, method, id, params);
        this.#options.listener.request(
          new InboundRequest(classified.message, (answer) => this.#answer(method, id, answer)),
        );
        return;
      }
      case 'result': {
        const { id, result } = classified.message;
        const call = this.#take(id, 'result', text, result);
        call?.resolve(result);
        return;
      }
      case 'error': {
        const { id, error } = classified.message;
        const call = this.#take(id, 'error', text, error);
        if (call) this.#fail(call, error);
        return;
      }
      case 'invalid':
        this.#rejectMalformedAnswer(message, classified.reason, text);
        this.#invalid(`Received a line that is no message: ${classified.reason}`, text);
    }
  }

  /** The call that an answer is for; undefined if nobody waits for it any more. */
  #take(id: RequestId, kind: 'result' | 'error', text: string, value: unknown): Call | undefined {
    const call = this.#calls.awaiting(id);
    this.#tracer?.trace('in', kind, text, call?.method, id, value);
    if (call) {
      this.#calls.release(call);
    } else if (!this.#calls.isKnown(id)) {
      const what = `Received an answer to a request that was never sent (id ${id})`;
      this.#report(new ProtocolError(what, text));
    }
    return call;
  }

  #fail(call: Call, error: RpcErrorObject): void {
    const { retry } = this.#options;
    const typed = classifyRpcError(call.method, error);
    if (error.code !== overloadedCode || retry === false) {
      call.reject(typed);
    } else if (call.attempts < retry.maxAttempts) {
      this.#calls.retry(call, retryDelayMs(retry, call.attempts));
    } else {
      call.reject(RetryLimitExceededError.after(call.attempts, typed));
    }
  }

  /** An answer that is broken but names its request must not leave the caller waiting. */
  #rejectMalformedAnswer(message: unknown, reason: string, text: string): void {
    const id = (message as { id?: RequestId } | null)?.id;
    const call = id === undefined ? undefined : this.#calls.awaiting(id);
    if (!call || 'method' in (message as object)) return;
    this.#calls.release(call);
    call.reject(new ProtocolError(`${call.method} got a malformed answer: ${reason}`, text));
  }

  /** Sends an answer, unless it is too late; throws if it cannot be written, is too deep or too long. */
  #answer(method: string, id: RequestId, answer: Answer): boolean {
    if (this.#state === 'closing' || this.#state === 'closed') return false;
    this.#outbox.answer(method, id, answer);
    return true;
  }

  #invalid(reason: string, text: string, cause?: unknown): void {
    this.#tracer?.trace('in', 'invalid', text);
    this.#report(new ProtocolError(reason, text, cause === undefined ? {} : { cause }));
  }

  /** Throws if the connection has ended or is about to. */
  assertUsable(): void {
    if (this.#closeInfo) throw TransportClosedError.from(this.#closeInfo);
    if (this.#state === 'closing') throw TransportClosedError.from(closedByClient);
  }

  #rejectAll(info: CloseInfo): void {
    for (const call of this.#calls.clear()) call.reject(closedError(call, info));
  }

  #finish(info: CloseInfo): void {
    if (this.#state === 'closed') return;
    // What this client began is not the peer's doing, whatever the transport saw of it.
    const final = this.#state === 'closing' ? { ...info, reason: 'closed' as const } : info;
    this.#state = 'closed';
    this.#closeInfo = final;
    this.#rejectAll(final);
    this.#ended.resolve(final);
    this.#options.listener.closed(final);
  }
}

function closedError({ method }: Call, info: CloseInfo): TransportClosedError {
  return TransportClosedError.from(info, `${method}: the connection`);
}

function isTransportClosed(error: unknown): boolean {
  return CodexError.isCodexError(error) && error.code === 'transport_closed';
}

function failure(error: unknown): CloseInfo {
  const cause = error instanceof Error ? error : new Error(String(error));
  return { reason: 'failed', exitCode: null, signal: null, stderr: '', error: cause };
}
