import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { ProcessExit, SpawnedProcess } from '../../runtime/process/spawned-process.js';
import { stopProcess } from '../../runtime/process/stop.js';

const LONG = 60_000;

/** A process that notes what is done to it and ends at one of the steps. */
function fakeProcess(endsAt: string): { child: SpawnedProcess; steps: string[] } {
  const steps: string[] = [];
  const stdin = new PassThrough();
  let exit!: (exit: ProcessExit) => void;
  const exited = new Promise<ProcessExit>((resolve) => {
    exit = resolve;
  });
  const step = (name: string): void => {
    steps.push(name);
    if (name === endsAt) exit({ exitCode: 0, signal: null });
  };
  stdin.on('finish', () => step('end'));
  const child = { stdin, stdout: new PassThrough(), stderr: null, exited, kill: step };
  return { child, steps };
}

describe('the ladder', () => {
  test.each([
    ['end', { stdinMs: LONG, termMs: LONG, killMs: LONG }, ['end']],
    ['SIGTERM', { stdinMs: 1, termMs: LONG, killMs: LONG }, ['end', 'SIGTERM']],
    ['SIGKILL', { stdinMs: 1, termMs: 1, killMs: LONG }, ['end', 'SIGTERM', 'SIGKILL']],
  ])('ends with %s if that helps', async (endsAt, graces, expected) => {
    const { child, steps } = fakeProcess(endsAt);
    expect(await stopProcess(child, graces)).toEqual({ exitCode: 0, signal: null });
    expect(steps).toEqual(expected);
  });

  test('ends without success too', async () => {
    const { child, steps } = fakeProcess('never');
    expect(await stopProcess(child, { stdinMs: 1, termMs: 1, killMs: 1 })).toBeUndefined();
    expect(steps).toEqual(['end', 'SIGTERM', 'SIGKILL']);
  });

  test('leaves no timer behind', async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const { child } = fakeProcess('end');
    await stopProcess(child, { stdinMs: LONG, termMs: LONG, killMs: LONG });
    expect(timers()).toBeLessThanOrEqual(before);
  });

  test('goes on when a signal cannot be sent, now or later', async () => {
    const { child, steps } = fakeProcess('SIGKILL');
    const resisting = (signal: string): unknown => {
      child.kill(signal as NodeJS.Signals);
      if (signal === 'SIGTERM') throw new Error('now');
      return Promise.reject(new Error('later'));
    };
    const graces = { stdinMs: 1, termMs: 1, killMs: LONG };
    expect(await stopProcess({ ...child, kill: resisting }, graces)).toMatchObject({ exitCode: 0 });
    expect(steps).toEqual(['end', 'SIGTERM', 'SIGKILL']);
  });

  test('takes a failure of the process for its end', async () => {
    const { child } = fakeProcess('never');
    const graces = { stdinMs: LONG, termMs: LONG, killMs: LONG };
    const failing = { ...child, exited: Promise.reject(new Error('Lost')) };
    expect(await stopProcess(failing, graces)).toBeUndefined();
  });
});
