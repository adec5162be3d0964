import { describe, expect, it } from 'vitest';
import { METHODS } from '../../generated/methods.js';
import type { RequestMethod } from '../../generated/protocol.js';
import * as facade from '../../runtime/snake_case/facade-names.js';
import {
  Codex,
  ConfigurationError,
  InvalidParamsError,
  retry_on_overload,
  tool,
} from '../../runtime/snake_case/index.js';
import { snakeName } from './support/twins.js';
import { type Call, type Options, WirePeer } from './support/wire-peer.js';

const peer = new WirePeer();
const codex = peer.client;
const thread = await codex.thread_start();
const turn = await thread.turn('Go');

/** The calls whose options become params, and the params that are no options. */
const calls: readonly (readonly [string, RequestMethod, Call, ...string[]])[] = [
  ['thread_start', 'thread/start', (o) => codex.thread_start(o)],
  ['thread_resume', 'thread/resume', (o) => codex.thread_resume('t', o), 'threadId'],
  ['thread_fork', 'thread/fork', (o) => codex.thread_fork('t', o), 'threadId'],
  ['thread_unarchive', 'thread/resume', (o) => codex.thread_unarchive('t', o), 'threadId'],
  ['thread_list', 'thread/list', (o) => codex.thread_list(o)],
  ['threads', 'thread/list', (o) => codex.threads(o).next()],
  ['models', 'model/list', (o) => codex.models(o)],
  ['run', 'turn/start', (o) => thread.run('x', o), 'threadId', 'input', 'toolOutput'],
  ['turn', 'turn/start', (o) => thread.turn('x', o), 'threadId', 'input', 'toolOutput'],
  ['review', 'review/start', (o) => thread.review('x', o), 'threadId', 'target'],
  ['goal', 'thread/goal/set', (o) => thread.goal('x', o), 'threadId', 'objective', 'status'],
  ['turns', 'thread/turns/list', (o) => thread.turns(o).next(), 'threadId'],
  ['items', 'thread/items/list', (o) => thread.items(o).next(), 'threadId'],
];

describe('the names of the wire are rejected, and the right ones named', () => {
  const params = calls.flatMap(([name, method, call, ...positional]) =>
    (METHODS[method].keys ?? [])
      .filter((key) => key !== snakeName(key) && !positional.includes(key))
      .map((key) => [name, key, call] as const),
  );

  it.each(params)('%s: %s', async (_name, key, call) => {
    const error = await peer.refusal(call, { [key]: null });
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error.message).toMatch(
      new RegExp(`: unknown option \`${key}\`; did you mean \`${snakeName(key)}\`\\?$`),
    );
  });

  it('there are as many as the facade has', () => {
    expect(params.length).toBeGreaterThan(100);
  });
});

describe('so are those of the root', () => {
  const callOptions: Call[] = [
    (o) => codex.login_api_key('k', o),
    (o) => codex.login_chatgpt(o),
    (o) => codex.login_chatgpt_device_code(o),
    (o) => codex.logout(o),
    (o) => codex.thread_archive('t', o),
    (o) => codex.thread_delete('t', o),
    (o) => thread.set_name('n', o),
    (o) => thread.compact(o),
    (o) => turn.steer('x', o),
    (o) => turn.interrupt(o),
    (o) => codex.rpc.thread.list({}, o),
    (o) => codex.rpc.request_untyped('new/method', {}, o),
    ...calls.map(([, , call]) => call),
  ];
  const groups: Readonly<Record<string, readonly [Options, ...Call[]]>> = {
    'options of a call': [facade.callNames, ...callOptions],
    'options of a thread': [facade.threadNames, (o) => codex.thread_start(o)],
    'options of a turn': [facade.turnNames, (o) => thread.run('x', o)],
    'options of account': [facade.accountNames, (o) => codex.account(o)],
    'options of read': [facade.readNames, (o) => thread.read(o)],
    'options of a stream': [
      facade.turnStreamNames,
      (o) => turn.stream(o),
      (o) => turn.text(o).next(),
    ],
    'options of notifications': [facade.notificationStreamNames, (o) => codex.notifications(o)],
    'options of retry_on_overload': [
      facade.retryNames,
      (o) => retry_on_overload(() => Promise.resolve(), o),
    ],
    'options of a tool': [facade.toolNames, (o) => tool(o as never)],
    configuration: [facade.configNames, (o) => new Codex(o)],
    'configuration of retries': [facade.retryPolicyNames, (o) => new Codex({ retry: o })],
    handlers: [
      facade.handlerNames,
      (o) => new Codex({ handlers: o }),
      (o) => codex.thread_start({ handlers: o }),
    ],
  };
  const names = Object.entries(groups).flatMap(([group, [table, ...list]]) =>
    Object.entries(table)
      .filter(([here, there]) => here !== there)
      .map(([here, there]) => [group, there as string, here, list] as const),
  );

  it.each(names)('%s: %s', async (group, there, here, list) => {
    for (const call of list) {
      const error = await peer.refusal(call, { [there]: 1 });
      expect([InvalidParamsError, ConfigurationError]).toContain(error.constructor);
      const what = group === 'handlers' ? 'handler' : 'option';
      expect(error.message).toContain(`unknown ${what} \`${there}\`; did you mean \`${here}\`?`);
    }
  });
});

describe('so are the members of a sandbox policy', () => {
  it.each([
    [{ type: 'readOnly', access: 'full' }, 'access', 'network_access'],
    [{ type: 'workspaceWrite', writableRoots: ['/data'] }, 'writableRoots', 'writable_roots'],
    [{ type: 'workspaceWrite', network_acess: true }, 'network_acess', 'network_access'],
    [{ type: 'externalSandbox', networkAccess: true }, 'networkAccess', 'network_access'],
  ])('%o', async (policy, key, meant) => {
    const refused: Call[] = [
      (o) => thread.run('x', { sandbox: o as never }),
      (o) => thread.run('x', { sandbox_policy: o as never }),
    ];
    if (policy.type === 'workspaceWrite') {
      refused.push((o) => codex.thread_start({ sandbox: o as never }));
    }
    for (const call of refused) {
      const error = await peer.refusal(call, policy);
      expect(error).toBeInstanceOf(InvalidParamsError);
      expect(error.message).toMatch(
        new RegExp(`: unknown option \`${key}\`; did you mean \`${meant}\`\\?$`),
      );
    }
  });

  it('and a policy of a newer type goes on as it is', async () => {
    const policy = { type: 'brandNew', anyThing: true } as never;
    await (await codex.thread_start()).turn('x', { sandbox: policy });
    expect(peer.params('turn/start')).toMatchObject({ sandboxPolicy: policy });
  });
});

describe('names of the Python SDK that have another form here', () => {
  it.each<[string, Call, Options, string]>([
    ['thread_resume', (o) => codex.thread_resume('t', o), { include_turns: true }, 'exclude_turns'],
    ['thread_fork', (o) => codex.thread_fork('t', o), { include_turns: true }, 'exclude_turns'],
    ['run', (o) => thread.run('x', o), { turn_service_tier: 'fast' }, 'service_tier_for_turn'],
    ['turn', (o) => thread.turn('x', o), { source: 'schedule' }, 'turn_trigger'],
    ['CodexConfig', (o) => new Codex(o), { launch_args_override: [] }, 'launch_args'],
    ['CodexConfig', (o) => new Codex(o), { client_name: 'n' }, 'client_info'],
    [
      'retry_on_overload',
      (o) => retry_on_overload(() => Promise.resolve(), o),
      { initial_delay_s: 1 },
      'initial_delay_ms',
    ],
  ])('%s: %o', async (_name, call, options, meant) => {
    expect((await peer.refusal(call, options)).message).toContain(`\`${meant}\``);
  });
});
