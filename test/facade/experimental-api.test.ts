import { expect, it } from 'vitest';
import { METHODS } from '../../generated/methods.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

it('without experimentalApi, every experimental method is rejected before anything is sent', async () => {
  const peer = new ScriptedPeer({ experimentalApi: false });
  const requests = Object.entries(METHODS).filter(([, { kind }]) => kind === 'request');
  const experimental = requests.filter(([, { stability }]) => stability === 'experimental');
  expect(experimental.length).toBeGreaterThan(70);
  for (const [method] of experimental)
    await expect(peer.codex.rpc.requestUntyped(method, {})).rejects.toThrow(/experimentalApi/);
  expect(peer.transport.sent).toEqual([]);

  peer.answers['thread/list'] = () => ({ data: [] });
  expect(await peer.codex.rpc.thread.list()).toEqual({ data: [] });
  expect(peer.sent('initialize')).toMatchObject([
    { params: { capabilities: { experimentalApi: false } } },
  ]);
  await peer.codex.close();
});
