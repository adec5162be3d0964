import { expectTypeOf, it } from 'vitest';
import type {
  FakeAppServer,
  FakeItem,
  FakeTurn,
  ReceivedRequest,
} from '../../../runtime/testing/index.js';
import type {
  AgentMessageThreadItem,
  CommandExecutionRequestApprovalResponse,
  ThreadListParams,
  ThreadStartResponse,
} from '../../../generated/types.js';

declare const fake: FakeAppServer;
declare const turn: FakeTurn;

it('knows params and results by the method', () => {
  fake.handle('thread/start', async (params, { next }) => {
    expectTypeOf(params.cwd).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(await next()).toEqualTypeOf<ThreadStartResponse>();
    return next();
  });
  // @ts-expect-error: no result of the method
  fake.handle('thread/list', () => ({ threads: [] }));
  // @ts-expect-error: no method
  fake.handle('thread/dream', () => ({}));
  expectTypeOf(fake.nextRequest('thread/list')).resolves.toHaveProperty('params');
  expectTypeOf<ReceivedRequest<'thread/list'>['params']>().toEqualTypeOf<ThreadListParams>();
});

it('knows what the server may say and ask', () => {
  fake.notify('thread/name/updated', { threadId: 't', threadName: null });
  // @ts-expect-error: a part is missing
  fake.notify('thread/name/updated', { threadName: null });
  // @ts-expect-error: a request, no notification
  fake.notify('currentTime/read', { threadId: 't' });
  expectTypeOf(fake.request('currentTime/read', { threadId: 't' })).resolves.toEqualTypeOf<{
    currentTimeAt: number;
  }>();
});

it('leaves to a turn what a turn knows', () => {
  turn.notify('turn/diff/updated', { diff: '+1' });
  // @ts-expect-error: the diff is not known
  turn.notify('turn/diff/updated', {});
  expectTypeOf(
    turn.request('item/commandExecution/requestApproval', {}),
  ).resolves.toEqualTypeOf<CommandExecutionRequestApprovalResponse>();
  // @ts-expect-error: the questions are not known
  void turn.request('item/tool/requestUserInput', {});
  expectTypeOf(turn.startMessage()).toEqualTypeOf<FakeItem<'agentMessage'>>();
  expectTypeOf(turn.message('x')).toEqualTypeOf<AgentMessageThreadItem>();
  turn.item({ type: 'commandExecution', exitCode: 1 });
  // @ts-expect-error: of another type
  turn.item({ type: 'plan', exitCode: 1 });
});
