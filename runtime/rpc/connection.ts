import { CallSite } from '../util/call-site.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { utf8Length, wellFormedJson } from '../util/json-text.js';
import { abortError, Call, type CallOptions, checkTimeout } from './call.js';
import { classifyRpcError, overloadedCode } from './errors/classify-rpc-error.js';
import { ProtocolError, TransportClosedError } from './errors/connection-errors.js';
import { InvalidParamsError, RetryLimitExceededError } from './errors/json-rpc-error.js';
import { MessageTooLargeError } from './errors/message-too-large-error.js';
import { InboundRequest } from './inbound-request.js';
import { InFlightGate } from './in-flight-gate.js';
import {
  classify,
  isNotification,
  type RequestId,
  type RpcErrorObject,
  type WireNotification,
} from './message.js';
import { retryDelayMs, type RetryPolicy } from './retry-policy.js';
import type { TraceEvent, TraceHook } from './trace.js';
import type { CloseInfo, Transport } from './transport.js';

/**
 * How a request is treated while it waits. `normal`: counted and limited in number, with a deadline.
 * `long`: lasts as long as its work, so neither. `urgent`: never queued, with a deadline.
 */
export type Lane = 'normal' | 'long' | 'urgent';

/** What a connection tells its owner. Called synchronously, in the order of the wire. */
export interface ConnectionListener {
  notification(message: WireNotification): void;
  request(request: InboundRequest): void;
  /** Something arrived that the protocol does not allow; it was skipped. */
  protocolError(error: ProtocolError): void;
  closed(info: CloseInfo): void;
}

export interface ConnectionOptions {
  readonly transport: Transport;
  readonly listener: ConnectionListener;
  readonly laneOf: (method: string) => Lane;
  /** Default deadline of a request, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly maxInFlight: number;
  readonly maxMessageBytes: number;
  readonly retry: RetryPolicy | false;
  readonly trace?: TraceHook | undefined;
  readonly traceParams?: boolean | undefined;
}

export interface RequestOptions extends CallOptions {
  /** Called with the result inside the read loop, so that nothing is dispatched in between. */
  readonly onResult?: ((result: unknown) => void) | undefined;
}

type State = 'new' | 'open' | 'closing' | 'closed';

/** Correlates requests and answers over a transport. It knows methods by name only. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #pending = new Map<RequestId, Call>();
  readonly #gate: InFlightGate<Call>;
  readonly #calls = new Set<Call>();
  readonly #ended: Deferred<CloseInfo> = deferred();
  #state: State = 'new';
  #nextId = 0;
  #closeInfo: CloseInfo | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#gate = new InFlightGate(options.maxInFlight, (call) => {
      this.#send(call);
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
    const { listener } = this.#options;
    try {
      await this.#options.transport.open({
        message: (text) => {
          this.#receive(text);
        },
        invalid: (error) => {
          this.#trace('in', 'invalid', undefined, undefined, 0, undefined);
          listener.protocolError(new ProtocolError(error.message, '', { cause: error }));
        },
        closed: (info) => {
          this.#finish(info);
        },
      });
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
    const callSite = new CallSite();
    const lane = this.#options.laneOf(method);
    try {
      this.#assertUsable();
      const { signal } = options;
      if (signal?.aborted) throw abortError(method, signal.reason);
      const timeoutMs =
        options.timeoutMs ?? (lane === 'long' ? Infinity : this.#options.requestTimeoutMs);
      checkTimeout(method, timeoutMs);
      const call = new Call({
        method,
        params: this.#encodeParams(method, params),
        queues: lane === 'normal',
        timeoutMs,
        signal,
        callSite,
        onResult: options.onResult,
      });
      this.#enqueue(call);
      return call.promise;
    } catch (error) {
      return Promise.reject(callSite.stamp(error as Error));
    }
  }

  /** Sends a notification; settles when the transport has taken it. */
  async notify(method: string, params?: unknown): Promise<void> {
    this.#assertUsable();
    const encoded = this.#encodeParams(method, params);
    await this.#write(`{"method":${JSON.stringify(method)}${member('params', encoded)}}`, {
      kind: 'notification',
      method,
      params,
    });
  }

  /** Ends the connection. Idempotent; never rejects; everything open is settled when it resolves. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#state === 'closed') return;
    const info: CloseInfo = { reason: 'closed', exitCode: null, signal: null, stderr: '' };
    this.#state = 'closing';
    this.#rejectAll(info);
    try {
      await this.#options.transport.close();
    } finally {
      this.#finish(info);
    }
  }

  #enqueue(call: Call): void {
    this.#calls.add(call);
    call.watch(() => {
      this.#release(call);
    });
    if (call.queues) this.#gate.request(call);
    else this.#send(call);
  }

  #send(call: Call): void {
    const id = this.#nextId++;
    call.id = id;
    call.attempts++;
    this.#pending.set(id, call);
    const text = `{"id":${id},"method":${JSON.stringify(call.method)}${member('params', call.params)}}`;
    const params: unknown =
      this.#options.traceParams && call.params !== undefined ? JSON.parse(call.params) : undefined;
    this.#write(text, { kind: 'request', method: call.method, id, params }).catch(
      (error: unknown) => {
        this.#release(call);
        if (error instanceof MessageTooLargeError) call.reject(error);
        else
          call.reject(
            TransportClosedError.from(
              this.#closeInfo ?? failure(error),
              `${call.method}: the connection`,
            ),
          );
      },
    );
  }

  /** Takes a call out of every register; a late answer to it is dropped. */
  #release(call: Call): void {
    this.#calls.delete(call);
    if (call.id !== null) this.#pending.delete(call.id);
    this.#gate.leave(call);
  }

  #receive(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch (error) {
      this.#invalid('Received a line that is not JSON', text, error);
      return;
    }
    if (isNotification(message)) {
      this.#trace('in', 'notification', message.method, undefined, text, message.params);
      this.#options.listener.notification(message);
      return;
    }
    const classified = classify(message);
    switch (classified.kind) {
      case 'request': {
        const { id, method, params } = classified.message;
        this.#trace('in', 'request', method, id, text, params);
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
    const call = this.#pending.get(id);
    this.#trace('in', kind, call?.method, id, text, value);
    if (call) {
      this.#release(call);
    } else if (typeof id !== 'number' || id < 0 || id >= this.#nextId) {
      this.#options.listener.protocolError(
        new ProtocolError(`Received an answer to a request that was never sent (id ${id})`, text),
      );
    }
    return call;
  }

  #fail(call: Call, error: RpcErrorObject): void {
    const { retry } = this.#options;
    const typed = classifyRpcError(call.method, error);
    if (error.code !== overloadedCode || retry === false) {
      call.reject(typed);
    } else if (call.attempts < retry.maxAttempts) {
      this.#calls.add(call);
      call.pause(retryDelayMs(retry, call.attempts), () => {
        if (call.queues) this.#gate.request(call);
        else this.#send(call);
      });
    } else {
      const { method, message, rpcCode, data } = typed;
      call.reject(
        new RetryLimitExceededError({
          method,
          rpcCode,
          data,
          message: `${message} (${call.attempts} tries)`,
          cause: typed,
        }),
      );
    }
  }

  /** An answer that is broken but names its request must not leave the caller waiting. */
  #rejectMalformedAnswer(message: unknown, reason: string, text: string): void {
    const id = (message as { id?: RequestId } | null)?.id;
    const call = id === undefined ? undefined : this.#pending.get(id);
    if (!call || 'method' in (message as object)) return;
    this.#release(call);
    call.reject(new ProtocolError(`${call.method} got a malformed answer: ${reason}`, text));
  }

  #answer(
    method: string,
    id: RequestId,
    answer: { readonly result: unknown } | { readonly error: RpcErrorObject },
  ): boolean {
    if (this.#state !== 'open') return false;
    const [kind, value] =
      'result' in answer
        ? (['result', answer.result] as const)
        : (['error', answer.error] as const);
    const encoded = wellFormedJson(value);
    if (encoded === undefined) throw new TypeError(`The answer to ${method} is not a JSON value`);
    this.#write(`{"id":${JSON.stringify(id)},"${kind}":${encoded}}`, {
      kind,
      method,
      id,
      params: value,
    }).catch(() => {
      // The transport is going down, and says so through `closed`.
    });
    return true;
  }

  async #write(
    text: string,
    event: Pick<TraceEvent, 'kind' | 'method'> & { id?: RequestId; params: unknown },
  ): Promise<void> {
    this.#trace('out', event.kind, event.method, event.id, text, event.params);
    await this.#options.transport.send(text);
  }

  #encodeParams(method: string, params: unknown): string | undefined {
    let encoded: string | undefined;
    try {
      encoded = wellFormedJson(params);
    } catch (error) {
      throw new InvalidParamsError({
        method,
        rpcCode: -32602,
        message: `${method}: the params cannot be written as JSON: ${(error as Error).message}`,
        cause: error,
      });
    }
    const limit = this.#options.maxMessageBytes;
    // A UTF-16 unit is at most three bytes of UTF-8, so nearly every message passes uncounted.
    if (encoded !== undefined && encoded.length * 3 > limit - 1024) {
      const size = utf8Length(encoded);
      if (size > limit) throw new MessageTooLargeError({ limit, size, direction: 'outbound' });
    }
    return encoded;
  }

  #invalid(reason: string, text: string, cause?: unknown): void {
    this.#trace('in', 'invalid', undefined, undefined, text, undefined);
    this.#options.listener.protocolError(
      new ProtocolError(reason, text, cause === undefined ? {} : { cause }),
    );
  }

  #trace(
    direction: 'in' | 'out',
    kind: TraceEvent['kind'],
    method: string | undefined,
    id: RequestId | undefined,
    size: string | number,
    params: unknown,
  ): void {
    const { trace, traceParams } = this.#options;
    if (!trace) return;
    const bytes = typeof size === 'string' ? utf8Length(size) : size;
    try {
      trace({ direction, kind, method, id, bytes, ...(traceParams ? { params } : {}) });
    } catch {
      // A failing observer must not disturb what it observes.
    }
  }

  #assertUsable(): void {
    if (this.#closeInfo) throw TransportClosedError.from(this.#closeInfo);
    if (this.#state === 'closing') {
      throw TransportClosedError.from({
        reason: 'closed',
        exitCode: null,
        signal: null,
        stderr: '',
      });
    }
  }

  #rejectAll(info: CloseInfo): void {
    const calls = [...this.#calls, ...this.#pending.values()];
    this.#calls.clear();
    this.#pending.clear();
    this.#gate.clear();
    for (const call of calls) {
      call.reject(TransportClosedError.from(info, `${call.method}: the connection`));
    }
  }

  #finish(info: CloseInfo): void {
    if (this.#state === 'closed') return;
    // What this client began is not the peer's doing, whatever the transport saw of it.
    const final = this.#state === 'closing' ? { ...info, reason: 'closed' as const } : info;
    this.#state = 'closed';
    this.#closeInfo = final;
    this.#rejectAll(final);
    this.#options.listener.closed(final);
    this.#ended.resolve(final);
  }
}

function member(name: string, json: string | undefined): string {
  return json === undefined ? '' : `,"${name}":${json}`;
}

function failure(error: unknown): CloseInfo {
  const cause = error instanceof Error ? error : new Error(String(error));
  return { reason: 'failed', exitCode: null, signal: null, stderr: '', error: cause };
}
