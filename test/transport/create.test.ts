import { delimiter, dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { locateCodex } from '../../runtime/process/locate.js';
import type { SpawnProcess, SpawnProcessOptions } from '../../runtime/process/spawned-process.js';
import type { Transport } from '../../runtime/rpc/transport.js';
import { createTransport, type TransportOptions } from '../../runtime/transport/create.js';
import { StdioTransport } from '../../runtime/transport/stdio.js';
import { WebSocketTransport } from '../../runtime/transport/websocket.js';
import { fixture, Recorder } from './recorder.js';

const SERVE = ['app-server', '--listen', 'stdio://'];
const pinned = locateCodex({ env: {} });

interface Spawned {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnProcessOptions;
}

/** How a process would be started. */
async function spawned(options: TransportOptions): Promise<Spawned> {
  let result: Spawned | undefined;
  const spawn: SpawnProcess = (command, args, options) => {
    result = { command, args, options };
    return {
      stdin: new PassThrough(),
      stdout: new PassThrough(),
      stderr: null,
      exited: Promise.resolve({ exitCode: 0, signal: null }),
      kill: () => {},
    };
  };
  const transport = createTransport({ ...options, spawn });
  await transport.open(new Recorder());
  await transport.close();
  return result!;
}

async function echo(options: TransportOptions): Promise<string> {
  const transport = createTransport(options);
  const recorder = new Recorder();
  await transport.open(recorder);
  await transport.send('{"a":1}');
  const text = await recorder.next();
  await transport.close();
  return text;
}

describe('a process', () => {
  test('is the default', async () => {
    expect(createTransport()).toBeInstanceOf(StdioTransport);
    const { command, args, options } = await spawned({ env: { CODEX_BIN: undefined } });
    expect(command).toBe(pinned.path);
    expect(args).toEqual(SERVE);
    expect(options.cwd).toBeUndefined();
    expect(options.env['PATH']?.split(delimiter)[0]).toBe(pinned.pathDirectory);
  });

  test('gets overrides, directory and environment', async () => {
    const { args, options } = await spawned({
      configOverrides: { model: 'x' },
      cwd: '/x',
      env: { A: '1', HOME: undefined },
    });
    expect(args).toEqual(['--config', 'model="x"', ...SERVE]);
    expect(options.cwd).toBe('/x');
    expect(options.env['A']).toBe('1');
    expect(options.env).not.toHaveProperty('HOME');
  });

  test('is named by codexBin or CODEX_BIN without a check if another place starts it', async () => {
    const { command, options } = await spawned({
      codexBin: '/in/the/container',
      env: { PATH: '/a' },
    });
    expect(command).toBe('/in/the/container');
    expect(options.env['PATH']).toBe('/a');
    expect(await spawned({ env: { CODEX_BIN: 'codex-beta' } })).toMatchObject({
      command: 'codex-beta',
    });
  });

  test('may have another command line', async () => {
    const { command, args } = fixture('echo');
    expect(await echo({ launchArgs: [command, ...args] })).toBe('{"a":1}');
    expect(await echo({ codexBin: command, launchArgs: args })).toBe('{"a":1}');
    expect(await spawned({ launchArgs: ['docker', 'run'] })).toMatchObject({
      command: 'docker',
      args: ['run'],
    });
  });

  test('whose command line names a command on PATH is found there', async () => {
    const { command, args } = fixture('echo');
    const env = { PATH: dirname(command) };
    expect(await echo({ launchArgs: ['node', ...args], env })).toBe('{"a":1}');
  });

  test.each([
    [{ codexBin: '/no/such/codex' }, 'codexBin: /no/such/codex does not exist'],
    [{ env: { CODEX_BIN: '/no/such/codex' } }, 'CODEX_BIN: /no/such/codex does not exist'],
    [{ launchArgs: ['app-server'] }, 'launchArgs: app-server is not a command on PATH'],
    [{ codexBin: '/no', launchArgs: ['x'] }, 'codexBin: /no does not exist'],
  ] satisfies [TransportOptions, string][])('that is not there: %j', (options, message) => {
    expect(() => createTransport(options)).toThrow(
      expect.objectContaining({
        name: 'CodexNotFoundError',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('a runtime that runs already', () => {
  test('is reached by its url', () => {
    const transport = { url: 'ws://127.0.0.1:1', token: 'x' };
    expect(createTransport({ transport })).toBeInstanceOf(WebSocketTransport);
  });

  test('is reached by the transport of the caller', () => {
    const transport: Transport = {
      open: () => Promise.resolve(),
      send: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    expect(createTransport({ transport })).toBe(transport);
  });
});

test.each([
  [{ transport: { url: 'ws://127.0.0.1:1' }, configOverrides: { a: 1 } }, 'configOverrides is for'],
  [{ transport: { url: 'ws://127.0.0.1:1' }, codexBin: 'codex' }, 'codexBin is for'],
  [{ transport: { url: 'http://127.0.0.1:1' } }, 'must begin with ws://'],
  [{ transport: {} }, 'transport must be'],
  [{ transport: null }, 'transport must be'],
  [{ transport: 'ws://127.0.0.1:1' }, 'transport must be'],
  [{ launchArgs: ['codex'], configOverrides: { a: 1 } }, 'launchArgs is the whole command line'],
  [{ launchArgs: [] }, 'launchArgs must begin with'],
  [{ spawn: 'docker' }, 'spawn must be'],
  [{ onStderr: 'log' }, 'onStderr must be'],
  [{ env: { A: 1 } }, 'the value of "A"'],
  [{ maxMessageBytes: 0 }, 'maxMessageBytes must be'],
  [{ maxMessageBytes: Number.NaN }, 'maxMessageBytes must be'],
])('%j is refused', (options, message) => {
  expect(() => createTransport(options as unknown as TransportOptions)).toThrow(
    expect.objectContaining({
      name: 'ConfigurationError',
      code: 'invalid_configuration',
      message: expect.stringContaining(message),
    }),
  );
});
