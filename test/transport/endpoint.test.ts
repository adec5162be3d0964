import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseEndpoint } from '../../runtime/transport/endpoint.js';

const SOCKET = 'app-server-control/app-server-control.sock';

function refusal(url: string, token?: string, platform?: string): string {
  try {
    parseEndpoint(url, token, {}, platform);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'invalid_configuration' });
    return (error as Error).message;
  }
  throw new Error('It was accepted');
}

describe('addresses', () => {
  test.each([
    ['ws://127.0.0.1:80/rpc?x=1', 'ws://127.0.0.1/rpc?x=1', true],
    ['ws://127.1.2.3:4', 'ws://127.1.2.3:4/', true],
    ['ws://localhost:4', 'ws://localhost:4/', true],
    ['ws://[::1]:4#part', 'ws://[::1]:4/', true],
    ['ws://10.0.0.1:4', 'ws://10.0.0.1:4/', false],
    ['ws://127.example.com', 'ws://127.example.com/', false],
    ['wss://example.com/a', 'wss://example.com/a', false],
  ])('%s', (text, url, isLocal) => {
    expect(parseEndpoint(text, undefined)).toMatchObject({ url, isLocal, headers: {} });
  });

  test.each([
    ['unix:///run/codex.sock', '/run/codex.sock'],
    ['unix:///a b%20:c/ä', '/a b%20:c/ä'],
    ['unix://codex.sock', resolve('codex.sock')],
    ['unix://', `/codex/${SOCKET}`],
  ])('%s', (url, socketPath) => {
    expect(parseEndpoint(url, undefined, { CODEX_HOME: '/codex' }, 'linux')).toMatchObject({
      socketPath,
      isLocal: true,
      name: `unix://${socketPath}`,
    });
  });

  test('the default socket is in the home of the user if nothing else is said', () => {
    const path = (env: Record<string, string>): string | undefined =>
      parseEndpoint('unix://', undefined, env, 'linux').socketPath;
    expect(path({ HOME: '/home/me', CODEX_HOME: '' })).toBe(`/home/me/.codex/${SOCKET}`);
    expect(path({})).toBe(`${homedir()}/.codex/${SOCKET}`);
  });

  test.each(['', 'nonsense', 'http://localhost', 'file:///x', '/run/codex.sock', 'unix:/x'])(
    '%j is refused',
    (url) => {
      expect(refusal(url)).toContain('must begin with ws://, wss:// or unix://');
    },
  );

  test('unix sockets are refused on Windows', () => {
    expect(refusal('unix:///x', undefined, 'win32')).toContain('ws://127.0.0.1');
  });
});

describe('tokens', () => {
  test.each(['wss://example.com', 'ws://127.0.0.1:4', 'ws://localhost', 'ws://[::1]', 'unix:///x'])(
    'go to %s',
    (url) => {
      const { headers } = parseEndpoint(url, ' secret\n', {}, 'linux');
      expect(headers).toEqual({ Authorization: 'Bearer secret' });
    },
  );

  test.each([
    ['ws://example.com', 'secret'],
    ['ws://10.0.0.1:4', 'secret'],
    ['ws://localhost.example.com', 'secret'],
    ['ws://user:secret@example.com', undefined],
    ['ws://secret@example.com', undefined],
  ])('do not go to %s', (url, token) => {
    const message = refusal(url, token);
    expect(message).toContain('in the clear');
    expect(message).not.toContain('secret');
  });

  test.each(['', ' ', 'a b', 'a\nb', 'ä', 5 as unknown as string])('cannot be %j', (token) => {
    expect(refusal('wss://example.com', token)).toContain('printable ASCII');
  });

  test('are not in the name that is shown', () => {
    const { name } = parseEndpoint('wss://me:secret@example.com/a?token=secret#secret', undefined);
    expect(name).toBe('wss://example.com/a');
  });
});
