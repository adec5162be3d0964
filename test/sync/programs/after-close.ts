// Shows what can still be read once a blocking client has been closed.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import * as snake from 'codex-app-server-sdk/snake_case/sync';
import {
  Codex,
  LoginFailedError,
  OutputValidationError,
  TransportClosedError,
  TurnFailedError,
} from 'codex-app-server-sdk/sync';
import * as z from 'zod';
import { check, report, thrownBy } from '../support/checks.js';

const outputSchema = z.object({ n: z.number() }).transform(({ n }) => new Set([n]));
const peer = fileURLToPath(new URL('../fixtures/login-peer.mjs', import.meta.url));

check('what threads and turns had come to', () => {
  const codex = new Codex();
  const thread = codex.threadStart();
  const said = thread.turn('say Hello');
  const failed = thread.turn('fail');
  const read = thread.turn('say {"n":1}', { outputSchema });
  const { output } = read.run();
  const misfit = thread.turn('say {}', { outputSchema });
  const before = thrownBy(() => misfit.run());
  const hanging = thread.turn('hang');
  codex.close();
  assert.equal(thread.details.thread.id, thread.id);
  for (const _ of [1, 2]) {
    assert.equal(said.run().finalResponse, 'Hello');
    assert.equal(read.run().output, output);
    const failure = thrownBy(() => failed.run());
    assert.ok(failure instanceof TurnFailedError);
    assert.equal(failure.result.id, failed.id);
    const after = thrownBy(() => misfit.run());
    assert.ok(after instanceof OutputValidationError);
    assert.deepEqual(after.issues, (before as OutputValidationError).issues);
    assert.ok(thrownBy(() => hanging.run()) instanceof TransportClosedError);
  }
  assert.deepEqual(output, new Set([1]));
});

check('nothing that would have to be done for it', () => {
  const codex = new Codex();
  const thread = codex.threadStart();
  const turn = thread.turn('say {"n":1}', { outputSchema });
  thread.run('say once the turn is over');
  codex.close();
  assert.ok(thrownBy(() => turn.run()) instanceof TransportClosedError);
  assert.ok(thrownBy(() => [...turn.stream()]) instanceof TransportClosedError);
  assert.ok(thrownBy(() => thread.read()) instanceof TransportClosedError);
});

check('what logins had come to', () => {
  const codex = new Codex({ launchArgs: [process.execPath, peer] });
  const accepted = codex.loginChatgptDeviceCode();
  assert.equal(accepted.wait().success, true);
  const refused = codex.loginChatgptDeviceCode();
  assert.ok(thrownBy(() => refused.wait()) instanceof LoginFailedError);
  const pending = codex.loginChatgptDeviceCode();
  codex.close();
  assert.equal(accepted.wait().loginId, accepted.loginId);
  assert.ok(thrownBy(() => refused.wait()) instanceof LoginFailedError);
  assert.ok(thrownBy(() => pending.wait()) instanceof TransportClosedError);
});

check('of the newest handles, for a program that loops lets go of none', () => {
  const codex = new Codex({ launchArgs: [process.execPath, peer] });
  const [oldest, older] = [codex.loginChatgptDeviceCode(), codex.loginChatgptDeviceCode()];
  oldest.wait();
  assert.ok(thrownBy(() => older.wait()) instanceof LoginFailedError);
  for (let i = 0; i < 999; i++) codex.loginChatgptDeviceCode();
  codex.close();
  assert.ok(thrownBy(() => oldest.wait()) instanceof TransportClosedError);
  assert.ok(thrownBy(() => older.wait()) instanceof LoginFailedError);
  assert.equal(codex.metadata.codexHome, '/');
});

check('so it is in snake_case', () => {
  const codex = new snake.Codex();
  const thread = codex.thread_start();
  const turn = thread.turn('say Hello');
  thread.run('say once the turn is over');
  codex.close();
  assert.equal(thread.details.thread.id, thread.id);
  assert.equal(turn.run().final_response, 'Hello');
});

report();
