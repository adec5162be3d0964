import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  ApprovalMode,
  defer,
  RequestTimeoutError,
  TransportClosedError,
} from '../../runtime/index.js';
import { Gate, reply } from '../../runtime/testing/index.js';
import { suspend } from '../process/running.js';
import { killableSpawn } from '../support/killable-spawn.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';

it.skipIf(process.platform === 'win32')(
  'waits for a runtime that is stopped, and goes on with it',
  async () => {
    const runtimeProcess = killableSpawn();
    const gate = new Gate();
    await using runtime = await scriptedRuntime([reply.text(['before', gate, ' and after'])], {
      spawn: runtimeProcess.spawn,
    });
    const { codex } = runtime;
    const thread = await codex.threadStart();
    const turn = await thread.turn('Go');
    const pieces = turn.text();
    expect(await pieces.next()).toMatchObject({ value: 'before' });
    const [child] = runtimeProcess.children;
    await suspend(child!.pid!);
    gate.open();
    const late = codex.models({ timeoutMs: 50 });
    const patient = codex.models();
    await expect(late).rejects.toThrow(RequestTimeoutError);
    child?.kill('SIGCONT');
    expect((await patient).data.length).toBeGreaterThan(0);
    expect(await pieces.next()).toMatchObject({ value: ' and after' });
    expect(await turn.run()).toMatchObject({
      status: 'completed',
      finalResponse: 'before and after',
    });
    expect(runtime.warnings).toEqual([]);
  },
);

it('is closed while approvals are open, whoever was to answer them', async () => {
  const runtimeProcess = killableSpawn();
  await using runtime = await scriptedRuntime(() => reply.exec('echo hi', { escalate: 'May I?' }), {
    spawn: runtimeProcess.spawn,
    handlers: { commandApproval: defer },
  });
  const { codex } = runtime;
  const signals: AbortSignal[] = [];
  const never = (_params: unknown, { signal }: { signal: AbortSignal }): Promise<never> => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const threads = await Promise.all(
    [{}, { handlers: { commandApproval: never } }].map((own) =>
      codex.threadStart({ approvalMode: ApprovalMode.ask, ...own }),
    ),
  );
  const controller = new AbortController();
  const runs = threads.map((thread) => thread.run('Go', { signal: controller.signal }));
  const ends = Promise.allSettled(runs);
  while (codex.openRequests.size < 1 || signals.length < 1) await setImmediate();
  signals.push(...[...codex.openRequests.values()].map(({ signal }) => signal));
  await codex.close();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(codex.openRequests.size).toBe(0);
  expect(await ends).toMatchObject([
    { status: 'rejected', reason: { name: 'TransportClosedError' } },
    { status: 'rejected', reason: { name: 'TransportClosedError' } },
  ]);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  expect(runtimeProcess.children.map(({ exitCode }) => exitCode)).toEqual([0]);
  await expect(codex.models()).rejects.toThrow(TransportClosedError);
});
