import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../support/run.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-ending-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the program to its end, interrupted once it waits, and waits for the end of its runtime. */
async function end(mode: string): Promise<{ exit: unknown[]; stdout: string }> {
  const log = join(folder, mode);
  const args = ['--import', 'tsx', join(root, 'test/sync/programs/ending.ts'), mode, log];
  const program = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // The source: its thread begins in another file than that of the built package.
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  });
  let stdout = '';
  program.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout === '' && text.startsWith('waiting')) program.kill('SIGINT');
    stdout += text;
  });
  const exit = await once(program, 'close');
  await vi.waitFor(async () => {
    expect(await readFile(log, 'utf8')).toContain('ended');
  }, 10_000);
  return { exit, stdout };
}

describe('a program that has not closed its client leaves no runtime behind', () => {
  it.concurrent('when it has nothing more to do', async () => {
    expect(await end('leave')).toEqual({ exit: [0, null], stdout: '' });
  });

  it.concurrent('when it is interrupted while it waits', async () => {
    expect(await end('wait')).toEqual({ exit: [null, 'SIGINT'], stdout: 'waiting ' });
  });

  it.concurrent('when a listener of its own hears of that once the call has returned', async () => {
    expect(await end('listen')).toEqual({ exit: [3, null], stdout: 'waiting returned heard' });
  });
});
