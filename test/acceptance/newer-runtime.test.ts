import { describe, expect, it } from 'vitest';
import { createValidator } from '../../runtime/validation/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

describe('a runtime that is newer than this client', () => {
  const account = { type: 'chatgpt', email: 'me@example.com', planType: 'business_prolite' };
  const model = { id: 'm', supportedReasoningEfforts: [{ reasoningEffort: 'beyond', note: 1 }] };

  it('may say values and fields that no schema had, which reach the program as they are', async () => {
    const peer = new ScriptedPeer();
    peer.answers['account/read'] = () => ({ account, requiresOpenaiAuth: true, news: [1] });
    peer.answers['model/list'] = () => ({ data: [model], nextCursor: null });
    peer.answers['thread/list'] = () => ({ data: [{ id: 't', source: { hologram: {} } }] });
    expect(await peer.codex.account()).toEqual({ account, requiresOpenaiAuth: true, news: [1] });
    expect((await peer.codex.models()).data).toEqual([model]);
    expect((await peer.codex.threadList()).data).toEqual([{ id: 't', source: { hologram: {} } }]);
    expect(peer.warnings).toEqual([]);
    await peer.codex.close();
  });

  it('may end a turn in a way, and with items, that no schema had', async () => {
    const peer = new ScriptedPeer();
    const thread = await peer.codex.threadStart();
    peer.answers['turn/start'] = () => peer.turn('u1').response.result;
    const handle = await thread.turn('Go');
    const item = { type: 'hologram', id: 'h', depth: 3 };
    peer.notify('item/completed', { threadId: 't1', turnId: 'u1', item, completedAtMs: 1 });
    peer.turn('u1').completed('suspended');
    expect(await handle.run()).toMatchObject({ status: 'suspended', items: [item] });
    await peer.codex.close();
  });

  it('is reported, value by value, to who asks for validation', async () => {
    const told: string[] = [];
    const peer = new ScriptedPeer({
      validate: createValidator({
        onViolation: ({ method, issues }) => {
          told.push(...issues.map(({ pointer }) => `${method} ${pointer}`));
        },
      }),
    });
    peer.answers['model/list'] = () => ({ data: 'all of them', nextCursor: null });
    expect((await peer.codex.models()).data).toBe('all of them');
    expect(told).toContain('model/list /data');
    await peer.codex.close();
  });
});
