import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CodexConfig, defer } from '../../runtime/index.js';
import { createValidator } from '../../runtime/validation/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

/** Rejections that nobody handled, which would end the program. */
const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeEach(() => {
  process.on('unhandledRejection', note);
});

afterEach(async () => {
  await setImmediate();
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

const failures: [string, () => never][] = [
  [
    'throw',
    () => {
      throw new Error('A callback of poor quality');
    },
  ],
  ['reject', () => Promise.reject(new Error('A callback of poor quality')) as never],
];

/** A whole conversation, with something for every callback to hear of. */
async function converse(peer: ScriptedPeer): Promise<void> {
  const { codex, transport } = peer;
  peer.answers['turn/start'] = () => peer.turn('u1').response.result;
  const thread = await codex.threadStart();
  const handle = await thread.turn('Go');
  transport.receive('garbage');
  transport.receive({ id: 99, result: {} });
  transport.receive({ id: 5, method: 'item/tool/requestUserInput', params: { threadId: 't1' } });
  transport.receive({ id: 6, method: 'brand/new', params: { threadId: 't1' } });
  transport.receive({ id: 7, method: 'mcpServer/elicitation/request', params: {} });
  const turn = peer.turn('u1');
  turn.started();
  turn.message('m', 'fine');
  turn.completed();
  expect((await handle.run()).finalResponse).toBe('fine');
  await setImmediate();
  expect(transport.sent.filter(({ id }) => id === 5)).toHaveLength(1);
  expect(transport.sent.filter(({ id }) => id === 6)).toHaveLength(1);
}

describe.each(failures)('callbacks that %s', (_how, fail) => {
  it('disturb nothing, all at once', async () => {
    const peer = new ScriptedPeer({
      trace: { hook: fail, params: true },
      onWarning: fail,
      onHandlerError: fail,
      onProtocolError: fail,
      onStderr: fail,
      handlers: { userInput: fail, elicitation: defer, onUnhandled: fail },
      validate: {
        mode: 'warn',
        onViolation: fail,
        checkParams: (method) => {
          if (method === 'turn/started') throw new Error('A validator of poor quality');
          return method === 'item/completed' ? { kind: 'params', method, issues: [] } : undefined;
        },
        checkResult: () => undefined,
      },
      optOutNotificationMethods: ['item/completed'],
    });
    peer.answers['initialize'] = () => ({ userAgent: 'peer/9.9.9 (x)' });
    peer.codex.on('*', fail);
    peer.codex.on('item/completed', fail);
    peer.codex.onLifecycle(fail);
    peer.codex.onOpenRequest(fail);
    peer.codex.rpc.on('item/completed', fail);
    await converse(peer);
    await peer.codex.close();
  });

  it('are reported where that is asked for', async () => {
    const reported: string[] = [];
    const config: CodexConfig = {
      handlers: { userInput: fail },
      onHandlerError: (error, method) => reported.push(`${method}: ${(error as Error).message}`),
    };
    const peer = new ScriptedPeer(config);
    peer.codex.on('item/completed', fail);
    peer.codex.on('*', ({ method }) => (method === 'turn/completed' ? fail() : undefined));
    await converse(peer);
    expect(reported).toEqual(
      expect.arrayContaining([
        'item/completed: A callback of poor quality',
        '*: A callback of poor quality',
        'item/tool/requestUserInput: A callback of poor quality',
      ]),
    );
    expect(reported).toHaveLength(3);
    await peer.codex.close();
  });

  it('are warned of where what a validator finds is told', async () => {
    const warnings: string[] = [];
    const peer = new ScriptedPeer({
      onWarning: (message) => warnings.push(message),
      validate: createValidator({ onViolation: fail }),
    });
    await peer.codex.start();
    peer.notify('turn/completed', {});
    await setImmediate();
    expect(warnings).toEqual(['onViolation failed: A callback of poor quality']);
    await peer.codex.close();
  });
});

describe('listeners', () => {
  it('that are added by a listener hear from the next notification on', async () => {
    const peer = new ScriptedPeer();
    await peer.codex.start();
    const heard: string[] = [];
    const listen = (name: string): void => {
      peer.codex.on('*', () => {
        heard.push(name);
        listen(`${name}+`);
      });
    };
    listen('a');
    peer.notify('one', {});
    expect(heard).toEqual(['a']);
    peer.notify('two', {});
    expect(heard).toEqual(['a', 'a', 'a+']);
    await peer.codex.close();
  });

  it('that are disposed of by a listener hear nothing any more', async () => {
    const peer = new ScriptedPeer();
    await peer.codex.start();
    const heard: string[] = [];
    const first = peer.codex.on('*', () => {
      heard.push('first');
      first[Symbol.dispose]();
      second[Symbol.dispose]();
    });
    const second = peer.codex.on('*', () => heard.push('second'));
    peer.codex.on('*', () => heard.push('third'));
    peer.notify('one', {});
    peer.notify('two', {});
    expect(heard).toEqual(['first', 'third', 'third']);
    await peer.codex.close();
  });

  it('may be one function many times, each time for itself', async () => {
    const peer = new ScriptedPeer();
    await peer.codex.start();
    let heard = 0;
    const listener = (): void => {
      heard++;
    };
    const [first] = [peer.codex.on('*', listener), peer.codex.on('*', listener)];
    peer.notify('one', {});
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    peer.notify('two', {});
    expect(heard).toBe(3);
    await peer.codex.close();
  });

  it('may close the client, which then tells them nothing more', async () => {
    const peer = new ScriptedPeer();
    await peer.codex.start();
    const heard: string[] = [];
    let closing: Promise<void> | undefined;
    peer.codex.on('*', ({ method }) => {
      heard.push(method);
      closing ??= peer.codex.close();
    });
    peer.notify('one', {});
    peer.notify('two', {});
    await closing;
    expect(heard).toEqual(['one']);
  });
});
