import { expect, it } from 'vitest';
import { run } from '../../../compiler/system/run.js';
import { isRunning } from '../../process/running.js';

const options = { cwd: process.cwd(), env: process.env };

it('tells how a program ended and what it said', async () => {
  expect(await run('sh', ['-c', 'echo out; echo err >&2; exit 3'], options)).toEqual({
    ok: false,
    end: 'exit code 3',
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect((await run('no-such-program', [], options)).end).toContain('ENOENT');
});

it('that is aborted ends with all that it started', async () => {
  const aborting = new AbortController();
  const program = 'sleep 60 & echo $!; kill -USR2 $PPID; wait';
  // The program says by a signal that it has come so far.
  process.once('SIGUSR2', () => aborting.abort(new Error('enough')));
  const { ok, end, stdout } = await run('sh', ['-c', program], {
    ...options,
    signal: aborting.signal,
  });
  expect({ ok, end }).toEqual({ ok: false, end: 'enough' });
  expect(await isRunning(Number(stdout))).toBe(false);
  expect((await run('sh', ['-c', 'exit'], { ...options, signal: aborting.signal })).ok).toBe(false);
});

it('that takes too long is killed', async () => {
  const { ok, end } = await run('sleep', ['60'], { ...options, timeoutMs: 20 });
  expect({ ok, end }).toEqual({ ok: false, end: 'SIGKILL' });
});
