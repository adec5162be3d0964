import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from '../process/environment.js';
import { ConfigurationError } from '../util/configuration-error.js';

/** Where a runtime listens. */
export interface Endpoint {
  /** What to connect to; over a unix socket only the path of it means something. */
  readonly url: string;
  readonly socketPath?: string;
  /** True if the connection does not leave this machine. */
  readonly isLocal: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** The address as it may be shown: without anything secret. */
  readonly name: string;
}

const UNIX = 'unix://';
const DEFAULT_SOCKET = join('app-server-control', 'app-server-control.sock');

/**
 * Understands `ws://…`, `wss://…`, `unix:///path/of/socket` and `unix://`, which means the socket in
 * `$CODEX_HOME` where the runtime listens by default.
 *
 * @throws ConfigurationError for anything else, and for a token that would cross a network in the
 *   clear.
 */
export function parseEndpoint(
  url: string,
  token: string | undefined,
  env: Environment = process.env,
  platform: string = process.platform,
): Endpoint {
  const headers = authorization(token);
  if (url.startsWith(UNIX)) {
    if (platform === 'win32') {
      throw new ConfigurationError('Node has no unix sockets on Windows; use ws://127.0.0.1 there');
    }
    const socketPath = url === UNIX ? defaultSocket(env) : resolve(url.slice(UNIX.length));
    return { url: 'ws://localhost/', socketPath, isLocal: true, headers, name: UNIX + socketPath };
  }
  return parseWebSocketUrl(url, headers);
}

function parseWebSocketUrl(text: string, headers: Endpoint['headers']): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'ws:' && url?.protocol !== 'wss:') {
    throw new ConfigurationError(
      'The url of a transport must begin with ws://, wss:// or unix://' +
        (url === undefined ? '' : `, not ${url.protocol}`),
    );
  }
  const isLocal = isLoopback(url.hostname);
  const hasSecret = 'Authorization' in headers || url.username !== '' || url.password !== '';
  if (hasSecret && !isLocal && url.protocol === 'ws:') {
    throw new ConfigurationError(
      `A token for ${url.host} would cross the network in the clear: it is sent only over wss://, ` +
        'unix:// and to loopback addresses',
    );
  }
  url.hash = '';
  return { url: url.href, isLocal, headers, name: `${url.protocol}//${url.host}${url.pathname}` };
}

function authorization(token: string | undefined): Endpoint['headers'] {
  if (token === undefined) return {};
  // Tokens come from files, and files end with a line end.
  const text = typeof token === 'string' ? token.trim() : '';
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new ConfigurationError('The token of a transport must be printable ASCII without spaces');
  }
  return { Authorization: `Bearer ${text}` };
}

function defaultSocket(env: Environment): string {
  return resolve(env['CODEX_HOME'] || join(env['HOME'] || homedir(), '.codex'), DEFAULT_SOCKET);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
