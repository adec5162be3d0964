import { join } from 'node:path';
import { expect, expectTypeOf, it } from 'vitest';
import { type ServerNotification, SubscriberOverflowError } from '../../runtime/index.js';
import type { RateLimitSnapshot } from '../../runtime/protocol.js';
import { reply } from '../../runtime/testing/index.js';
import { root } from '../support/run.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';

const mcpServer = join(root, 'test', 'testing', 'support', 'fixtures', 'mcp-server.mjs');

it('reaches those who asked before the start with what the runtime says first', async () => {
  await using runtime = await scriptedRuntime(
    [[reply.rateLimits({ primary: { usedPercent: 12 } }), reply.text('done')]],
    {},
    {
      mcpServers: { tools: { command: process.execPath, args: [mcpServer] } },
      config: { no_such_setting: true },
    },
  );
  const { codex } = runtime;
  const seen = new Map<string, ServerNotification>();
  codex.on('*', (notification) => void seen.set(notification.method, notification));
  const warnings: string[] = [];
  codex.on('configWarning', ({ params }) => {
    expectTypeOf(params.summary).toEqualTypeOf<string>();
    warnings.push(params.summary);
  });
  const limits: RateLimitSnapshot[] = [];
  codex.on('account/rateLimits/updated', ({ params, emittedAtMs }) => {
    expect(emittedAtMs).toBeGreaterThan(1.7e12);
    limits.push(params.rateLimits);
  });
  const stream = codex.notifications({
    methods: ['remoteControl/status/changed', 'thread/status/changed'],
  });
  expect(seen.size).toBe(0);
  const thread = await codex.threadStart();
  await thread.run('Go');
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      'account/rateLimits/updated',
      'configWarning',
      'mcpServer/startupStatus/updated',
      'thread/started',
      'thread/status/changed',
      'warning',
    ]),
  );
  expect(seen.get('warning')).toMatchObject({ params: { threadId: thread.id } });
  expect(seen.get('mcpServer/startupStatus/updated')).toMatchObject({ params: { name: 'tools' } });
  expect(warnings.length).toBeGreaterThan(0);
  expect(limits.at(-1)).toMatchObject({ primary: { usedPercent: 12 } });
  const read: string[] = [];
  for await (const { method, params } of stream) {
    read.push(method);
    if (method === 'thread/status/changed' && params.status.type === 'idle') break;
  }
  expect(read).toEqual([
    'remoteControl/status/changed',
    'thread/status/changed',
    'thread/status/changed',
  ]);
});

it('puts the rate limits together from what the turns report', async () => {
  const primary = { usedPercent: 10, windowMinutes: 300, resetsAt: 2_000_000_000 };
  const credits = { hasCredits: true, unlimited: false, balance: '7' };
  await using runtime = await scriptedRuntime([
    [reply.rateLimits({ primary, credits }), reply.text('one')],
    [reply.rateLimits({ secondary: { usedPercent: 40 } }), reply.text('two')],
    [reply.rateLimits({ limitId: 'codex-other', primary: { usedPercent: 90 } }), reply.text('3')],
  ]);
  const { codex } = runtime;
  expect(codex.rateLimits).toBeNull();
  const thread = await codex.threadStart();
  await thread.run('One');
  expect(codex.rateLimits).toMatchObject({
    limitId: 'codex',
    primary: { usedPercent: 10 },
    credits,
  });
  await thread.run('Two');
  const both = {
    limitId: 'codex',
    primary: { usedPercent: 10, windowDurationMins: 300, resetsAt: 2_000_000_000 },
    secondary: { usedPercent: 40 },
    credits,
  };
  expect(codex.rateLimits).toMatchObject(both);
  await thread.run('Three');
  expect(codex.rateLimits).toMatchObject({ primary: { usedPercent: 90 } });
  expect(codex.rateLimitsByLimitId.size).toBe(2);
  expect(codex.rateLimitsByLimitId.get('codex')).toMatchObject(both);
});

it('takes a reading of the rate limits, and forgets them with the account', async () => {
  const peer = new ScriptedPeer();
  const rateLimits = { limitId: 'codex', primary: { usedPercent: 50 } };
  peer.answers['account/rateLimits/read'] = () => ({ rateLimits });
  await peer.codex.rpc.account.rateLimitsRead();
  expect(peer.codex.rateLimits).toEqual(rateLimits);
  peer.notify('account/updated', { authMode: null, planType: null });
  expect(peer.codex.rateLimits).toBeNull();
  await peer.codex.close();
});

it('bounds each stream, and fails only the one that lags', async () => {
  const peer = new ScriptedPeer();
  await peer.codex.start();
  const small = peer.codex.notifications({ maxQueued: 2 });
  const large = peer.codex.notifications();
  for (let i = 0; i < 4; i++) peer.notify('brand/new', { i });
  await expect(small.next()).rejects.toThrow(SubscriberOverflowError);
  expect(await large.next()).toMatchObject({ value: { method: 'brand/new', params: { i: 0 } } });
  await peer.codex.close();
});

it('gives a stream only what it asked for, and ends it with the client', async () => {
  const peer = new ScriptedPeer();
  await peer.codex.start();
  const stream = peer.codex.notifications({ threadId: 't1', methods: ['warning', 'brand/new'] });
  peer.notify('warning', { threadId: 't2', message: 'another thread' });
  peer.notify('warning', { message: 'no thread' });
  peer.notify('warning', { threadId: 't1', message: 'mine' });
  peer.notify('turn/started', { threadId: 't1', turn: { id: 'u' } });
  peer.notify('brand/new', { threadId: 't1' });
  await peer.codex.close();
  const methods: string[] = [];
  for await (const { method } of stream) methods.push(method);
  expect(methods).toEqual(['warning', 'brand/new']);
});
