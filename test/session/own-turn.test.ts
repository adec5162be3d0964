import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  externalMessage,
  type GoalHandle,
  type Handlers,
  InvalidRequestError,
  type Thread,
  type TurnHandle,
} from '../../runtime/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

type Asked = (context: { readonly signal: AbortSignal }) => Promise<unknown>;

/** A client whose turn `u1` runs and asks for an approval, which `asked` decides on. */
class Asking {
  readonly peer: ScriptedPeer;
  readonly outcome: Promise<unknown>;
  readonly #turn: Promise<TurnHandle>;
  thread!: Thread;

  constructor(asked: Asked) {
    let settle!: (outcome: unknown) => void;
    this.outcome = new Promise((resolve) => {
      settle = resolve;
    });
    const handlers: Handlers = {
      commandApproval: async (_params, context) => {
        await asked(context).then(settle, settle);
        return { decision: 'decline' };
      },
    };
    this.peer = new ScriptedPeer({ handlers });
    this.peer.answers['turn/start'] = () => this.peer.turn('u1').response.result;
    this.peer.answers['turn/interrupt'] = () => ({});
    this.#turn = this.#start();
  }

  get turn(): Promise<TurnHandle> {
    return this.#turn;
  }

  /** Asks for an approval in the name of a turn, and resolves with what its handler came to. */
  async ask(turnId = 'u1'): Promise<unknown> {
    await this.#turn;
    const params = { threadId: 't1', turnId, itemId: 'i1', startedAtMs: 1, command: 'ls' };
    this.peer.transport.receive({
      id: 99,
      method: 'item/commandExecution/requestApproval',
      params,
    });
    return this.outcome;
  }

  async #start(): Promise<TurnHandle> {
    this.thread = await this.peer.codex.threadStart();
    const turn = await this.thread.turn('Go');
    this.peer.turn('u1').started();
    return turn;
  }
}

const ownWait = /^turn\/start: .* thread t1, which waits for it; .* would wait for itself\. /;

it('waiting for the own turn is rejected at once, in a handler that it waits for', async () => {
  const client: Asking = new Asking(async () => (await client.turn).run());
  const error = await client.ask();
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as Error).message).toMatch(ownWait);
  expect((error as Error).message).toContain('stream()');
  // Outside it is as ever, and so is a handler of a turn that has ended.
  const run = (await client.turn).run();
  client.peer.turn('u1').completed();
  expect(await run).toMatchObject({ status: 'completed' });
  await client.peer.codex.close();
});

it('so is the run of an external message that would join it, before it is sent', async () => {
  const client: Asking = new Asking(() => client.thread.run(externalMessage('ci', 'green')));
  const error = await client.ask();
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as Error).message).toMatch(ownWait);
  expect((error as Error).message).toContain('Use turn()');
  expect(client.peer.sent('turn/start')).toHaveLength(1);
  await client.peer.codex.close();
});

it('one that is only started joins it', async () => {
  const client: Asking = new Asking(() => client.thread.turn(externalMessage('ci', 'green')));
  expect(await client.ask()).toMatchObject({ id: 'u1' });
  await client.peer.codex.close();
});

it('its events can be read meanwhile', async () => {
  const client: Asking = new Asking(async () => {
    for await (const { method } of await client.turn) return method;
    return undefined;
  });
  expect(await client.ask()).toBe('turn/started');
  await client.peer.codex.close();
});

it('a turn that the handler has interrupted can be waited for', async () => {
  const client: Asking = new Asking(async () => {
    const turn = await client.turn;
    await turn.interrupt();
    const run = turn.run();
    client.peer.turn('u1').completed('interrupted');
    return run;
  });
  expect(await client.ask()).toMatchObject({ status: 'interrupted' });
  await client.peer.codex.close();
});

it('nothing waits for the handler of a turn that has ended: it may run another', async () => {
  const client: Asking = new Asking(async ({ signal }) => {
    client.peer.turn('u1').completed('interrupted');
    expect(signal.aborted).toBe(true);
    client.peer.answers['turn/start'] = () => client.peer.turn('u2').response.result;
    const turn = await client.thread.turn('And now?');
    const run = turn.run();
    client.peer.turn('u2').completed();
    return run;
  });
  expect(await client.ask()).toMatchObject({ status: 'completed' });
  await client.peer.codex.close();
});

it('a turn of another thread that was started from the handler is waited for', async () => {
  const client: Asking = new Asking(async () => {
    const { peer } = client;
    peer.answers['thread/start'] = () => ({ thread: { id: 't2' }, sandbox: { type: 'readOnly' } });
    peer.answers['turn/start'] = () => peer.turn('u2', 't2').response.result;
    const turn = await (await peer.codex.threadStart()).turn('Help');
    const run = turn.run();
    peer.turn('u2', 't2').completed();
    return run;
  });
  expect(await client.ask()).toMatchObject({ status: 'completed' });
  await client.peer.codex.close();
});

it('waiting for a goal is rejected in a handler that its turn waits for', async () => {
  let goal!: GoalHandle;
  const client: Asking = new Asking(async () => {
    const refused: unknown = await goal.done.catch((error: unknown) => error);
    client.peer.answers['thread/goal/set'] = () => ({ goal: { objective: 'o', status: 'paused' } });
    await goal.interrupt();
    client.peer.turn('u2').completed('interrupted');
    return [refused, await goal.done];
  });
  client.peer.answers['thread/goal/get'] = () => ({ goal: null });
  client.peer.answers['thread/goal/set'] = () => ({ goal: { objective: 'o', status: 'active' } });
  await client.turn;
  client.peer.turn('u1').completed();
  await setImmediate();
  goal = await client.thread.goal('Make it so');
  client.peer.turn('u2').started();
  const [refused, result] = (await client.ask('u2')) as [Error, object];
  expect(refused).toBeInstanceOf(InvalidRequestError);
  expect(refused.message).toMatch(/^thread\/goal\/set: .* would wait for itself\. .*events\(\)/);
  expect(result).toMatchObject({ status: 'paused' });
  await client.peer.codex.close();
});
