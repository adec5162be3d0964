import type { CallSite } from '../util/call-site.js';
import type { CallOptions } from './call.js';
import type { ProtocolError } from './errors/connection-errors.js';
import type { MessageTooLargeError } from './errors/message-too-large-error.js';
import type { InboundRequest } from './inbound-request.js';
import type { Lane } from './lane.js';
import type { WireNotification } from './message.js';
import type { RetryPolicy } from './retry-policy.js';
import type { TraceHook } from './trace.js';
import type { CloseInfo, Transport } from './transport.js';

/** What a connection tells its owner. Called synchronously, in the order of the wire. */
export interface ConnectionListener {
  notification(message: WireNotification): void;
  request(request: InboundRequest): void;
  /** An answer was too long to be sent; the server was told so. */
  answerLost(error: MessageTooLargeError, method: string): void;
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
  /** How long the caller has waited already, in milliseconds: its time limit counts from the call. */
  readonly waitedMs?: number | undefined;
  /** Where the caller called from. Default: where `request` is called. */
  readonly callSite?: CallSite | undefined;
}
