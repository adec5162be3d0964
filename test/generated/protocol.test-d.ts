import { assertType, describe, expectTypeOf, it } from 'vitest';
import {
  METHODS,
  Api,
  type CallOptions,
  type Caller,
  type MethodInfo,
  type NotificationMap,
  type RequestMap,
  type RequestMethod,
  type ServerNotification,
  type ServerRequest,
  type ServerRequestMap,
  type ThreadItem,
  type ThreadStartParams,
  type ThreadStartResponse,
  type TurnStartResponse,
  type UserInput,
  type CodexErrorInfo,
  type CommandExecutionApprovalDecision,
} from '../../generated/index.js';

declare const api: Api;

describe('requests', () => {
  it('are typed by namespace and member', () => {
    expectTypeOf(api.thread.start({ cwd: '/' })).resolves.toEqualTypeOf<ThreadStartResponse>();
    expectTypeOf(api.thread.start()).resolves.toEqualTypeOf<ThreadStartResponse>();
    expectTypeOf(api.account.logout).parameter(0).toEqualTypeOf<CallOptions | undefined>();
    expectTypeOf(api.fuzzyFileSearch.call).toBeFunction();
    expectTypeOf(api.thread.injectItems).toBeFunction();
    expectTypeOf(api.command.execWrite).toBeFunction();
  });

  it('are typed by name on the wire', () => {
    expectTypeOf(
      api.request('turn/start', { threadId: 't', input: [] }),
    ).resolves.toEqualTypeOf<TurnStartResponse>();
    expectTypeOf(api.request('thread/start')).resolves.toEqualTypeOf<ThreadStartResponse>();
    expectTypeOf(api.requestUntyped('thread/newer', {})).resolves.toBeUnknown();
    void api.request('account/logout', undefined, { timeoutMs: 5 });
    void api.request('account/usage/read', null);
  });

  it('do not compile when they are wrong', () => {
    // @ts-expect-error no such method
    void api.request('thread/strat', {});
    // @ts-expect-error no such namespace
    void api.threads;
    // @ts-expect-error no such member
    void api.thread.strat;
    // @ts-expect-error the handshake has no wrapper
    void api.initialize;
    // @ts-expect-error no such property
    void api.thread.start({ approval_policy: 'never' });
    // @ts-expect-error a value that is not listed
    void api.thread.start({ sandbox: 'workspaceWrite' });
    // @ts-expect-error a required property is missing
    void api.turn.start({ threadId: 't' });
    // @ts-expect-error params are required
    void api.turn.start();
    // @ts-expect-error params are required
    void api.request('turn/start');
    // @ts-expect-error this one has no params
    void api.account.logout({}, {});
    // @ts-expect-error the result has no such property
    void api.thread.start().then((started) => started.thread.idd);
  });

  it('accept undefined for optional properties, and null only where it is legal', () => {
    assertType<ThreadStartParams>({ cwd: undefined, model: null });
    // @ts-expect-error null is not legal here
    assertType<ThreadStartParams>({ experimentalRawEvents: null });
  });
});

describe('the connection that a client needs', () => {
  it('is small enough for another version of this very client to be one', () => {
    const connection: {
      readonly rpc: Api;
      on<M extends keyof NotificationMap>(
        method: M,
        listener: (notification: Extract<ServerNotification, { method: M }>) => void,
      ): Disposable;
      on(method: '*', listener: (notification: ServerNotification) => void): Disposable;
    } = {} as never;
    expectTypeOf(new Api(connection)).toEqualTypeOf<Api>();
    expectTypeOf<Api>().toExtend<Caller['rpc']>();
  });
});

describe('maps and unions', () => {
  it('agree with each other', () => {
    expectTypeOf<RequestMethod>().toEqualTypeOf<keyof RequestMap>();
    expectTypeOf<ServerNotification['method']>().toEqualTypeOf<keyof NotificationMap>();
    expectTypeOf<ServerRequest['method']>().toEqualTypeOf<keyof ServerRequestMap>();
    expectTypeOf(METHODS['turn/start'].kind).toEqualTypeOf<'request'>();
    assertType<Readonly<Record<string, MethodInfo>>>(METHODS);
    assertType<Readonly<Record<RequestMethod, MethodInfo>>>(METHODS);
  });

  it('narrow notifications by method', () => {
    const heard = (notification: ServerNotification): string => {
      if (notification.method === 'item/agentMessage/delta') return notification.params.delta;
      if (notification.method === 'turn/completed') return notification.params.turn.status;
      // @ts-expect-error not every notification has a delta
      return notification.params.delta;
    };
    expectTypeOf(heard).toBeFunction();
    api.on('turn/completed', ({ params, emittedAtMs }) => {
      expectTypeOf(params.turn.id).toBeString();
      expectTypeOf(emittedAtMs).toEqualTypeOf<number | undefined>();
    });
    // @ts-expect-error no such notification
    api.on('turn/complete', () => undefined);
  });

  it('narrow server requests by method', () => {
    const asked = (request: ServerRequest): string | null | undefined =>
      request.method === 'item/commandExecution/requestApproval' ? request.params.command : null;
    expectTypeOf(asked).toBeFunction();
  });

  it('narrow items by type', () => {
    const text = (item: ThreadItem): string => {
      switch (item.type) {
        case 'agentMessage':
          return item.text;
        case 'commandExecution':
          return `${item.command} ${item.startedAtMs ?? ''}`;
        default:
          // @ts-expect-error other items have other properties
          return item.text;
      }
    };
    expectTypeOf(text).toBeFunction();
  });

  it('narrow arms that hold a choice themselves', () => {
    const source = (input: UserInput): string | null => {
      if (input.type === 'text') return input.text;
      if (input.type !== 'image') return null;
      return 'url' in input ? input.url : input.fileId;
    };
    expectTypeOf(source).toBeFunction();
    assertType<UserInput>({ type: 'image', url: 'data:' });
    // @ts-expect-error neither url nor fileId
    assertType<UserInput>({ type: 'image' });
  });

  it('narrow externally tagged unions', () => {
    const status = (info: CodexErrorInfo): number | null | undefined => {
      if (typeof info === 'string') return info === 'serverOverloaded' ? 503 : null;
      if ('httpConnectionFailed' in info) return info.httpConnectionFailed.httpStatusCode;
      return null;
    };
    expectTypeOf(status).toBeFunction();
    assertType<CommandExecutionApprovalDecision>('accept');
    assertType<CommandExecutionApprovalDecision>({
      acceptWithExecpolicyAmendment: { execpolicy_amendment: ['ls'] },
    });
  });
});
