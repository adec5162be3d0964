import { describe, expect, it } from 'vitest';
import type { ServerRequestMethod } from '../../generated/protocol.js';
import {
  approve_all,
  Codex,
  defer,
  deny_all,
  type Handlers,
  type OpenRequest,
} from '../../runtime/snake_case/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const approval = {
  threadId: 't1',
  turnId: 'u1',
  itemId: 'i1',
  startedAtMs: 1,
  command: 'ls',
  availableDecisions: [
    'accept',
    { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['ls'] } },
  ],
};

class Asking {
  readonly peer: ScriptedPeer = new ScriptedPeer();
  readonly errors: unknown[] = [];
  readonly codex: Codex;
  #id = 100;

  constructor(handlers: Handlers) {
    this.codex = new Codex({
      transport: this.peer.transport,
      handlers,
      on_handler_error: (error) => this.errors.push(error),
    });
  }

  /** Puts a request to the client; its answer is `answer`. */
  async ask(method: ServerRequestMethod | 'newer/request', params: object): Promise<unknown> {
    await this.codex.start();
    const id = this.#id++;
    this.peer.transport.receive({ id, method, params });
    await new Promise(setImmediate);
    return this.answer(id);
  }

  answer(id: number): unknown {
    const message = this.peer.transport.sent.find((sent) => sent['id'] === id);
    return message?.['result'] ?? message?.['error'];
  }
}

describe('handlers', () => {
  it('get params and context in this spelling, and answer in it', async () => {
    const seen: unknown[] = [];
    const client = new Asking({
      command_approval: (params, { thread_id, turn_id, signal }) => {
        seen.push(params, thread_id, turn_id, signal instanceof AbortSignal);
        return { decision: { accept_with_execpolicy_amendment: { execpolicy_amendment: ['ls'] } } };
      },
    });
    expect(await client.ask('item/commandExecution/requestApproval', approval)).toEqual({
      decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['ls'] } },
    });
    expect(seen).toEqual([
      {
        thread_id: 't1',
        turn_id: 'u1',
        item_id: 'i1',
        started_at_ms: 1,
        command: 'ls',
        available_decisions: [
          'accept',
          { accept_with_execpolicy_amendment: { execpolicy_amendment: ['ls'] } },
        ],
      },
      't1',
      'u1',
      true,
    ]);
  });

  it('get the arguments of tools as the model gave them', async () => {
    const args = { file_path: '/a', lineCount: 1 };
    let seen: unknown;
    const client = new Asking({
      tool_call: (params) => {
        seen = params;
        return { success: true, content_items: [{ type: 'inputImage', image_url: 'data:,' }] };
      },
    });
    const call = { threadId: 't1', turnId: 'u1', callId: 'c1', tool: 'read', arguments: args };
    expect(await client.ask('item/tool/call', call)).toEqual({
      success: true,
      contentItems: [{ type: 'inputImage', imageUrl: 'data:,' }],
    });
    expect(seen).toEqual({
      thread_id: 't1',
      turn_id: 'u1',
      call_id: 'c1',
      tool: 'read',
      arguments: args,
    });
  });

  it('leave what fails to the safe answer, and report it', async () => {
    const failure = new Error('broken');
    const client = new Asking({
      command_approval: () => {
        throw failure;
      },
    });
    expect(await client.ask('item/commandExecution/requestApproval', approval)).toEqual({
      decision: 'decline',
    });
    expect(client.errors).toEqual([failure]);
  });

  it('of the last resort get every request, those newer than the schema as they are', async () => {
    const seen: unknown[] = [];
    const client = new Asking({
      on_unhandled: (request) => {
        seen.push(request);
        return request.method === 'currentTime/read' ? { current_time_at: 5 } : { someKey: 1 };
      },
    });
    expect(await client.ask('currentTime/read', { threadId: 't1' })).toEqual({ currentTimeAt: 5 });
    expect(await client.ask('newer/request', { someKey: 2 })).toEqual({ someKey: 1 });
    expect(seen).toEqual([
      { method: 'currentTime/read', params: { thread_id: 't1' } },
      { method: 'newer/request', params: { someKey: 2 } },
    ]);
  });

  it('of a thread come first', async () => {
    const client = new Asking(deny_all());
    await client.codex.thread_start({
      handlers: { command_approval: () => ({ decision: 'accept' }) },
    });
    expect(await client.ask('item/commandExecution/requestApproval', approval)).toEqual({
      decision: 'accept',
    });
  });
});

describe('ready-made handlers', () => {
  const permissions = { network: { enabled: true }, fileSystem: { read: ['/a'] } };
  const requests: readonly (readonly [ServerRequestMethod, object])[] = [
    ['item/commandExecution/requestApproval', approval],
    ['item/fileChange/requestApproval', approval],
    ['item/permissions/requestApproval', { ...approval, permissions }],
    ['mcpServer/elicitation/request', { mode: 'form', requestedSchema: { required: ['a'] } }],
    ['mcpServer/elicitation/request', { mode: 'form', requestedSchema: {} }],
    ['applyPatchApproval', { callId: 'c' }],
    ['execCommandApproval', { callId: 'c' }],
  ];
  const answers = (handlers: Handlers): Promise<unknown[]> =>
    Promise.all(requests.map(([method, params]) => new Asking(handlers).ask(method, params)));

  it('say yes', async () => {
    expect(await answers(approve_all())).toEqual([
      { decision: 'accept' },
      { decision: 'accept' },
      { permissions },
      { action: 'decline' },
      { action: 'accept', content: {} },
      { decision: 'approved' },
      { decision: 'approved' },
    ]);
  });

  it('say no', async () => {
    const denied = { denied: { rejection: expect.any(String) as string } };
    expect(await answers(deny_all())).toEqual([
      { decision: 'decline' },
      { decision: 'decline' },
      { permissions: {} },
      { action: 'decline' },
      { action: 'decline' },
      { decision: denied },
      { decision: denied },
    ]);
  });

  it('can be taken over in part', async () => {
    const client = new Asking({ ...deny_all(), command_approval: () => ({ decision: 'cancel' }) });
    expect(await client.ask('item/commandExecution/requestApproval', approval)).toEqual({
      decision: 'cancel',
    });
  });
});

describe('an instance of a class', () => {
  class Reviewer {
    #asked = 0;

    command_approval(): { decision: 'accept' | 'decline' } {
      this.#asked++;
      return { decision: this.#asked === 1 ? 'accept' : 'decline' };
    }

    on_unhandled(): unknown {
      return { asked: this.#asked };
    }
  }
  class StrictReviewer extends Reviewer {}

  it('answers by its methods, inherited ones too, which have their `this`', async () => {
    const client = new Asking(new StrictReviewer());
    const method = 'item/commandExecution/requestApproval';
    expect(await client.ask(method, approval)).toEqual({ decision: 'accept' });
    expect(await client.ask(method, approval)).toEqual({ decision: 'decline' });
    expect(await client.ask('newer/request', {})).toEqual({ asked: 2 });
  });

  it('is refused with a method that is misspelled, or spelled as in the root', () => {
    class Misspelled extends Reviewer {
      comand_approval(): void {}
    }
    class OfTheRoot {
      commandApproval(): void {}
    }
    const refused = (handlers: object): unknown => {
      try {
        return new Codex({ handlers });
      } catch (error) {
        return (error as Error).message;
      }
    };
    const meant = 'did you mean `command_approval`?';
    expect(refused(new Misspelled())).toBe(
      `handlers: unknown handler \`comand_approval\`; ${meant}`,
    );
    expect(refused(new OfTheRoot())).toBe(
      `handlers: unknown handler \`commandApproval\`; ${meant}`,
    );
  });
});

describe('open requests', () => {
  it('are answered in this spelling, and are the same objects wherever they are met', async () => {
    const client = new Asking({ command_approval: defer });
    const { open_requests } = client.codex;
    const opened: OpenRequest[] = [];
    client.codex.on_open_request((request) => opened.push(request));
    expect(open_requests.size).toBe(0);
    expect(await client.ask('item/commandExecution/requestApproval', approval)).toBeUndefined();

    const [request] = opened;
    expect(request).toMatchObject({
      id: 100,
      method: 'item/commandExecution/requestApproval',
      params: { thread_id: 't1', item_id: 'i1' },
    });
    expect(client.codex.open_requests).toBe(open_requests);
    expect(open_requests.size).toBe(1);
    expect(open_requests.get(100)).toBe(request);
    expect(open_requests.has(100)).toBe(true);
    expect([...open_requests]).toEqual([[100, request]]);
    expect([...open_requests.values()][0]).toBe(request);
    expect([...open_requests.keys()]).toEqual([100]);
    open_requests.forEach((value, id, map) => {
      expect([value, id, map]).toEqual([request, 100, open_requests]);
    });

    expect(() => request?.reject(new Error('no') as never)).toThrow(
      expect.objectContaining({ name: 'InvalidParamsError', rpc_code: -32602 }),
    );
    const decision = { accept_with_execpolicy_amendment: { execpolicy_amendment: ['ls'] } };
    expect(request?.respond({ decision })).toBe(true);
    await new Promise(setImmediate);
    expect(client.answer(100)).toEqual({
      decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['ls'] } },
    });
    expect(request?.reject({ code: -32000, message: 'late' })).toBe(false);
    expect(open_requests.size).toBe(0);
  });
});
