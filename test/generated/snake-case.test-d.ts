import { assertType, describe, expectTypeOf, it } from 'vitest';
import type * as wire from '../../generated/index.js';
import type {
  Api,
  CommandExecutionApprovalDecision,
  HookMetadata,
  ServerNotification,
  Thread,
  ThreadStartResponse,
  TurnStatus,
} from '../../generated/snake_case/index.js';

declare const api: Api;

describe('the snake_case client', () => {
  it('has every method under its snake_case name', () => {
    expectTypeOf(
      api.thread.start({ approval_policy: 'never', base_instructions: 'b' }),
    ).resolves.toEqualTypeOf<ThreadStartResponse>();
    expectTypeOf(api.fuzzy_file_search.session_start).toBeFunction();
    expectTypeOf(api.account.gateway_oauth_read).toBeFunction();
    expectTypeOf(api.request('thread/start')).resolves.toEqualTypeOf<ThreadStartResponse>();
    void api.thread.start({}, { timeout_ms: 5 });
    // @ts-expect-error the wire's own spelling
    void api.thread.start({ approvalPolicy: 'never' });
    // @ts-expect-error the wire's own spelling
    void api.thread.start({}, { timeoutMs: 5 });
  });

  it('has its own types where the spelling differs, and the same where it does not', () => {
    expectTypeOf<Thread['created_at']>().toEqualTypeOf<number>();
    expectTypeOf<TurnStatus>().toEqualTypeOf<wire.TurnStatus>();
    expectTypeOf<Thread>().not.toEqualTypeOf<wire.Thread>();
  });

  it('respells external tags and tag properties, not what they say', () => {
    assertType<CommandExecutionApprovalDecision>('acceptForSession');
    assertType<CommandExecutionApprovalDecision>({
      accept_with_execpolicy_amendment: { execpolicy_amendment: ['ls'] },
    });
    expectTypeOf<HookMetadata['handler_type']>().toEqualTypeOf<wire.HookMetadata['handlerType']>();
  });

  it('narrows notifications by method', () => {
    api.on('turn/completed', ({ params, emitted_at_ms }) => {
      expectTypeOf(params.thread_id).toBeString();
      expectTypeOf(emitted_at_ms).toEqualTypeOf<number | undefined>();
    });
    expectTypeOf<ServerNotification['method']>().toEqualTypeOf<wire.ServerNotification['method']>();
  });
});
