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
