import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { TomlValue } from '../../runtime/process/toml.js';
import { waitUntilGone } from '../process/running.js';
import { INITIALIZE, makeHome, realRuntime, removeHomes, request } from './real-runtime.js';
import { open, type OpenFixture } from './recorder.js';

afterAll(removeHomes);

/** The answer to a request; what else comes meanwhile is left out. */
async function answer(runtime: OpenFixture, text: string): Promise<Record<string, unknown>> {
  const { id } = JSON.parse(text) as { id: number };
  await runtime.transport.send(text);
  for (;;) {
    const message = JSON.parse(await runtime.recorder.next()) as Record<string, unknown>;
    if (message['id'] === id) return message;
  }
}

describe('the real runtime', () => {
  test('answers and ends with its input', async () => {
    const runtime = await open(realRuntime(await makeHome()));
    expect(await answer(runtime, INITIALIZE)).toMatchObject({
      result: { userAgent: expect.stringContaining('test/') },
    });
    await runtime.transport.close();
    expect(await runtime.child.exited).toEqual({ exitCode: 0, signal: null });
  });

  test('gets the overrides as they are meant', async () => {
    const strings = [
      '',
      'plain',
      '"\'\\',
      'a\nb\tc\r\u007f',
      'ä€😀\u2028',
      '${HOME} $(x) `y` %Z%',
      '# no comment',
    ];
    const server = {
      command: 'none',
      enabled: false,
      args: strings,
      env: Object.fromEntries(strings.map((text, index) => [`KEY "${index}".${text}`, text])),
      startup_timeout_sec: 2.5,
    };
    const overrides: Record<string, TomlValue> = {
      model: 'a "model" = x',
      'tui.notifications': false,
      model_context_window: 123_456,
      mcp_servers: { 'a.b': server },
    };
    const runtime = await open(realRuntime(await makeHome(), overrides));
    await answer(runtime, INITIALIZE);
    const { result } = await answer(runtime, request(1, 'config/read'));
    const { config } = result as { config: Record<string, unknown> };
    await runtime.transport.close();
    expect(config).toMatchObject({
      model: overrides['model'],
      model_context_window: 123_456,
      tui: { notifications: false },
      mcp_servers: { 'a.b': server },
    });
  });

  test('takes and gives messages of many megabytes', async () => {
    const runtime = await open(realRuntime(await makeHome()));
    await answer(runtime, INITIALIZE);
    const params = { text: 'x'.repeat(20 * 1024 * 1024) };
    expect(await answer(runtime, request(1, 'no/such/method', params))).toMatchObject({
      error: { code: -32600 },
    });
    await runtime.transport.close();
  });

  test('tells why it did not come up', async () => {
    const { recorder } = await open(realRuntime('/no/such/home'));
    const { stderr, ...end } = await recorder.end;
    expect(end).toEqual({ reason: 'exited', exitCode: 1, signal: null });
    expect(stderr).toContain('/no/such/home');
  });

  test('is seen to die', async () => {
    const runtime = await open(realRuntime(await makeHome()));
    await answer(runtime, INITIALIZE);
    process.kill(runtime.child.pid!, 'SIGKILL');
    const start = performance.now();
    expect(await runtime.recorder.end).toMatchObject({ reason: 'exited', signal: 'SIGKILL' });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test.skipIf(process.platform === 'win32')('is ended while it is stopped', async () => {
    const graces = { stdinMs: 10, termMs: 10, killMs: 10_000 };
    const runtime = await open({ ...realRuntime(await makeHome()), graces });
    await answer(runtime, INITIALIZE);
    process.kill(runtime.child.pid!, 'SIGSTOP');
    await runtime.transport.close();
    expect((await runtime.child.exited).signal).toBe('SIGKILL');
  });
});

describe.concurrent('no runtime outlives its program', () => {
  interface Parent {
    readonly parent: ChildProcess;
    /** Settles when the program has ended, which may be before its words have been read. */
    readonly exited: Promise<unknown>;
    /** The process id of its runtime. */
    readonly pid: number;
  }

  async function startParent(ending: string): Promise<Parent> {
    const file = fileURLToPath(new URL('fixtures/parent.ts', import.meta.url));
    const args = ['--import', import.meta.resolve('tsx'), file, ending, await makeHome()];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = once(parent, 'exit');
    let stderr = '';
    parent.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const pid = await new Promise<number>((resolve, reject) => {
      parent.stdout.once('data', (line: Buffer) => {
        resolve(Number(line.toString()));
      });
      parent.once('close', (...end) => {
        reject(new Error(`The program ended by ${end.join()} before it used a runtime: ${stderr}`));
      });
    });
    return { parent, exited, pid };
  }

  test.each([
    ['exit', 0],
    ['crash', 1],
    ['close', 0],
  ])('that ends by %s', async (ending, code) => {
    const { exited, pid } = await startParent(ending);
    // After a close nothing may be left that keeps the program alive.
    expect(await exited).toEqual([code, null]);
    await waitUntilGone(pid);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'that ends by %s',
    async (signal) => {
      const { parent, exited, pid } = await startParent('wait');
      parent.kill(signal);
      expect(await exited).toEqual([null, signal]);
      await waitUntilGone(pid);
    },
  );
});
