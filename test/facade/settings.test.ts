import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ApprovalMode,
  Sandbox,
  type Thread,
  type ThreadStartOptions,
} from '../../runtime/index.js';
import type { Personality, ReasoningEffort, SandboxPolicy } from '../../runtime/protocol.js';
import { SharedRuntime } from '../support/thread-scripts.js';

/** What goes over the wire to the runtime. */
const sent: { readonly method: string | undefined; readonly params: unknown }[] = [];
const runtime = new SharedRuntime({
  trace: {
    params: true,
    hook: ({ direction, method, params }) => direction === 'out' && sent.push({ method, params }),
  },
});

const always = (): string => 'Done.';

async function stored(thread: Thread): Promise<Thread['details']> {
  const { details } = await runtime.codex.threadResume(thread.id, { excludeTurns: true });
  return details;
}

function newest(method: string): object {
  return sent.findLast((message) => message.method === method)?.params as object;
}

describe('on a thread', () => {
  it.each<[string, ThreadStartOptions, object]>([
    ['readOnly', { sandbox: Sandbox.readOnly }, { sandbox: { type: 'readOnly' } }],
    [
      'workspaceWrite',
      { sandbox: Sandbox.workspaceWrite },
      { sandbox: { type: 'workspaceWrite' } },
    ],
    ['fullAccess', { sandbox: Sandbox.fullAccess }, { sandbox: { type: 'dangerFullAccess' } }],
    ['denyAll', { approvalMode: ApprovalMode.denyAll }, { approvalPolicy: 'never' }],
    [
      'autoReview',
      { approvalMode: ApprovalMode.autoReview },
      { approvalPolicy: 'on-request', approvalsReviewer: 'auto_review' },
    ],
    [
      'ask',
      { approvalMode: ApprovalMode.ask },
      { approvalPolicy: 'on-request', approvalsReviewer: 'user' },
    ],
    ['nothing, which leaves it to the configuration', {}, { approvalPolicy: 'never' }],
  ])('%s is what the runtime then answers', async (_name, options, details) => {
    const thread = await runtime.codex.threadStart(options);
    expect(thread.details).toMatchObject(details);
  });

  it('absent options are not sent, and null is', async () => {
    await runtime.codex.threadStart({ serviceTier: null, model: undefined });
    expect(JSON.parse(JSON.stringify(newest('thread/start')))).toEqual({ serviceTier: null });
  });

  it('a policy with roots and network is kept, in a resume and a fork as well', async () => {
    const root = join(runtime.codex.metadata.codexHome, '..', 'data');
    await mkdir(root, { recursive: true });
    const policy = {
      type: 'workspaceWrite',
      writableRoots: [root],
      networkAccess: true,
      excludeSlashTmp: true,
      excludeTmpdirEnvVar: true,
    } as const satisfies SandboxPolicy;
    const sandbox = { ...policy, writableRoots: [...policy.writableRoots] };
    const thread = await runtime.thread(always, { sandbox });
    expect(thread.details.sandbox).toMatchObject(sandbox);

    // The preset on a turn leaves the roots and the network as they are.
    await thread.run('One', { sandbox: Sandbox.readOnly });
    expect((await stored(thread)).sandbox).toMatchObject({ type: 'readOnly' });
    await thread.run('Two', { sandbox: Sandbox.workspaceWrite });
    expect((await stored(thread)).sandbox).toMatchObject(sandbox);
    const fork = await runtime.codex.threadFork(thread.id, { sandbox, excludeTurns: true });
    expect(fork.details.sandbox).toMatchObject(sandbox);
  });
});

describe('on a turn', () => {
  it('approvals and sandbox stay for later turns, until they are set anew', async () => {
    const thread = await runtime.thread(always, { approvalMode: ApprovalMode.ask });
    await thread.run('One', { approvalMode: ApprovalMode.denyAll, sandbox: Sandbox.fullAccess });
    await thread.run('Two');
    expect(newest('turn/start')).not.toHaveProperty('approvalPolicy');
    expect(await stored(thread)).toMatchObject({
      approvalPolicy: 'never',
      sandbox: { type: 'dangerFullAccess' },
    });
    await thread.run('Three', { approvalMode: ApprovalMode.autoReview });
    const details = { approvalPolicy: 'on-request', approvalsReviewer: 'auto_review' };
    expect(await stored(thread)).toMatchObject(details);
    const other = await runtime.codex.threadFork(thread.id, { excludeTurns: true });
    expect(other.details).toMatchObject(details);
    const denying = { approvalMode: ApprovalMode.denyAll, excludeTurns: true };
    const overridden = await runtime.codex.threadFork(thread.id, denying);
    expect(overridden.details).toMatchObject({ approvalPolicy: 'never' });
  });

  it('effort and summary reach the model and stay; an output schema is for its turn alone', async () => {
    const thread = await runtime.thread(() => '{"a":1}');
    const effort: ReasoningEffort = 'high';
    const personality: Personality = 'pragmatic';
    await thread.run('One', {
      effort,
      summary: 'detailed',
      personality,
      outputSchema: { type: 'object', properties: { a: { type: 'integer' } } },
    });
    await thread.run('Two');
    const [first, second] = runtime.requests(thread);
    expect([first?.reasoningEffort, first?.reasoningSummary]).toEqual(['high', 'detailed']);
    expect([second?.reasoningEffort, second?.reasoningSummary]).toEqual(['high', 'detailed']);
    expect(first?.outputSchema).toMatchObject({ type: 'object' });
    expect(second?.outputSchema).toBeUndefined();
    expect(newest('turn/start')).toEqual({
      threadId: thread.id,
      input: [{ type: 'text', text: 'Two' }],
    });
  });

  it('a service tier stays unless it is for the turn, and null is no tier', async () => {
    const thread = await runtime.thread(always);
    await thread.run('One', { serviceTierForTurn: 'flex', turnTrigger: 'schedule' });
    expect(newest('turn/start')).toMatchObject({
      serviceTierForTurn: 'flex',
      turnTrigger: 'schedule',
    });
    expect((await stored(thread)).serviceTier).toBeNull();
    await thread.run('Two', { serviceTier: 'flex' });
    expect((await stored(thread)).serviceTier).toBe('flex');
    await thread.run('Three', { serviceTier: null });
    expect(newest('turn/start')).toMatchObject({ serviceTier: null });
    expect((await stored(thread)).serviceTier ?? 'none').not.toBe('flex');
  });
});
