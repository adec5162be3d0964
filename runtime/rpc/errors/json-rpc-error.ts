import { CodexError } from '../../util/codex-error.js';

/** What an error answer consists of. */
export interface JsonRpcErrorInit {
  /** Wire name of the request that failed. */
  readonly method: string;
  /** The JSON-RPC error code, such as -32600. */
  readonly rpcCode: number;
  readonly message: string;
  /** The error's `data` as it stands on the wire. */
  readonly data?: unknown;
  readonly cause?: unknown;
}

/** The server answered a request with an error, or the SDK refused it for the reason the server would. */
export class JsonRpcError extends CodexError {
  override readonly name: string = 'JsonRpcError';
  /** Wire name of the request that failed. */
  readonly method: string;
  /** The JSON-RPC error code; {@link CodexError.code} is the SDK's own name for the kind of error. */
  readonly rpcCode: number;
  /** The error's `data` as it stands on the wire; undefined without one. */
  readonly data: unknown;

  constructor(init: JsonRpcErrorInit, code = 'rpc_error') {
    super(init.message, 'cause' in init ? { code, cause: init.cause } : { code });
    this.method = init.method;
    this.rpcCode = init.rpcCode;
    this.data = init.data;
  }
}

/** -32700: the peer could not parse the message. */
export class ParseError extends JsonRpcError {
  override readonly name: string = 'ParseError';
  constructor(init: JsonRpcErrorInit) {
    super(init, 'parse_error');
  }
}

/** -32600: the request cannot be carried out as things are, such as an unknown thread or no active turn. */
export class InvalidRequestError extends JsonRpcError {
  override readonly name: string = 'InvalidRequestError';
  constructor(init: JsonRpcErrorInit) {
    super(init, 'invalid_request');
  }
}

/** -32601, or -32600 with the text for an unknown method: this server does not have the method. */
export class MethodNotFoundError extends JsonRpcError {
  override readonly name: string = 'MethodNotFoundError';
  constructor(init: JsonRpcErrorInit) {
    super(init, 'method_not_found');
  }
}

/** -32602, or -32600 with the text for params that do not parse. Also thrown before anything is sent. */
export class InvalidParamsError extends JsonRpcError {
  override readonly name: string = 'InvalidParamsError';
  constructor(init: JsonRpcErrorInit) {
    super(init, 'invalid_params');
  }
}

/** -32603: the server failed. */
export class InternalRpcError extends JsonRpcError {
  override readonly name: string = 'InternalRpcError';
  constructor(init: JsonRpcErrorInit) {
    super(init, 'internal_error');
  }
}

/** -32001, or an error that says `serverOverloaded`: nothing was done, and a later try may succeed. */
export class ServerBusyError extends JsonRpcError {
  override readonly name: string = 'ServerBusyError';
  constructor(init: JsonRpcErrorInit, code = 'server_busy') {
    super(init, code);
  }
}

/** The server was still busy after the last try that the retry policy allows. */
export class RetryLimitExceededError extends ServerBusyError {
  override readonly name: string = 'RetryLimitExceededError';
  constructor(init: JsonRpcErrorInit) {
    super(init, 'retry_limit_exceeded');
  }

  /** The error after a number of tries, of which `last` is what the last one came to. */
  static after(tries: number, last: JsonRpcError): RetryLimitExceededError {
    const { method, message, rpcCode, data } = last;
    return new RetryLimitExceededError({
      method,
      rpcCode,
      data,
      message: `${message} (${tries} tries)`,
      cause: last,
    });
  }
}

/** The server is shutting down and takes no new work: connect again, then retry. */
export class ServerDrainingError extends JsonRpcError {
  override readonly name: string = 'ServerDrainingError';
  constructor(init: JsonRpcErrorInit) {
    super(init, 'server_draining');
  }
}
