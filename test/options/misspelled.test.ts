import { describe, expect, it } from 'vitest';
import {
  audioInput,
  Codex,
  type CodexConfig,
  type CodexError,
  ConfigurationError,
  externalMessage,
  imageInput,
  InvalidParamsError,
  localImageInput,
  retryOnOverload,
  tool,
  toolNamespace,
} from '../../runtime/index.js';
import { createValidator } from '../../runtime/validation/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const peer = new ScriptedPeer();
const { codex } = peer;
peer.answers['turn/start'] = () => peer.turn('u1').response.result;
peer.answers['account/login/start'] = () => ({ type: 'chatgpt', loginId: 'l', authUrl: 'x' });
peer.answers['thread/goal/get'] = () => ({ goal: null });
peer.answers['thread/goal/set'] = () => ({ goal: { objective: 'o', status: 'active' } });
const thread = await codex.threadStart();
const turn = await thread.turn('Go');
const login = await codex.loginChatgpt();
peer.turn('u1').completed();
const goal = await thread.goal('Make it so');
const before = peer.transport.sent.length;

// What types do not let through, programs without types write all the same.
type Options = never;
type Call = (options: Options) => unknown;
const yes = { execute: () => 'yes', description: 'Says yes', input: { type: 'object' } } as const;

/** Calls, an option that they do not have, and the one that was meant. */
const calls: readonly (readonly [string, Call, string, string])[] = [
  ['loginApiKey', (o) => codex.loginApiKey('k', o), 'timeoutMS', 'timeoutMs'],
  ['loginChatgpt', (o) => codex.loginChatgpt(o), 'app_brand', 'appBrand'],
  ['loginChatgptDeviceCode', (o) => codex.loginChatgptDeviceCode(o), 'timeout', 'timeoutMs'],
  ['login.wait', (o) => login.wait(o), 'timeout_ms', 'timeoutMs'],
  ['login.cancel', (o) => login.cancel(o), 'signals', 'signal'],
  ['account', (o) => codex.account(o), 'refresh_token', 'refreshToken'],
  ['logout', (o) => codex.logout(o), 'singal', 'signal'],
  ['threadStart', (o) => codex.threadStart(o), 'sandBox', 'sandbox'],
  ['threadResume', (o) => codex.threadResume('t', o), 'includeTurns', 'excludeTurns'],
  ['threadFork', (o) => codex.threadFork('t', o), 'exclude_turns', 'excludeTurns'],
  ['threadList', (o) => codex.threadList(o), 'search', 'searchTerm'],
  ['threads', (o) => codex.threads(o).next(), 'archive', 'archived'],
  ['threadArchive', (o) => codex.threadArchive('t', o), 'timeOutMs', 'timeoutMs'],
  ['threadUnarchive', (o) => codex.threadUnarchive('t', o), 'modell', 'model'],
  ['threadDelete', (o) => codex.threadDelete('t', o), 'timeout_ms', 'timeoutMs'],
  ['models', (o) => codex.models(o), 'include_hidden', 'includeHidden'],
  ['notifications', (o) => codex.notifications(o), 'method', 'methods'],
  ['rpc', (o) => codex.rpc.thread.list({}, o), 'timeout', 'timeoutMs'],
  ['rpc.request', (o) => codex.rpc.request('thread/list', {}, o), 'timeout', 'timeoutMs'],
  ['rpc.requestUntyped', (o) => codex.rpc.requestUntyped('x/y', {}, o), 'timeout', 'timeoutMs'],
  ['run', (o) => thread.run('x', o), 'approval_policy', 'approvalPolicy'],
  ['turn', (o) => thread.turn('x', o), 'outputSchem', 'outputSchema'],
  ['read', (o) => thread.read(o), 'include_turns', 'includeTurns'],
  ['setName', (o) => thread.setName('n', o), 'timeout', 'timeoutMs'],
  ['review', (o) => thread.review('x', o), 'deliver', 'delivery'],
  ['compact', (o) => thread.compact(o), 'timeout', 'timeoutMs'],
  ['goal', (o) => thread.goal('x', o), 'budget', 'tokenBudget'],
  ['resumeGoal', (o) => thread.resumeGoal(o), 'token_budget', 'tokenBudget'],
  ['turns', (o) => thread.turns(o).next(), 'sortDirektion', 'sortDirection'],
  ['items', (o) => thread.items(o).next(), 'turn', 'turnId'],
  ['stream', (o) => turn.stream(o), 'includeChilds', 'includeChildren'],
  ['text', (o) => turn.text(o).next(), 'max_queued', 'maxQueued'],
  ['steer', (o) => turn.steer('x', o), 'timeout', 'timeoutMs'],
  ['interrupt', (o) => turn.interrupt(o), 'timeout', 'timeoutMs'],
  ['goal.events', (o) => goal.events(o), 'children', 'includeChildren'],
  ['goal.pause', (o) => goal.pause(o), 'timeout', 'timeoutMs'],
  ['goal.interrupt', (o) => goal.interrupt(o), 'timeout', 'timeoutMs'],
  ['goal.clear', (o) => goal.clear(o), 'timeout', 'timeoutMs'],
  ['goal.resume', (o) => goal.resume(o), 'token_budget', 'tokenBudget'],
  ['retryOnOverload', (o) => retryOnOverload(async () => {}, o), 'maxAttempt', 'maxAttempts'],
  ['tool', (o: object) => tool({ name: 't', ...yes, ...o }), 'timeout', 'timeoutMs'],
  [
    'toolNamespace',
    (o: object) =>
      toolNamespace({ name: 'n', description: 'd', tools: [tool({ name: 't', ...yes })], ...o }),
    'tool',
    'tools',
  ],
  ['imageInput', (o) => imageInput('data:image/png;base64,AA==', o), 'details', 'detail'],
  ['localImageInput', (o) => localImageInput('a.png', o), 'detial', 'detail'],
  ['audioInput', (o) => audioInput('data:audio/wav;base64,AA==', o), 'media_type', 'mediaType'],
  ['externalMessage', (o) => externalMessage('ci', 'x', o), 'name_space', 'namespace'],
  ['createValidator', (o) => createValidator(o), 'modes', 'mode'],
];

/** Calls that are handed their options as they are. */
const direct = calls.filter(
  ([name]) => !['tool', 'toolNamespace', 'createValidator'].includes(name),
);

/** Calls that can be given up. */
const limited = direct.filter(([name]) => !/Input$|externalMessage/.test(name));

/** Parts of the configuration: what is wrong in it, and what was meant. */
const parts: readonly (readonly [object, string])[] = [
  [{ requestTimeout: 1 }, 'requestTimeoutMs'],
  [{ handler: {} }, 'handlers'],
  [{ handlers: { commandApprovals: () => ({}) } }, 'commandApproval'],
  [{ handlers: { 'item/tool/call': () => ({}) } }, 'toolCall'],
  [{ retry: { maxAttemps: 1 } }, 'maxAttempts'],
  [{ clientInfo: { name: 'n', version: '1', titel: 't' } }, 'title'],
  [{ capabilities: { requestAttestations: true } }, 'requestAttestation'],
  [{ trace: { hook() {}, param: true } }, 'params'],
  [{ transport: { url: 'ws://127.0.0.1:1', tokens: 'x' } }, 'token'],
];

async function refusal(call: Call, options: object): Promise<CodexError> {
  try {
    await call(options as never);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return error as CodexError;
  }
  throw new Error('Nothing was refused');
}

describe('a misspelled option is refused before anything is sent, and the right one named', () => {
  it.each(calls)('%s', async (_name, call, key, meant) => {
    const error = await refusal(call, { [key]: 1 });
    expect(error.message).toMatch(new RegExp(`unknown option \`${key}\`.* \`${meant}\``));
    const classes = [InvalidParamsError, ConfigurationError, TypeError];
    expect(classes.some((type) => error instanceof type)).toBe(true);
    expect(peer.transport.sent.length).toBe(before);
  });

  it.each(parts)('%o', async (part, meant) => {
    const error = await refusal((o) => new Codex(o as CodexConfig), part);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(`\`${meant}\``);
    if ('handlers' in part) expect(error.message).toMatch(/^handlers: unknown handler /);
  });

  it('in the handlers of a thread, where it would decline in silence', async () => {
    const handlers = { command_approval: () => ({ decision: 'accept' }) } as never;
    for (const call of [
      () => codex.threadStart({ handlers }),
      () => codex.threadResume('t', { handlers }),
      () => codex.threadFork('t', { handlers }),
      () => codex.threadUnarchive('t', { handlers }),
    ]) {
      const error = await refusal(call, {});
      expect(error).toBeInstanceOf(InvalidParamsError);
      expect(error.message).toMatch(
        /^handlers: unknown handler `command_approval`; did you mean `commandApproval`\?/,
      );
    }
    expect(peer.transport.sent.length).toBe(before);
  });

  it.each([
    [{ type: 'workspaceWrite', writable_roots: ['/data'] }, 'writableRoots'],
    [{ type: 'workspaceWrite', networkAcess: true }, 'networkAccess'],
    [{ type: 'readOnly', network: true }, 'networkAccess'],
  ])('in a sandbox policy: %o', async (policy, meant) => {
    const sandbox = policy as never;
    for (const call of [
      () => thread.run('x', { sandbox }),
      () => thread.run('x', { sandboxPolicy: sandbox }),
      ...(policy.type === 'workspaceWrite' ? [() => codex.threadStart({ sandbox })] : []),
    ]) {
      const error = await refusal(call, {});
      expect(error).toBeInstanceOf(InvalidParamsError);
      expect(error.message).toContain(`\`${meant}\``);
    }
    expect(peer.transport.sent.length).toBe(before);
  });
});

describe('what holds no options is refused where they belong, before anything is sent', () => {
  const misplaced: readonly (readonly [unknown, string])[] = [
    [null, 'null'],
    [5, 'a number'],
    ['fast', 'a string'],
    [[], 'a list'],
    [() => {}, 'a function'],
    [Promise.resolve({}), 'a promise'],
    [new AbortController().signal, 'an AbortSignal'],
  ];

  it.each(direct)('%s', async (_name, call) => {
    for (const [value, kind] of misplaced) {
      const error = await refusal(call, value as object);
      expect(error.message).toMatch(new RegExp(`: the options must be an object, not ${kind}$`));
      expect([InvalidParamsError, ConfigurationError]).toContain(error.constructor);
    }
    expect(peer.transport.sent.length).toBe(before);
  });

  it('in a configuration and its parts', async () => {
    const part = (name: string): Call => {
      return (o) => new Codex({ [name]: o });
    };
    const names = ['capabilities', 'clientInfo', 'handlers', 'retry', 'trace', 'transport'];
    for (const call of [(o: CodexConfig) => new Codex(o), ...names.map(part)]) {
      const error = await refusal(call as Call, ['x']);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toMatch(/must be an object, not a list$/);
    }
  });

  it('in the handlers of a thread', async () => {
    for (const [value, kind] of misplaced.slice(1)) {
      const error = await refusal((handlers) => codex.threadStart({ handlers }), value as object);
      expect(error).toBeInstanceOf(InvalidParamsError);
      expect(error.message).toBe(`handlers: the handlers must be an object, not ${kind}`);
    }
    const error = await refusal((o) => codex.threadStart(o), { handlers: { commandApproval: 5 } });
    expect(error.message).toBe(
      'handlers: `commandApproval` must be a function or `defer`, not a number',
    );
  });

  it('and so is a tool without options', async () => {
    expect(await refusal(tool, null as never)).toBeInstanceOf(InvalidParamsError);
  });
});

describe('a signal that can abort nothing is refused before anything is sent', () => {
  it.each(limited)('%s', async (_name, call) => {
    const error = await refusal(call, { signal: new AbortController() });
    expect(error.message).toMatch(
      /: signal must be an AbortSignal, not an object; pass controller\.signal$/,
    );
    const other = await refusal(call, { signal: true });
    expect(other.message).toMatch(/: signal must be an AbortSignal, not a boolean$/);
    for (const { constructor } of [error, other]) {
      expect([InvalidParamsError, ConfigurationError]).toContain(constructor);
    }
    expect(peer.transport.sent.length).toBe(before);
  });

  it('one of a polyfill aborts', async () => {
    const target = new EventTarget();
    const signal = {
      aborted: false,
      reason: 'enough',
      addEventListener: target.addEventListener.bind(target),
      removeEventListener: target.removeEventListener.bind(target),
    };
    const own = new ScriptedPeer();
    await using client = own.codex;
    await client.start();
    const call = client.rpc.requestUntyped('x/y', {}, { signal: signal as never });
    target.dispatchEvent(new Event('abort'));
    await expect(call).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  });
});

describe('what cannot be called is refused where a function belongs', () => {
  it.each<[string, Call]>([
    ['on', (o) => codex.on('turn/started', o)],
    ['on, for all', (o) => codex.on('*', o)],
    ['rpc.on', (o) => codex.rpc.on('turn/started', o)],
    ['onLifecycle', (o) => codex.onLifecycle(o)],
    ['onOpenRequest', (o) => codex.onOpenRequest(o)],
    ['onWarning', (onWarning) => new Codex({ onWarning })],
    ['onHandlerError', (onHandlerError) => new Codex({ onHandlerError })],
    ['onProtocolError', (onProtocolError) => new Codex({ onProtocolError })],
    ['onStderr', (onStderr) => new Codex({ onStderr })],
    ['spawn', (spawn) => new Codex({ spawn })],
    ['trace', (hook) => new Codex({ trace: { hook, params: true } })],
  ])('%s', async (_name, call) => {
    const error = await refusal(call, 'x' as never);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/ must be a function, not a string$/);
  });
});
