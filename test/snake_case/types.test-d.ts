import { z } from 'zod';
import { assertType, describe, expectTypeOf, it } from 'vitest';
import type * as root from '../../runtime/index.js';
import type * as here from '../../runtime/snake_case/index.js';
import {
  ApprovalMode,
  type Codex,
  InvalidParamsError,
  type JsonRpcError,
  type ServerNotification,
  type StoredThread,
  type Thread,
  TurnFailedError,
  type TurnHandle,
  type TurnResult,
  retry_on_overload,
  Sandbox,
  tool,
} from '../../runtime/snake_case/index.js';
import type { SnakeCase } from '../../runtime/snake_case/names.js';

declare const codex: Codex;
declare const thread: Thread;
declare const turn: TurnHandle;
declare const error: unknown;

type Exports<Module> = { readonly [Name in keyof Module]: Module[Name] };
type ClassOf<Instance> = abstract new (...args: never) => Instance;

/** Exports stay in PascalCase if they are. */
type ExportName<Name extends string> = Name extends Capitalize<Name> ? Name : SnakeCase<Name>;

type MissingExports = Exclude<ExportName<keyof Exports<typeof root>>, keyof Exports<typeof here>>;

/** Members of the root's classes that the classes of the same name here do not have. */
type MissingMembers = {
  [Name in keyof Exports<typeof root> & keyof Exports<typeof here>]: Exports<
    typeof root
  >[Name] extends ClassOf<infer There>
    ? Exports<typeof here>[Name] extends ClassOf<infer Here>
      ? Exclude<SnakeCase<keyof There & string>, keyof Here>
      : Name
    : never;
}[keyof Exports<typeof root> & keyof Exports<typeof here>];

type LastOf<Values> = Values extends readonly [...unknown[], infer Last] ? Last : never;

/** Names of the options of a method: of its last parameter, if that is an object. */
type OptionsOf<Method> = Method extends (...args: infer Args) => unknown
  ? NonNullable<LastOf<Required<Args>>> extends infer Options extends object
    ? Options extends (...args: never) => unknown
      ? never
      : keyof Options & string
    : never
  : never;

/** Options of the root's methods that those here do not have. */
type MissingOptions<There, Here> = {
  [Name in keyof There & string]: SnakeCase<Name> extends keyof Here
    ? Exclude<SnakeCase<OptionsOf<There[Name]>>, OptionsOf<Here[SnakeCase<Name>]>>
    : never;
}[keyof There & string];

describe('everything of the facade is here', () => {
  it('exports', () => {
    expectTypeOf<MissingExports>().toBeNever();
  });

  it('members of classes, fields of errors', () => {
    expectTypeOf<MissingMembers>().toEqualTypeOf<'discard_events'>();
  });

  it('options of methods', () => {
    expectTypeOf<MissingOptions<root.Codex, here.Codex>>().toBeNever();
    expectTypeOf<MissingOptions<root.Thread, here.Thread>>().toBeNever();
    expectTypeOf<MissingOptions<root.TurnHandle, here.TurnHandle>>().toBeNever();
    expectTypeOf<MissingOptions<root.GoalHandle, here.GoalHandle>>().toBeNever();
    // What the types above find, for fear that they find nothing.
    expectTypeOf<OptionsOf<root.Thread['read']>>().toEqualTypeOf<
      'includeTurns' | 'signal' | 'timeoutMs'
    >();
    expectTypeOf<MissingOptions<root.Thread, root.Codex>>().toBeNever();
    expectTypeOf<
      MissingOptions<{ f(options?: { aB: 1; c: 1 }): 1 }, { f(options?: { c: 1 }): 1 }>
    >().toEqualTypeOf<'a_b'>();
  });
});

describe('options', () => {
  it('have this spelling and no other', () => {
    void codex.thread_start({
      approval_policy: 'never',
      base_instructions: 'b',
      model_provider: 'p',
      service_tier: null,
      sandbox: Sandbox.workspace_write,
      config: { model_reasoning_effort: 'low' },
      timeout_ms: 5,
    });
    // @ts-expect-error the wire's spelling
    void codex.thread_start({ approvalPolicy: 'never' });
    // @ts-expect-error the root's spelling
    void codex.thread_start({ timeoutMs: 5 });
    // @ts-expect-error a former name
    void codex.thread_resume('t', { include_turns: true });
    // @ts-expect-error a former name
    void thread.run('x', { turn_service_tier: 'fast' });
    // @ts-expect-error a former name
    void thread.run('x', { source: 'user' });
    // @ts-expect-error the wire's spelling
    void thread.run('x', { outputSchema: {} });
    // @ts-expect-error the root's spelling
    assertType<here.CodexConfig>({ codexBin: 'codex' });
    // @ts-expect-error the root's spelling
    void retry_on_overload(() => Promise.resolve(1), { maxAttempts: 2 });
    // @ts-expect-error the root's spelling
    turn.stream({ maxQueued: 1 });
    // @ts-expect-error the root's spelling
    codex.notifications({ threadId: 't' });
    // @ts-expect-error the root's spelling
    void codex.logout({ timeoutMs: 1 });
  });

  it('have this spelling inside as well', () => {
    const policy = { type: 'workspaceWrite', writable_roots: ['/tmp'] } as const;
    void thread.run('x', { sandbox: { ...policy, writable_roots: ['/tmp'] } });
    // @ts-expect-error the wire's spelling
    void thread.run('x', { sandbox: { type: 'workspaceWrite', writableRoots: ['/tmp'] } });
    // @ts-expect-error the wire's spelling
    void thread.run([{ type: 'image', fileId: 'f' }]);
    // @ts-expect-error the root's spelling
    assertType<here.CodexConfig>({ retry: { maxAttempts: 1 } });
    // @ts-expect-error the root's spelling
    assertType<here.Handlers>({ commandApproval: () => ({ decision: 'accept' }) });
  });

  it('take presets, and their values', () => {
    expectTypeOf(Sandbox.full_access).toEqualTypeOf<'danger-full-access'>();
    void thread.run('x', { approval_mode: ApprovalMode.deny_all });
    void thread.run('x', { approval_mode: 'auto_review' });
    // @ts-expect-error the root's spelling
    void thread.run('x', { approval_mode: 'autoReview' });
  });
});

describe('results', () => {
  it('have this spelling', () => {
    expectTypeOf(thread.run('x')).resolves.toEqualTypeOf<TurnResult>();
    expectTypeOf<TurnResult['final_response']>().toEqualTypeOf<string | null>();
    expectTypeOf<TurnResult['usage']>().exclude(null).toHaveProperty('model_context_window');
    expectTypeOf(thread.details.approval_policy).not.toBeAny();
    expectTypeOf(codex.threads()).toEqualTypeOf<AsyncGenerator<StoredThread, void, undefined>>();
    expectTypeOf<StoredThread['created_at']>().toBeNumber();
    expectTypeOf(codex.metadata.server_version).toBeString();
  });

  it('have the type of the output schema', () => {
    const output_schema = z.object({ user_name: z.string() });
    expectTypeOf(thread.run('x', { output_schema })).resolves.toEqualTypeOf<
      TurnResult<{ user_name: string }>
    >();
    expectTypeOf(
      thread.turn<{ a: 1 }>('x', { output_schema: { type: 'object' } }),
    ).resolves.toEqualTypeOf<TurnHandle<{ a: 1 }>>();
  });
});

describe('what the program is called with', () => {
  it('notifications', () => {
    codex.on('item/completed', ({ params, emitted_at_ms }) => {
      expectTypeOf(params.thread_id).toBeString();
      expectTypeOf(emitted_at_ms).toEqualTypeOf<number | undefined>();
      if (params.item.type === 'commandExecution') {
        expectTypeOf(params.item.exit_code).toEqualTypeOf<number | null | undefined>();
      }
    });
    codex.on('*', (notification) => {
      expectTypeOf(notification).toEqualTypeOf<ServerNotification>();
    });
    expectTypeOf(turn).toExtend<AsyncIterable<ServerNotification>>();
  });

  it('server requests', () => {
    assertType<here.Handlers>({
      command_approval: (params, context) => {
        expectTypeOf(params.item_id).toBeString();
        expectTypeOf(context.turn_id).toEqualTypeOf<string | undefined>();
        return { decision: { accept_with_execpolicy_amendment: { execpolicy_amendment: ['ls'] } } };
      },
      tool_call: ({ arguments: args }) => {
        expectTypeOf(args).toBeUnknown();
        return { success: true, content_items: [] };
      },
    });
  });

  it('tools', () => {
    tool({
      name: 'read',
      description: 'Reads a file.',
      input: z.object({ file_path: z.string() }),
      timeout_ms: 5,
      execute: ({ file_path }, { call_id, thread_id }) => `${file_path} ${call_id} ${thread_id}`,
    });
  });
});

describe('errors', () => {
  it('are classes of the root with the names of this voice', () => {
    if (error instanceof TurnFailedError) {
      expectTypeOf(error.result.final_response).toEqualTypeOf<string | null>();
      expectTypeOf(error.codex_error_info).not.toBeAny();
      // @ts-expect-error the root's spelling
      void error.result.finalResponse;
    }
    if (error instanceof InvalidParamsError) {
      expectTypeOf(error.rpc_code).toBeNumber();
      expectTypeOf(error).toExtend<JsonRpcError>();
      expectTypeOf(error).toExtend<root.JsonRpcError>();
    }
  });
});
