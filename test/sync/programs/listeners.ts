// Shows that a listener that was disposed of hears nothing more, whatever had been told before.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import * as snake from 'codex-app-server-sdk/snake_case/sync';
import { Codex } from 'codex-app-server-sdk/sync';
import { check, report } from '../support/checks.js';

const codex = new Codex();
const client = new snake.Codex();
const delta = 'item/agentMessage/delta';

/** Each voice, and each way to listen to something that comes in pieces. */
const ways = [
  {
    name: 'sync',
    listen: (listener: () => void) => codex.on(delta, listener),
    run: () => codex.threadStart().run('say a|b|c|d'),
  },
  {
    name: 'sync, by the protocol',
    listen: (listener: () => void) => codex.rpc.on(delta, listener),
    run: () => codex.threadStart().run('say a|b|c|d'),
  },
  {
    name: 'snake_case',
    listen: (listener: () => void) => client.on(delta, listener),
    run: () => client.thread_start().run('say a|b|c|d'),
  },
];

for (const { name, listen, run } of ways) {
  check(`${name}: a listener that disposes of itself is called once`, () => {
    let heard = 0;
    const listening = listen(() => {
      heard++;
      listening[Symbol.dispose]();
    });
    run();
    assert.equal(heard, 1);
  });

  check(`${name}: a function that listens twice goes on where it was not disposed of`, () => {
    let heard = 0;
    const listener = (): void => {
      heard++;
      if (heard === 2) first[Symbol.dispose]();
    };
    const first = listen(listener);
    using _ = listen(listener);
    run();
    assert.equal(heard, 5);
  });
}

check('a flood that nobody listens to any more leaves no other listener behind', () => {
  const flood = fileURLToPath(new URL('../../bench/flood-peer.mjs', import.meta.url));
  using flooded = new Codex({ launchArgs: [process.execPath, flood, '100000'] });
  let [left, stayed] = [0, 0];
  const leaving = flooded.on(delta, () => {
    left++;
    leaving[Symbol.dispose]();
  });
  using _ = flooded.on(delta, () => {
    stayed++;
  });
  flooded.threadStart().run('Go');
  assert.deepEqual([left, stayed], [1, 100_000]);
});

client.close();
codex.close();
report();
