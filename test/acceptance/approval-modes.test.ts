import { describe, expect, it } from 'vitest';
import { ApprovalMode, type Thread } from '../../runtime/index.js';
import { reply } from '../../runtime/testing/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const shared = new SharedRuntime();
const { denyAll, autoReview, ask } = ApprovalMode;

/** How a thread is set, as the runtime has it. */
async function settings({ id }: Thread): Promise<unknown[]> {
  const { details } = await shared.codex.threadResume(id, { excludeTurns: true });
  return [details.approvalPolicy, details.approvalsReviewer];
}

/** A thread that has had a turn, so that it can be resumed. */
async function thread(approvalMode?: ApprovalMode): Promise<Thread> {
  const started = await shared.thread(() => reply.text('Hi'), approvalMode ? { approvalMode } : {});
  await started.run('Hello');
  return started;
}

describe('an approval mode', () => {
  it.each([
    [undefined, ['never', 'user']],
    [denyAll, ['never', 'user']],
    [autoReview, ['on-request', 'auto_review']],
    [ask, ['on-request', 'user']],
  ] as const)('%s of a new thread is what a resumed one inherits', async (mode, expected) => {
    expect(await settings(await thread(mode))).toEqual(expected);
  });

  it('is inherited by a fork, unless that has one of its own', async () => {
    const { id } = await thread(denyAll);
    const heir = await shared.codex.threadFork(id);
    expect([heir.details.approvalPolicy, heir.details.approvalsReviewer]).toEqual([
      'never',
      'user',
    ]);
    const other = await shared.codex.threadFork(id, { approvalMode: autoReview });
    expect([other.details.approvalPolicy, other.details.approvalsReviewer]).toEqual([
      'on-request',
      'auto_review',
    ]);
  });

  it('of a turn stays with the thread until another is given', async () => {
    const started = await thread(denyAll);
    await started.run('Two', { approvalMode: autoReview });
    expect(await settings(started)).toEqual(['on-request', 'auto_review']);
    await started.run('Three');
    expect(await settings(started)).toEqual(['on-request', 'auto_review']);
    await started.run('Four', { approvalMode: ask });
    expect(await settings(started)).toEqual(['on-request', 'user']);
    await started.run('Five', { approvalMode: denyAll });
    expect((await settings(started))[0]).toBe('never');
  });

  it('of a thread that is brought back replaces the one that it had', async () => {
    const { id } = await thread(denyAll);
    // The runtime lets go of it; one that it still has keeps its settings.
    await shared.codex.threadArchive(id);
    const { details } = await shared.codex.threadUnarchive(id, { approvalMode: autoReview });
    expect([details.approvalPolicy, details.approvalsReviewer]).toEqual([
      'on-request',
      'auto_review',
    ]);
  });
});
