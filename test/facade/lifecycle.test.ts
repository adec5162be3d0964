import { expect, it } from 'vitest';
import {
  ApprovalMode,
  Codex,
  CodexNotFoundError,
  Sandbox,
  StartupError,
  TransportClosedError,
} from '../../runtime/index.js';
import { MANIFEST } from '../../generated/manifest.js';
import { reply, ScriptedModel } from '../../runtime/testing/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';

it('starts once however many callers, and tells what it started', async () => {
  await using runtime = await scriptedRuntime([]);
  const { codex } = runtime;
  expect(() => codex.metadata).toThrow('start');
  const [a, b] = await Promise.all([codex.threadStart(), codex.threadStart(), codex.start()]);
  expect(a.id).not.toBe(b.id);
  expect(codex.metadata).toMatchObject({
    serverVersion: MANIFEST.runtimeVersion,
    platformFamily: expect.any(String),
    codexHome: expect.stringContaining('home'),
  });
  expect(runtime.warnings).toEqual([]);
});

it('closes idempotently and settles what is open', async () => {
  await using runtime = await scriptedRuntime([[reply.text('begun'), reply.hang()]]);
  const { codex } = runtime;
  const thread = await codex.threadStart();
  const turn = await thread.turn('Go');
  const stream = turn.stream();
  const drained = (async () => {
    for await (const _ of stream);
  })();
  const outcomes = Promise.allSettled([turn.run(), drained, thread.run('queued')]);
  await Promise.all([codex.close(), codex.close()]);
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'transport_closed' } });
  }
  expect(await codex.closed).toMatchObject({ reason: 'closed', exitCode: 0 });
  expect(codex.signal.aborted).toBe(true);
  await expect(codex.threadStart()).rejects.toThrow(TransportClosedError);
});

it('can be closed before it is started, and then cannot be started', async () => {
  const codex = new Codex();
  await codex.close();
  await expect(codex.start()).rejects.toThrow(TransportClosedError);
});

it('says where it looked for a runtime that is not there', async () => {
  const error = await Codex.start({ codexBin: '/nowhere/codex' }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(CodexNotFoundError);
  expect((error as Error).message).toContain('/nowhere/codex');
});

it('tells why the runtime did not start, and can try again', async () => {
  await using model = await ScriptedModel.start([]);
  const config = model.configFor();
  const error = await Codex.start({ ...config, configOverrides: ['approval_policy="untrusted"'] })
    .then(() => undefined)
    .catch((e: unknown) => e as StartupError);
  expect(error).toBeInstanceOf(StartupError);
  expect(error?.exitCode).toBe(1);
  expect(error?.stderr).not.toBe('');
  await using codex = new Codex({ ...config, codexBin: undefined });
  await codex.start();
});

it('resumes a thread in another runtime, with its history and its tools to ask', async () => {
  await using model = await ScriptedModel.start([reply.text('first'), reply.text('second')]);
  const config = model.configFor();
  const before = await Codex.start(config);
  const thread = await before.threadStart({ sandbox: Sandbox.readOnly });
  await thread.run('one');
  await before.close();
  await using codex = await Codex.start(config);
  const resumed = await codex.threadResume(thread.id);
  expect(resumed.id).toBe(thread.id);
  expect(resumed.details.model).toBe('scripted-model');
  expect((await resumed.run('two')).finalResponse).toBe('second');
  expect(model.requests[1]?.texts('assistant')).toContain('first');
});

it('asks the handlers of the thread, then those of the client, and runs what they allow', async () => {
  const asked: string[] = [];
  await using runtime = await scriptedRuntime(
    [
      reply.exec('echo allowed', { escalate: 'May I?', callId: 'one' }),
      reply.text('ok'),
      reply.exec('echo refused', { escalate: 'May I?', callId: 'two' }),
      reply.text('well'),
    ],
    {
      handlers: {
        commandApproval: ({ command }, { threadId }) => {
          asked.push(`client ${threadId} ${command}`);
          return { decision: 'decline' };
        },
      },
    },
  );
  const own = await runtime.codex.threadStart({
    approvalMode: ApprovalMode.ask,
    handlers: {
      commandApproval: ({ command }) => {
        asked.push(`thread ${command}`);
        return { decision: 'accept' };
      },
    },
  });
  const allowed = await own.run('Go');
  const other = await runtime.codex.threadStart({ approvalMode: ApprovalMode.ask });
  const refused = await other.run('Go');
  const outcome = (result: typeof allowed): unknown =>
    result.items.find((item) => item.type === 'commandExecution');
  expect(outcome(allowed)).toMatchObject({ status: 'completed', exitCode: 0 });
  expect(outcome(refused)).toMatchObject({ status: 'declined' });
  expect(asked).toEqual([
    expect.stringMatching(/^thread .*echo allowed/),
    expect.stringMatching(new RegExp(`^client ${other.id} .*echo refused`)),
  ]);
});

it('declines without a handler, so that nothing hangs and nothing is approved', async () => {
  await using runtime = await scriptedRuntime([
    reply.exec('echo hi', { escalate: 'May I?' }),
    reply.text('well'),
  ]);
  const thread = await runtime.codex.threadStart({ approvalMode: ApprovalMode.ask });
  const result = await thread.run('Go');
  expect(result.finalResponse).toBe('well');
  expect(result.items).toContainEqual(expect.objectContaining({ status: 'declined' }));
});

it('lists, names and archives threads, page by page', async () => {
  await using runtime = await scriptedRuntime(() => reply.text('hi'));
  const { codex } = runtime;
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const thread = await codex.threadStart();
    await thread.run('Hello');
    await thread.setName(name);
    ids.push(thread.id);
  }
  const listed: string[] = [];
  for await (const thread of codex.threads({ limit: 1 })) {
    listed.push(thread.id);
  }
  expect(new Set(listed)).toEqual(new Set(ids));
  const [first = ''] = ids;
  await codex.threadArchive(first);
  const page = await codex.threadList({ archived: true });
  expect(page.data.map((thread) => thread.id)).toEqual([first]);
  expect((await codex.threadUnarchive(first)).id).toBe(first);
});

it('fails to start when the connection ends right after the handshake', async () => {
  const peer = new ScriptedPeer();
  const { transport } = peer;
  const answer = transport.onSend;
  transport.onSend = (text) => {
    if (text.includes('"initialized"')) transport.end({ reason: 'disconnected' });
    return answer(text);
  };
  await expect(peer.codex.start()).rejects.toThrow('the runtime closed it');
  await peer.codex.close();
  expect(await peer.codex.closed).toMatchObject({ reason: 'disconnected' });
});
