import { expect, it } from 'vitest';
import { InvalidParamsError, InvalidRequestError, TurnFailedError } from '../../runtime/index.js';
import { Gate, type ModelRequest, type Reply, reply } from '../../runtime/testing/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const runtime = new SharedRuntime({}, { approvalPolicy: 'on-request' });

const findings = JSON.stringify({
  findings: [
    {
      title: 'Off by one',
      body: 'The loop runs too far.',
      confidence_score: 0.9,
      priority: 1,
      code_location: { absolute_file_path: '/src/a.ts', line_range: { start: 3, end: 4 } },
    },
  ],
  overall_correctness: 'patch is incorrect',
  overall_explanation: 'One bug.',
  overall_confidence_score: 0.8,
});

it('reviews to the end, which comes under another id than that of the turn that was started', async () => {
  const thread = await runtime.thread([reply.exec('true'), reply.text(findings)]);
  const started: string[] = [];
  using _ = runtime.codex.on('turn/started', ({ params }) => started.push(params.turn.id));
  const result = await thread.review('Look at the loop');
  expect(result.status).toBe('completed');
  expect(started).toHaveLength(1);
  expect(started).not.toContain(result.id);
  expect(result.finalResponse).toMatch(/^One bug\..*Off by one — \/src\/a\.ts:3-4/s);
  expect(result.items.map((item) => item.type)).toEqual([
    'enteredReviewMode',
    'userMessage',
    'commandExecution',
    'exitedReviewMode',
    'agentMessage',
  ]);
  expect(result.items).toContainEqual(
    expect.objectContaining({ type: 'exitedReviewMode', review: result.finalResponse }),
  );
  expect(runtime.requests(thread)[0]?.userTexts.at(-1)).toBe('Look at the loop');
});

it.each([
  [{ type: 'uncommittedChanges' } as const, 'staged, unstaged, and untracked'],
  [{ type: 'commit', sha: 'abc1234', title: 'Mend it' } as const, 'abc1234'],
  [{ type: 'custom', instructions: 'Mind the tests' } as const, 'Mind the tests'],
])('takes the target %j', async (target, said) => {
  const thread = await runtime.thread([reply.text('Fine.')]);
  expect((await thread.review(target)).finalResponse).toBe('Fine.');
  expect(runtime.requests(thread)[0]?.userTexts.at(-1)).toContain(said);
});

it('rejects a failed review with everything that there was, and frees the thread', async () => {
  const thread = await runtime.thread([
    reply.failed('context_length_exceeded'),
    reply.text('still here'),
  ]);
  const error = await thread.review('Go').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(TurnFailedError);
  expect(error).toMatchObject({
    codexErrorInfo: 'contextWindowExceeded',
    result: { status: 'failed', items: expect.arrayContaining([expect.anything()]) as unknown },
  });
  expect((await thread.run('Next')).finalResponse).toBe('still here');
});

it('rejects with the reason a review that fails before it starts, and frees the thread', async () => {
  const thread = await runtime.thread([reply.text('still here')]);
  const error = await thread
    .review({ type: 'baseBranch', branch: 'main' })
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(TurnFailedError);
  expect(error).toMatchObject({
    message: expect.stringContaining('is not a git repository') as unknown,
    codexErrorInfo: 'other',
    result: { status: 'failed' },
  });
  expect((await thread.run('Next')).finalResponse).toBe('still here');
});

it.each(['while the reviewer works', 'before the reviewer has started'])(
  'is interrupted by its signal %s',
  async (when) => {
    const working = new Gate();
    const answer = (request: ModelRequest): Reply =>
      request.userTexts.at(-1) === 'Next' ? 'next' : [reply.text('half'), working, reply.hang()];
    const thread = await runtime.thread([answer, answer]);
    const controller = new AbortController();
    const entered = new Promise<void>((resolve) => {
      runtime.codex.on('item/started', ({ params }) => {
        if (params.threadId === thread.id) resolve();
      });
    });
    const review = thread.review('Go', { signal: controller.signal });
    await (when.startsWith('while') ? working.reached : entered);
    controller.abort('enough');
    await expect(review).rejects.toMatchObject({
      name: 'AbortError',
      cause: 'enough',
      result: { status: 'interrupted' },
    });
    expect((await thread.run('Next')).finalResponse).toBe('next');
  },
);

it('limits the time of a review', async () => {
  const thread = await runtime.thread([reply.hang()]);
  await expect(thread.review('Go', { timeoutMs: 200 })).rejects.toMatchObject({
    name: 'RequestTimeoutError',
    timeoutMs: 200,
    result: { status: 'interrupted' },
  });
});

it('waits for the running turn, and turns wait for it', async () => {
  const gate = new Gate();
  const thread = await runtime.thread([
    reply.text(['working', gate]),
    reply.text('reviewed'),
    reply.text('after the review'),
  ]);
  const order: string[] = [];
  const note = (name: string) => (): void => void order.push(name);
  const turn = thread.run('Work').finally(note('turn'));
  const review = thread.review('Check').finally(note('review'));
  const next = thread.run('Next').finally(note('next'));
  await gate.reached;
  expect(order).toEqual([]);
  gate.open();
  expect((await turn).status).toBe('completed');
  expect((await review).finalResponse).toBe('reviewed');
  expect((await next).finalResponse).toBe('after the review');
  expect(order).toEqual(['turn', 'review', 'next']);
});

it('rejects at once from a handler of its own turn, as compaction and goals do', async () => {
  const errors: unknown[] = [];
  const thread = await runtime.thread([reply.exec('touch x', { escalate: 'May I?' }), 'done'], {
    handlers: {
      commandApproval: async () => {
        const attempts = [thread.review('Go'), thread.compact(), thread.goal('Go')];
        for (const attempt of attempts) await attempt.catch((error: unknown) => errors.push(error));
        return { decision: 'decline' };
      },
    },
  });
  expect((await thread.run('Work')).finalResponse).toBe('done');
  expect(errors).toEqual(
    Array.from({ length: 3 }, () => expect.any(InvalidRequestError) as unknown),
  );
  expect(String(errors[0])).toContain('steer()');
});

it.each<[unknown, object, string]>([
  [undefined, {}, 'target'],
  [{ kind: 'custom' }, {}, 'target'],
  ['Go', { deliveri: 'inline' }, '`delivery`'],
  ['Go', { threadId: 'x' }, '`threadId`'],
  ['Go', { timeoutMs: 0 }, 'timeoutMs'],
])('rejects the arguments %j, %j before anything is sent', async (target, options, named) => {
  const peer = new ScriptedPeer();
  const thread = await peer.codex.threadStart();
  const error = await thread.review(target as string, options).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect((error as Error).message).toContain(named);
  expect(peer.sent('review/start')).toEqual([]);
  await peer.codex.close();
});
