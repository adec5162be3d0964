import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '../../generated/types.js';
import {
  defer,
  type Handlers,
  type OpenRequest,
  type ThreadStartOptions,
} from '../../runtime/index.js';
import { type Reply, reply } from '../../runtime/testing/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const mcpServer = fileURLToPath(
  new URL('../testing/support/fixtures/mcp-server.mjs', import.meta.url),
);
const shared = new SharedRuntime(
  {},
  {
    approvalPolicy: 'on-request',
    // What is accepted runs without a sandbox, which a machine may not have.
    sandboxMode: 'danger-full-access',
    mcpServers: { tools: { command: process.execPath, args: [mcpServer] } },
    config: { features: { request_permissions_tool: true, default_mode_request_user_input: true } },
  },
);

type Answer<Name extends keyof Handlers> = Awaited<
  ReturnType<Extract<Handlers[Name], (...args: never) => unknown>>
>;

interface Outcome {
  readonly asked: number;
  readonly status: string;
  readonly items: readonly ThreadItem[];
  readonly finalResponse: string | null;
  /** What the model got to read of a call. */
  readonly output: (callId: string) => string | undefined;
  readonly made: (file: string) => boolean;
}

/** A turn in which the model does something that the handler is asked about. */
async function turn<Name extends keyof Handlers>(
  name: Name,
  answer: Answer<Name> | typeof defer | undefined,
  replies: readonly Reply[],
  options: ThreadStartOptions = {},
): Promise<Outcome> {
  let asked = 0;
  const handler = (): unknown => {
    asked++;
    return answer;
  };
  const handlers = answer === undefined ? {} : { [name]: answer === defer ? defer : handler };
  const thread = await shared.thread([...replies, reply.text('Over.')], { ...options, handlers });
  const { status, items, finalResponse } = await thread.run('Go');
  return {
    asked,
    status,
    items,
    finalResponse,
    output: (callId) => shared.requests(thread).at(-1)?.toolOutput(callId)?.text,
    made: (file) => existsSync(join(thread.details.cwd, file)),
  };
}

function item(outcome: Outcome, type: ThreadItem['type']): ThreadItem | undefined {
  return outcome.items.find((candidate) => candidate.type === type);
}

describe('a command', () => {
  const untrusted: ThreadStartOptions = { approvalPolicy: 'untrusted' };
  const twice = (file: string): readonly Reply[] => [
    reply.exec(`touch ${file}`, { callId: 'first' }),
    reply.exec(`touch ${file}`, { callId: 'second' }),
  ];

  it('that is accepted runs, and the next is asked about', async () => {
    const outcome = await turn(
      'commandApproval',
      { decision: 'accept' },
      twice('accepted'),
      untrusted,
    );
    expect(outcome).toMatchObject({ asked: 2, status: 'completed', finalResponse: 'Over.' });
    expect(item(outcome, 'commandExecution')).toMatchObject({ status: 'completed', exitCode: 0 });
    expect(outcome.made('accepted')).toBe(true);
  });

  it('that is accepted for the session is not asked about again', async () => {
    const decision = 'acceptForSession';
    const outcome = await turn('commandApproval', { decision }, twice('for-session'), untrusted);
    expect(outcome).toMatchObject({ asked: 1, status: 'completed' });
    expect(outcome.made('for-session')).toBe(true);
  });

  it('that is accepted with an amendment of the policy is allowed from then on', async () => {
    const decision = {
      acceptWithExecpolicyAmendment: { execpolicy_amendment: ['touch', 'amended'] },
    };
    const outcome = await turn('commandApproval', { decision }, twice('amended'), untrusted);
    expect(outcome).toMatchObject({ asked: 1, status: 'completed' });
    expect(outcome.made('amended')).toBe(true);
  });

  it('that is declined does not run, which the model reads, and the turn goes on', async () => {
    const decision = 'decline';
    const outcome = await turn('commandApproval', { decision }, twice('declined'), untrusted);
    expect(outcome).toMatchObject({ asked: 2, status: 'completed', finalResponse: 'Over.' });
    expect(item(outcome, 'commandExecution')).toMatchObject({ status: 'declined' });
    expect(outcome.output('first')).toContain('rejected by user');
    expect(outcome.made('declined')).toBe(false);
  });

  it('that is cancelled does not run, and ends the turn', async () => {
    const decision = 'cancel';
    const outcome = await turn('commandApproval', { decision }, twice('cancelled'), untrusted);
    expect(outcome).toMatchObject({ asked: 1, status: 'interrupted', finalResponse: null });
    expect(outcome.made('cancelled')).toBe(false);
  });

  it('about which nobody is there to decide does not run', async () => {
    const outcome = await turn('commandApproval', undefined, twice('unasked'), untrusted);
    expect(item(outcome, 'commandExecution')).toMatchObject({ status: 'declined' });
    expect(outcome.made('unasked')).toBe(false);
  });

  it('may be decided about later, by whoever sees the open request', async () => {
    const opened: OpenRequest[] = [];
    using _listening = shared.codex.onOpenRequest((request) => {
      opened.push(request);
      request.respond({ decision: 'accept' });
    });
    const outcome = await turn('commandApproval', defer, twice('later'), untrusted);
    expect(opened.map(({ method }) => method)).toEqual([
      'item/commandExecution/requestApproval',
      'item/commandExecution/requestApproval',
    ]);
    expect(outcome.made('later')).toBe(true);
    expect(shared.codex.openRequests.size).toBe(0);
  });
});

describe('a change of files', () => {
  const readOnly: ThreadStartOptions = { sandbox: 'read-only' };
  const patches = (file: string): readonly Reply[] => [
    reply.applyPatch(`*** Begin Patch\n*** Add File: ${file}\n+one\n*** End Patch`),
    reply.applyPatch(`*** Begin Patch\n*** Update File: ${file}\n@@\n-one\n+two\n*** End Patch`),
  ];

  it.each([
    ['accept', { asked: 2, status: 'completed', change: 'completed', made: true }],
    ['acceptForSession', { asked: 1, status: 'completed', change: 'completed', made: true }],
    ['decline', { asked: 1, status: 'completed', change: 'declined', made: false }],
    ['cancel', { asked: 1, status: 'interrupted', change: undefined, made: false }],
  ] as const)('is decided about: %s', async (decision, { change, made, ...expected }) => {
    const file = `patched-${decision}`;
    const outcome = await turn('fileChangeApproval', { decision }, patches(file), readOnly);
    expect(outcome).toMatchObject(expected);
    expect((item(outcome, 'fileChange') as { status: string } | undefined)?.status).toBe(change);
    expect(outcome.made(file)).toBe(made);
  });

  it('about which nobody is there to decide is not made', async () => {
    const outcome = await turn('fileChangeApproval', undefined, patches('unasked'), readOnly);
    expect(item(outcome, 'fileChange')).toMatchObject({ status: 'declined' });
    expect(outcome.made('unasked')).toBe(false);
  });
});

describe('permissions', () => {
  const wanted = { network: { enabled: true } };
  const request = (callId: string): Reply =>
    reply.call('request_permissions', { reason: 'To look.', permissions: wanted }, { callId });

  it.each([
    ['turn', { permissions: wanted, scope: 'turn' }],
    ['session', { permissions: wanted, scope: 'session' }],
  ] as const)('are granted for the %s', async (scope, answer) => {
    const outcome = await turn('permissionsApproval', answer, [request('permit')], {
      sandbox: 'read-only',
    });
    expect(outcome).toMatchObject({ asked: 1, status: 'completed' });
    const output = JSON.parse(outcome.output('permit') ?? '') as object;
    expect(output).toMatchObject({ permissions: { network: { enabled: true } }, scope });
  });

  it.each([
    ['in part', { permissions: {} }, 1],
    ['by nobody', undefined, 0],
  ] as const)('are not granted %s', async (_, answer, asked) => {
    const outcome = await turn('permissionsApproval', answer, [request('permit')], {
      sandbox: 'read-only',
    });
    expect(outcome).toMatchObject({ asked, status: 'completed' });
    expect(outcome.output('permit')).not.toContain('true');
  });
});

describe('a question to the user', () => {
  const options = ['A', 'B'].map((label) => ({ label, description: label }));
  const questions = [{ id: 'q1', header: 'Choice', question: 'Which?', options }];
  const ask = reply.call('request_user_input', { questions }, { callId: 'question' });

  it.each([
    [
      'is answered',
      { answers: { q1: { answers: ['A'] } } },
      '{"answers":{"q1":{"answers":["A"]}}}',
    ],
    ['may be left unanswered', { answers: {} }, '{"answers":{}}'],
    ['is not answered by nobody', undefined, '{"answers":{}}'],
  ])('%s', async (_, answer, output) => {
    const outcome = await turn('userInput', answer, [ask]);
    expect(outcome).toMatchObject({ asked: answer ? 1 : 0, status: 'completed' });
    expect(outcome.output('question')).toBe(output);
  });
});

describe('a question of an MCP server', () => {
  const ask = reply.call('ask', { text: 'Why?' }, { callId: 'ask' });

  it.each([
    [{ action: 'accept', content: { text: 'so' } }, '{"action":"accept","content":{"text":"so"}}'],
    [{ action: 'decline' }, '{"action":"decline"'],
    [{ action: 'cancel' }, '{"action":"cancel"'],
    [undefined, '{"action":"decline"'],
  ] as const)('is answered with %o', async (answer, output) => {
    const outcome = await turn('elicitation', answer as never, [ask]);
    expect(outcome).toMatchObject({ asked: answer ? 1 : 0, status: 'completed' });
    expect(outcome.output('ask')).toContain(output);
  });
});

describe('what this runtime does not ask by itself', () => {
  const conversation = { conversationId: 't1', callId: 'c1' };
  const exec = { ...conversation, command: ['ls'], cwd: '/', parsedCmd: [] };
  const patch = { ...conversation, fileChanges: {} };
  const networkAmendment = {
    applyNetworkPolicyAmendment: {
      network_policy_amendment: { host: 'example.com', action: 'allow' },
    },
  };

  it.each([
    ['execCommandApproval', exec, { decision: 'approved' }],
    ['execCommandApproval', exec, { decision: 'approved_for_session' }],
    ['execCommandApproval', exec, { decision: 'abort' }],
    ['applyPatchApproval', patch, { decision: 'approved' }],
    ['applyPatchApproval', patch, { decision: 'timed_out' }],
    ['commandApproval', { command: 'curl' }, { decision: networkAmendment }],
    ['attestation', {}, { token: 'of the device' }],
    ['currentTime', { threadId: 't1' }, { currentTimeAt: 7 }],
  ] as const)('%s of %o is answered with %o', async (name, params, result) => {
    const methods = {
      attestation: 'attestation/generate',
      commandApproval: 'item/commandExecution/requestApproval',
      currentTime: 'currentTime/read',
    };
    const method = name in methods ? methods[name as keyof typeof methods] : name;
    const asked: unknown[] = [];
    const handler = (given: unknown): unknown => {
      asked.push(given);
      return result;
    };
    const peer = new ScriptedPeer({ handlers: { [name]: handler } });
    await peer.codex.start();
    peer.transport.receive({ id: 'ask', method, params });
    await new Promise(setImmediate);
    expect(asked).toEqual([params]);
    expect(peer.transport.sent.at(-1)).toEqual({ id: 'ask', result });
    await peer.codex.close();
  });

  it.each([
    ['execCommandApproval', exec, { result: { decision: { denied: expect.anything() } } }],
    ['applyPatchApproval', patch, { result: { decision: { denied: expect.anything() } } }],
    ['attestation/generate', {}, { error: { code: -32601 } }],
    ['currentTime/read', { threadId: 't1' }, { result: { currentTimeAt: expect.any(Number) } }],
    ['account/chatgptAuthTokens/refresh', { reason: 'unauthorized' }, { error: { code: -32601 } }],
    ['something/newer', {}, { error: { code: -32601 } }],
  ])('%s without a handler is answered, and approves nothing', async (method, params, answer) => {
    const peer = new ScriptedPeer();
    await peer.codex.start();
    peer.transport.receive({ id: 'ask', method, params });
    await new Promise(setImmediate);
    expect(peer.transport.sent.at(-1)).toMatchObject({ id: 'ask', ...answer });
    await peer.codex.close();
  });
});
