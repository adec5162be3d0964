import { describe, expect, it } from 'vitest';
import { METHODS } from '../../generated/methods.js';
import type { RequestMethod } from '../../generated/protocol.js';
import * as facade from '../../runtime/snake_case/facade-names.js';
import {
  audio_input,
  Codex,
  ConfigurationError,
  defer,
  external_message,
  image_input,
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

it('handlers that do not exist are an error of their call, or of the configuration', async () => {
  const handlers = { comand_approval: defer };
  const message = 'handlers: unknown handler `comand_approval`; did you mean `command_approval`?';
  const ofThread = await peer.refusal((o) => codex.thread_start({ handlers: o }), handlers);
  expect(ofThread).toMatchObject({ method: 'thread/start', message });
  expect(ofThread).toBeInstanceOf(InvalidParamsError);
  const ofClient = await peer.refusal((o) => new Codex({ handlers: o }), handlers);
  expect(ofClient).toMatchObject({ name: 'ConfigurationError', message });
});

describe('so are those of what options are made of', () => {
  const bytes = new Uint8Array([1]);
  it.each<[string, Call, string, string]>([
    [
      'capabilities',
      (o) => new Codex({ capabilities: o }),
      'requestAttestation',
      'request_attestation',
    ],
    ['image_input', (o) => image_input(bytes, o), 'mediaType', 'media_type'],
    ['audio_input', (o) => audio_input(bytes, o), 'mediaType', 'media_type'],
    ['external_message', (o) => external_message('ci', 'x', o), 'nameSpace', 'namespace'],
  ])('%s', async (_name, call, key, meant) => {
    const error = await peer.refusal(call, { [key]: true });
    expect([InvalidParamsError, ConfigurationError]).toContain(error.constructor);
    expect(error.message).toContain(`unknown option \`${key}\`; did you mean \`${meant}\`?`);
  });

  it.each(['denyAll', 'autoReview'])('approval_mode: %s', async (mode) => {
    for (const call of [
      (o: Options) => codex.thread_start(o),
      (o: Options) => thread.run('x', o),
    ]) {
      const error = await peer.refusal(call, { approval_mode: mode });
      expect(error).toBeInstanceOf(InvalidParamsError);
      expect(error.message).toContain(
        `must be one of ApprovalMode.deny_all, ApprovalMode.auto_review, ApprovalMode.ask, not "${mode}"`,
      );
    }
  });
});

it('so are those of an item of the input', async () => {
  const item = { type: 'image', fileId: 'f' };
  for (const call of [
    (): unknown => thread.run(item as never),
    (): unknown => thread.turn([{ type: 'text', text: 'x' }, item as never]),
    (): unknown => turn.steer(item as never),
  ]) {
    const error = await peer.refusal(call);
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error.message).toMatch(/: unknown option `fileId`; did you mean `file_id`\?$/);
  }
});

describe('so are those of the params of any request', () => {
  const requests = Object.keys(METHODS).filter(
    (method) => METHODS[method as RequestMethod].kind === 'request',
  ) as RequestMethod[];
  const call = (method: RequestMethod): Call => {
    return (params) => codex.rpc.request(method, params as never);
  };

  it('of each kind', async () => {
    let count = 0;
    for (const method of requests) {
      if (method === 'account/login/start') continue;
      for (const key of METHODS[method].keys ?? []) {
        const here = snakeName(key);
        if (here === key) continue;
        count++;
        const error = await peer.refusal(call(method), { [key]: { threadId: 1 } });
        expect(error).toBeInstanceOf(InvalidParamsError);
        expect(error.message).toBe(
          `${method}: unknown option \`${key}\`; did you mean \`${here}\`?`,
        );
      }
    }
    expect(count).toBeGreaterThan(200);
    const error = await peer.refusal(call('account/login/start'), { type: 'apiKey', apiKey: 'x' });
    expect(error.message).toContain('`api_key`');
  });

  it('but not names that the schema does not know, nor any in data of the program', async () => {
    const config = { modelProvider: 'x', model_provider: 'y' };
    const sent = { newThing: { threadId: 1 }, config };
    await codex.rpc.request('thread/start', sent);
    expect(peer.params('thread/start')).toEqual(sent);
  });
});

describe('what holds no options, and what cannot be called, is refused', () => {
  it.each<[string, Call]>([
    ...calls.map(([name, , call]): [string, Call] => [name, call]),
    ['configuration', (o) => new Codex(o)],
    ['handlers', (o) => new Codex({ handlers: o })],
    ['capabilities', (o) => new Codex({ capabilities: o })],
    ['retry', (o) => new Codex({ retry: o })],
    ['login_chatgpt', (o) => codex.login_chatgpt(o)],
    ['rpc', (o) => codex.rpc.thread.list({}, o)],
    ['rpc.request_untyped', (o) => codex.rpc.request_untyped('new/method', {}, o)],
    ['steer', (o) => turn.steer('x', o)],
    ['stream', (o) => turn.stream(o)],
    ['notifications', (o) => codex.notifications(o)],
    ['retry_on_overload', (o) => retry_on_overload(() => Promise.resolve(), o)],
    ['tool', (o) => tool(o as never)],
    ['image_input', (o) => image_input('data:image/png;base64,AA==', o)],
    ['external_message', (o) => external_message('ci', 'x', o)],
  ])('%s', async (_name, call) => {
    for (const [value, kind] of [
      [5, 'a number'],
      [['x'], 'a list'],
    ] as const) {
      const error = await peer.refusal(call, value as never);
      expect(error.message).toMatch(new RegExp(`must be an object, not ${kind}$`));
      expect([InvalidParamsError, ConfigurationError]).toContain(error.constructor);
    }
  });

  it.each<[string, Call]>([
    ['on', (o) => codex.on('turn/started', o as never)],
    ['rpc.on', (o) => codex.rpc.on('turn/started', o as never)],
    ['on_lifecycle', (o) => codex.on_lifecycle(o as never)],
    ['on_open_request', (o) => codex.on_open_request(o as never)],
    ['on_warning', (o) => new Codex({ on_warning: o as never })],
    ['on_handler_error', (o) => new Codex({ on_handler_error: o as never })],
    ['on_stderr', (o) => new Codex({ on_stderr: o as never })],
  ])('%s', async (_name, call) => {
    const error = await peer.refusal(call, 'x' as never);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/ must be a function, not a string$/);
    expect(error.message).not.toMatch(/[a-z][A-Z]/);
  });

  it('a signal that can abort nothing is refused as well', async () => {
    const call: Call = (o) => codex.rpc.request_untyped('new/method', {}, o);
    const error = await peer.refusal(call, { signal: new AbortController() });
    expect(error.message).toMatch(/pass controller\.signal$/);
    const late = await peer.refusal(call, { timeout_ms: 0 });
    expect(late.message).toMatch(/: timeout_ms must be a positive number/);
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
