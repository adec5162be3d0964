import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { ScriptedPeer } from '../support/scripted-peer.js';

it('one signal for any number of calls, turns and streams has one listener, and none after them', async () => {
  const peer = new ScriptedPeer();
  const { codex } = peer;
  const thread = await codex.threadStart();
  const { signal } = new AbortController();
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const turn = await thread.turn('Go', { signal });
  const open = Array.from({ length: 12 }, () => [
    codex.models({ signal }),
    thread.run('Next', { signal }),
    codex.notifications({ signal }).next(),
    turn.stream({ signal }).next(),
  ]).flat();
  const settled = Promise.allSettled(open);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await codex.close();
  await settled;
  await expect(turn.run()).rejects.toMatchObject({ code: 'transport_closed' });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
