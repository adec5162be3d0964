import { expect, it } from 'vitest';
import {
  ApprovalMode,
  defer,
  type LifecycleEvent,
  type OpenRequest,
  ThreadLostError,
  TransportClosedError,
  TurnLostError,
} from '../../runtime/index.js';
import { reply } from '../../runtime/testing/index.js';
import { killableSpawn } from '../support/killable-spawn.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';

it('fails the turn, its streams and every later call when the runtime is killed', async () => {
  const process = killableSpawn();
  await using runtime = await scriptedRuntime([[reply.text('begun'), reply.hang()]], {
    spawn: process.spawn,
  });
  const { codex } = runtime;
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go');
  const stream = turn.stream();
  for await (const _ of turn.text()) break;
  await process.kill();
  await expect(turn.run()).rejects.toMatchObject({
    name: 'TransportClosedError',
    signal: 'SIGKILL',
  });
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toThrow(TransportClosedError);
  await expect(thread.run('Again')).rejects.toThrow(TransportClosedError);
  expect(await codex.closed).toMatchObject({ reason: 'exited', signal: 'SIGKILL' });
  expect(codex.signal.aborted).toBe(true);
});

it('restarts after a crash, resumes the threads in use and goes on', async () => {
  const process = killableSpawn();
  await using runtime = await scriptedRuntime(
    [
      reply.text('one'),
      reply.text('passing'),
      [reply.text('begun'), reply.hang()],
      reply.text('after the crash'),
      reply.text('and after'),
    ],
    { spawn: process.spawn, restart: 'on-crash' },
  );
  const { codex } = runtime;
  const events: LifecycleEvent[] = [];
  codex.onLifecycle((event) => events.push(event));
  const kept = await codex.threadStart();
  await kept.run('first');
  const neverRun = await codex.threadStart();
  const ephemeral = await codex.threadStart({ ephemeral: true });
  await ephemeral.run('kept nowhere');
  const turn = await kept.turn('second');
  for await (const _ of turn.text()) break;
  const queued = kept.run('third');
  await process.kill();
  await expect(turn.run()).rejects.toThrow(TransportClosedError);
  expect((await queued).finalResponse).toBe('after the crash');
  expect((await kept.run('fourth')).finalResponse).toBe('and after');
  for (const lost of [neverRun, ephemeral]) {
    await expect(lost.run('x')).rejects.toThrow(ThreadLostError);
  }
  expect(events).toMatchObject([
    { type: 'restarting', cause: { signal: 'SIGKILL' }, attempt: 1 },
    {
      type: 'restarted',
      resumed: [kept.id],
      lost: [{ threadId: neverRun.id }, { threadId: ephemeral.id }],
    },
  ]);
  expect(codex.signal.aborted).toBe(false);
  expect(process.children).toHaveLength(2);
  const history = await codex.rpc.thread.turnsList({ threadId: kept.id });
  expect(history.data.map((stored) => stored.status)).toContain('interrupted');
});

it('drops what was asked of the client when the runtime that asked is gone', async () => {
  const process = killableSpawn();
  await using runtime = await scriptedRuntime(
    [reply.text('hi'), reply.exec('echo hi', { escalate: 'May I?' })],
    { spawn: process.spawn, restart: 'on-crash', handlers: { commandApproval: defer } },
  );
  const { codex } = runtime;
  const opened = new Promise<OpenRequest>((resolve) => codex.onOpenRequest(resolve));
  const thread = await codex.threadStart({ approvalMode: ApprovalMode.ask });
  await thread.run('first');
  const turn = await thread.turn('Go');
  const open = await opened;
  expect(codex.openRequests.get(open.id)).toBe(open);
  expect(open.method).toBe('item/commandExecution/requestApproval');
  const aborted = new Promise((resolve) => open.signal.addEventListener('abort', resolve));
  await process.kill();
  await aborted;
  expect(codex.openRequests.size).toBe(0);
  expect(open.respond({ decision: 'accept' })).toBe(false);
  await expect(turn.run()).rejects.toThrow(TransportClosedError);
});

it('gives up when the runtime will not stay up, and says how it ended', async () => {
  let starts = 0;
  const process = killableSpawn();
  await using runtime = await scriptedRuntime([], {
    restart: 'on-crash',
    spawn: (command, args, options) =>
      starts++ === 0 ? process.spawn(command, args, options) : process.spawn('false', [], options),
  });
  const { codex } = runtime;
  await codex.start();
  await process.kill();
  expect(await codex.closed).toMatchObject({ exitCode: 1 });
  expect(starts).toBe(6);
  await expect(codex.threadStart()).rejects.toThrow(TransportClosedError);
}, 20_000);

it('ends a turn that can no longer be seen, after asking the history', async () => {
  await using runtime = await scriptedRuntime([[reply.text('begun'), reply.hang()]]);
  const { codex } = runtime;
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go');
  for await (const _ of turn.text()) break;
  await codex.rpc.thread.unsubscribe({ threadId: thread.id });
  await expect(turn.run()).rejects.toThrow(TurnLostError);
});
