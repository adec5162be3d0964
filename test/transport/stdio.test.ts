import { spawn as spawnChild } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { ProcessExit, SpawnedProcess } from '../../runtime/process/spawned-process.js';
import { StdioTransport, type StdioTransportOptions } from '../../runtime/transport/stdio.js';
import { isRunning, waitUntilGone } from '../process/running.js';
import { fixture, open as openFixture, Recorder, type OpenFixture } from './recorder.js';

const PATIENT = { stdinMs: 10_000, termMs: 10_000, killMs: 10_000 };
const opened: OpenFixture[] = [];

/** What keeps Node alive because of child processes. */
function processHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
}

async function open(options: StdioTransportOptions): Promise<OpenFixture> {
  const result = await openFixture({ graces: PATIENT, ...options });
  opened.push(result);
  return result;
}

afterEach(async () => {
  for (const { transport, recorder } of opened.splice(0)) {
    await transport.close();
    expect(recorder.ends).toHaveLength(1);
  }
});

afterAll(async () => {
  // Node lets go of the handle of a process that could not be started a little later.
  for (let turn = 0; processHandles() > 0 && turn < 100; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(processHandles()).toBe(0);
});

describe('messages', () => {
  test('go there and back, in order', async () => {
    const { transport, recorder } = await open(fixture('echo'));
    const texts = ['{"a":1}', '{"text":"ä€😀\u2028"}', '[]'];
    for (const text of texts) await transport.send(text);
    for (const text of texts) expect(await recorder.next()).toBe(text);
  });

  test('may be huge', async () => {
    const { recorder } = await open(fixture('huge-line', '32'));
    const text = await recorder.next();
    expect(text.length).toBe(32 * 1024 * 1024);
  });

  test('that were written before an exit all arrive before its report', async () => {
    const { recorder } = await open(fixture('floods-stdout', '50000'));
    expect(await recorder.end).toMatchObject({ reason: 'exited', exitCode: 0, signal: null });
    expect(recorder.messages).toHaveLength(50_000);
    expect(recorder.messages.at(-1)).toBe('{"index":49999}');
  });

  test('arrive also if the program is busy when the process exits', async () => {
    const { recorder, child } = await open(fixture('floods-stdout', '20000'));
    await child.exited;
    const until = performance.now() + 300;
    while (performance.now() < until);
    await recorder.end;
    expect(recorder.messages).toHaveLength(20_000);
  });

  test('may lack their line end at the exit', async () => {
    const { recorder } = await open(fixture('exits', '0', 'whole\n{"half":'));
    await recorder.end;
    expect(recorder.messages).toEqual(['whole', '{"half":']);
  });

  test('that are no text are reported and skipped', async () => {
    const { recorder } = await open(fixture('broken-text'));
    expect([await recorder.next(), await recorder.next()]).toEqual(['before', 'after']);
    expect(recorder.errors).toMatchObject([{ code: 'invalid_utf8' }]);
    expect(recorder.invalidBytes).toEqual([2]);
  });

  test('that are too long end the connection when they come in', async () => {
    const { recorder, child } = await open({ ...fixture('huge-line', '1'), maxMessageBytes: 1000 });
    const { reason, error } = await recorder.end;
    expect(reason).toBe('failed');
    expect(error).toMatchObject({ code: 'message_too_large', direction: 'inbound', limit: 1000 });
    expect(await child.exited).toEqual({ exitCode: 0, signal: null });
  });

  test('that are too long cost only themselves when they go out', async () => {
    const { transport, recorder } = await open({ ...fixture('echo'), maxMessageBytes: 10 });
    await expect(transport.send('"1234567890"')).rejects.toMatchObject({
      code: 'message_too_large',
      direction: 'outbound',
      limit: 10,
      size: 12,
    });
    await expect(transport.send('"ääää€"')).rejects.toMatchObject({ size: 13 });
    await transport.send('"12345678"');
    expect(await recorder.next()).toBe('"12345678"');
  });
});

describe('the end', () => {
  test('by exit tells code and stderr', async () => {
    const { transport, recorder } = await open(fixture('exits', '7', '', 'why\n'));
    expect(await recorder.end).toEqual({
      reason: 'exited',
      exitCode: 7,
      signal: null,
      stderr: 'why\n',
    });
    await expect(transport.send('{}')).rejects.toMatchObject({ code: 'transport_closed' });
  });

  test.skipIf(process.platform === 'win32')('by a signal tells it', async () => {
    const { recorder, child } = await open(fixture('echo'));
    process.kill(child.pid!, 'SIGKILL');
    expect(await recorder.end).toMatchObject({
      reason: 'exited',
      exitCode: null,
      signal: 'SIGKILL',
    });
  });

  test('of stdout alone is a disconnection, and ends the process', async () => {
    const { recorder, child } = await open(fixture('closes-stdout'));
    expect(await recorder.end).toMatchObject({ reason: 'disconnected', exitCode: null });
    expect(await child.exited).toEqual({ exitCode: 0, signal: null });
  });

  test('of stdin alone is a disconnection, noticed by writing', async () => {
    const { transport, recorder, child } = await open({
      ...fixture('closes-stdin'),
      graces: { ...PATIENT, stdinMs: 10 },
    });
    await recorder.next();
    const failure = { code: 'transport_closed', cause: { code: 'EPIPE' } };
    await expect(transport.send('{}')).rejects.toMatchObject(failure);
    await expect(transport.send('{}')).rejects.toMatchObject(failure);
    const { reason, error } = await recorder.end;
    expect(reason).toBe('disconnected');
    expect(error).toMatchObject({ code: 'EPIPE' });
    await expect(transport.send('{}')).rejects.toMatchObject(failure);
    expect((await child.exited).signal).toBe('SIGTERM');
  });

  test('while much is being written rejects the writer and is no uncaught error', async () => {
    const { transport, recorder } = await open(fixture('exits', '1'));
    await expect(transport.send('x'.repeat(4 * 1024 * 1024))).rejects.toMatchObject({
      code: 'transport_closed',
    });
    expect(await recorder.end).toMatchObject({ reason: 'exited', exitCode: 1 });
  });

  test('is seen although another process keeps the pipes open', async () => {
    const { recorder } = await open(fixture('grandchild', 'detached'));
    const pid = Number(await recorder.next());
    expect(await recorder.end).toMatchObject({ reason: 'exited', exitCode: 3 });
    expect(await isRunning(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  test.skipIf(process.platform === 'win32')('takes the rest of the group along', async () => {
    const { recorder } = await open(fixture('grandchild'));
    const pid = Number(await recorder.next());
    await recorder.end;
    await waitUntilGone(pid);
  });
});

describe('stderr', () => {
  test('is always read, and the newest 64 KB are kept', async () => {
    const { transport, recorder } = await open(fixture('floods-stderr'));
    expect(await recorder.next()).toBe('ready');
    await transport.close();
    const { stderr } = await recorder.end;
    const lines = stderr.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(`49999 ${'ä'.repeat(50)}`);
    expect(lines[0]).toMatch(/^\d+ ä{50}$/);
    expect(Buffer.byteLength(stderr)).toBeGreaterThan(65_000);
    expect(Buffer.byteLength(stderr)).toBeLessThanOrEqual(65_536);
  });

  test('goes to a listener by lines', async () => {
    const lines: string[] = [];
    const { recorder } = await open({
      ...fixture('exits', '0', '', 'one\ntwo'),
      onStderr: (line) => {
        lines.push(line);
        throw new Error('A broken listener');
      },
    });
    await recorder.end;
    expect(lines).toEqual(['one', 'two']);
  });
});

describe('close', () => {
  test('ends a process by the end of its input', async () => {
    const { transport, recorder, child } = await open(fixture('echo'));
    await transport.close();
    expect(await child.exited).toEqual({ exitCode: 0, signal: null });
    expect(recorder.ends).toEqual([{ reason: 'closed', exitCode: 0, signal: null, stderr: '' }]);
  });

  test.skipIf(process.platform === 'win32').each([
    ['SIGTERM', [], { ...PATIENT, stdinMs: 10 }],
    ['SIGKILL', ['term'], { ...PATIENT, stdinMs: 10, termMs: 10 }],
  ] as const)('goes on to %s if it must', async (signal, args, graces) => {
    const { transport, recorder, child } = await open({ ...fixture('stubborn', ...args), graces });
    await recorder.next();
    await transport.close();
    expect(await child.exited).toEqual({ exitCode: null, signal });
    expect(recorder.ends).toMatchObject([{ reason: 'closed', exitCode: null, signal }]);
  });

  test.skipIf(process.platform === 'win32')('ends a process that is stopped', async () => {
    const { transport, recorder, child } = await open({
      ...fixture('stubborn'),
      graces: { ...PATIENT, stdinMs: 10, termMs: 10 },
    });
    await recorder.next();
    process.kill(child.pid!, 'SIGSTOP');
    await transport.close();
    expect((await child.exited).signal).toBe('SIGKILL');
  });

  test('is one, however often and from wherever it is called', async () => {
    const recorder = new Recorder();
    const { command, args } = fixture('echo');
    const transport = new StdioTransport({ command, args });
    recorder.message = () => void transport.close();
    const closed = recorder.closed.bind(recorder);
    recorder.closed = (info) => {
      closed(info);
      void transport.close();
    };
    await transport.open(recorder);
    await transport.send('1\n2');
    await recorder.end;
    await Promise.all([transport.close(), transport.close()]);
    await transport.close();
    expect(recorder.ends).toHaveLength(1);
    expect(recorder.ends[0]).toMatchObject({ reason: 'closed' });
  });

  test('delivers nothing any more', async () => {
    const { transport, recorder } = await open(fixture('echo'));
    await transport.send('1');
    const closing = transport.close();
    await expect(transport.send('2')).rejects.toMatchObject({ code: 'transport_closed' });
    await closing;
    expect(recorder.messages).toEqual([]);
  });

  test('after an exit keeps the first cause', async () => {
    const { transport, recorder, child } = await open(fixture('exits', '5'));
    await child.exited;
    await transport.close();
    expect(recorder.ends).toMatchObject([{ reason: 'exited', exitCode: 5 }]);
  });

  test('before the start means that nothing starts', async () => {
    const transport = new StdioTransport(fixture('echo'));
    await transport.close();
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      code: 'transport_closed',
    });
    await expect(transport.send('{}')).rejects.toMatchObject({ code: 'transport_closed' });
  });

  test('during the start ends what was started', async () => {
    const recorder = new Recorder();
    const transport = new StdioTransport(fixture('echo'));
    const opening = transport.open(recorder);
    await Promise.all([
      expect(opening).rejects.toMatchObject({ code: 'transport_closed' }),
      transport.close(),
    ]);
    expect(recorder.ends).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a slow reader', () => {
  test('slows the writer down', async () => {
    const { transport, recorder, child } = await open({
      ...fixture('slow-reader'),
      graces: { ...PATIENT, stdinMs: 10 },
    });
    await recorder.next();
    const text = 'x'.repeat(1024 * 1024 - 1);
    let settled = 0;
    const sent = [1, 2, 3].map(async () => {
      await transport.send(text);
      settled += 1;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(0);
    process.kill(child.pid!, 'SIGUSR2');
    await Promise.all(sent);
    let last = '';
    while (last !== String(3 * 1024 * 1024)) last = await recorder.next();
  });

  test('does not hold up the end', async () => {
    const { transport, recorder, child } = await open({
      ...fixture('slow-reader'),
      graces: { ...PATIENT, stdinMs: 10 },
    });
    await recorder.next();
    const sent = transport.send('x'.repeat(1024 * 1024));
    await Promise.all([
      expect(sent).rejects.toMatchObject({ code: 'transport_closed' }),
      transport.close(),
    ]);
    expect((await child.exited).signal).toBe('SIGTERM');
  });
});

describe('a process that cannot be started', () => {
  async function failure(options: StdioTransportOptions): Promise<unknown> {
    const recorder = new Recorder();
    const transport = new StdioTransport(options);
    const error: unknown = await transport.open(recorder).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    await transport.close();
    expect(recorder.ends).toEqual([]);
    return error;
  }

  test.each([
    ['does not exist', '/no/such/program', 'ENOENT'],
    ['is a directory', process.cwd(), 'EACCES'],
  ])('because it %s', async (_why, command, code) => {
    expect(await failure({ command, args: [] })).toMatchObject({
      name: 'StartupError',
      code: 'startup_failed',
      message: expect.stringContaining(command),
      exitCode: null,
      signal: null,
      stderr: '',
      cause: { code },
    });
  });

  test('because of its arguments', async () => {
    const error = await failure({ command: process.execPath, args: ['a\0b'] });
    expect(error).toMatchObject({ name: 'StartupError' });
  });

  test('because there is no such working directory', async () => {
    expect(await failure({ ...fixture('echo'), cwd: '/no/such/place' })).toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('the working directory /no/such/place does not exist'),
    });
  });
});

test('the process gets directory and environment', async () => {
  const env = { A: 'ä', PATH: '/bin' };
  const { recorder } = await open({ ...fixture('where'), cwd: '/', env });
  expect(JSON.parse(await recorder.next())).toEqual({ cwd: '/', A: 'ä', B: null, hasPath: true });
});

describe('a process of the caller', () => {
  class FakeProcess implements SpawnedProcess {
    readonly stdin = new PassThrough();
    readonly stdout = new PassThrough();
    readonly stderr: PassThrough | null;
    readonly signals: string[] = [];
    exit!: (exit: ProcessExit) => void;
    fail!: (error: unknown) => void;
    readonly exited = new Promise<ProcessExit>((resolve, reject) => {
      this.exit = resolve;
      this.fail = reject;
    });

    constructor(stderr: PassThrough | null = new PassThrough()) {
      this.stderr = stderr;
    }

    kill(signal: string): void {
      this.signals.push(signal);
      if (signal === 'SIGKILL') this.exit({ exitCode: 137, signal: null });
      throw new Error('A kill that fails');
    }
  }

  test('is spoken to', async () => {
    const child = new FakeProcess();
    child.stdout.setEncoding('utf8');
    const { transport, recorder } = await open({ command: 'x', args: [], spawn: () => child });
    await transport.send('{"a":"ä"}');
    expect(child.stdin.read()).toEqual(Buffer.from('{"a":"ä"}\n'));
    child.stdout.write('{"b":"ä"}\n');
    expect(await recorder.next()).toBe('{"b":"ä"}');
    child.exit({ exitCode: 0, signal: null });
    expect(await recorder.end).toMatchObject({ reason: 'exited', exitCode: 0, stderr: '' });
  });

  test('is ended step by step, even if it resists', async () => {
    const child = new FakeProcess();
    const { transport } = await open({
      command: 'x',
      args: [],
      spawn: () => Promise.resolve(child),
      graces: { ...PATIENT, stdinMs: 1, termMs: 1 },
    });
    await transport.close();
    expect(child.signals).toEqual(['SIGTERM', 'SIGKILL']);
    expect(child.stdin.writableEnded).toBe(true);
  });

  test('is given up if nothing helps', async () => {
    const child = new FakeProcess();
    child.kill = () => {};
    const { transport, recorder } = await open({
      command: 'x',
      args: [],
      spawn: () => child,
      graces: { stdinMs: 1, termMs: 1, killMs: 1 },
    });
    await transport.close();
    expect(child.stdout.destroyed).toBe(true);
    expect(recorder.ends).toMatchObject([{ reason: 'closed', exitCode: null, signal: null }]);
  });

  test('may close its input without a word', async () => {
    const child = new FakeProcess();
    const { transport, recorder } = await open({ command: 'x', args: [], spawn: () => child });
    const sent = transport.send('x'.repeat(1024 * 1024));
    child.stdin.destroy();
    await expect(sent).rejects.toMatchObject({ code: 'transport_closed' });
    expect(await recorder.end).toMatchObject({ reason: 'disconnected' });
    child.exit({ exitCode: 0, signal: null });
  });

  test('may lose its diagnostics, or have none', async () => {
    for (const child of [new FakeProcess(), new FakeProcess(null)]) {
      const { recorder } = await open({ command: 'x', args: [], spawn: () => child });
      child.stderr?.destroy(new Error('Lost'));
      child.stdout.write('{}\n');
      expect(await recorder.next()).toBe('{}');
      child.exit({ exitCode: 0, signal: null });
      expect(await recorder.end).toMatchObject({ reason: 'exited', stderr: '' });
    }
  });

  test('may end with an error', async () => {
    const child = new FakeProcess();
    const { recorder } = await open({ command: 'x', args: [], spawn: () => child });
    const error = new Error('The container is lost');
    child.fail(error);
    expect(await recorder.end).toMatchObject({ reason: 'failed', error });
  });

  test('gets what it needs to start', async () => {
    const child = new FakeProcess();
    const calls: unknown[] = [];
    const env = { A: '1' };
    await open({
      command: 'docker',
      args: ['exec'],
      cwd: '/x',
      env,
      spawn: (...args) => {
        calls.push(args);
        return child;
      },
    });
    child.exit({ exitCode: 0, signal: null });
    expect(calls).toEqual([['docker', ['exec'], { cwd: '/x', env }]]);
  });

  test('may fail to start', async () => {
    const spawn = (): SpawnedProcess => {
      throw new Error('No daemon');
    };
    const transport = new StdioTransport({ command: 'docker', args: [], spawn });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      name: 'StartupError',
      message: 'Could not start docker: No daemon',
      cause: { message: 'No daemon' },
    });
  });

  test('must be one', async () => {
    const spawn = (): SpawnedProcess => ({ pid: 1 }) as unknown as SpawnedProcess;
    const transport = new StdioTransport({ command: 'docker', args: [], spawn });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      name: 'ConfigurationError',
    });
  });

  test('is ended if it is none that could be watched', async () => {
    // It does not read its stdin.
    const child = spawnChild(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    const gone = once(child, 'exit');
    const spawn = (): SpawnedProcess => child as unknown as SpawnedProcess;
    const transport = new StdioTransport({ command: 'docker', args: [], spawn });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: 'spawn must return { stdin, stdout, stderr, exited, kill }',
    });
    await gone;
    expect(child.stdin.writableEnded).toBe(true);
  });

  const fails = (): never => {
    throw new Error('Of poor quality');
  };
  const rejects = (): Promise<never> => Promise.reject(new Error('Of poor quality'));
  test.each([
    null,
    undefined,
    'docker',
    { kill: 5, stdin: null },
    { kill: fails, stdin: { end: fails, on: fails } },
    { kill: rejects, stdin: { end: rejects } },
  ])('may be anything that cannot be ended either: %o', async (child) => {
    const spawn = (): SpawnedProcess => child as unknown as SpawnedProcess;
    const transport = new StdioTransport({ command: 'docker', args: [], spawn });
    await expect(transport.open(new Recorder())).rejects.toMatchObject({
      message: 'spawn must return { stdin, stdout, stderr, exited, kill }',
    });
  });

  test('that never starts does not hold up close', async () => {
    const transport = new StdioTransport({
      command: 'x',
      args: [],
      spawn: () => new Promise(() => {}),
      graces: { stdinMs: 1, termMs: 1, killMs: 1 },
    });
    void transport.open(new Recorder());
    await transport.close();
  });
});
