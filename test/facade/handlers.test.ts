import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { METHODS } from '../../generated/methods.js';
import type { ServerRequestMethod } from '../../generated/protocol.js';
import {
  approveAll,
  type CodexConfig,
  defer,
  denyAll,
  type HandlerContext,
  type Handlers,
} from '../../runtime/index.js';
import { createValidator } from '../../runtime/validation/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const at = { threadId: 't1', turnId: 'u1', itemId: 'i1', startedAtMs: 1 };
const legacy = { conversationId: 't1', callId: 'c', reason: null };
const form = { type: 'object', properties: {} } as const;
const elicitation = { threadId: 't1', turnId: 'u1', serverName: 's', message: 'm' } as const;

interface Kind {
  readonly handler: keyof Handlers;
  readonly params: object;
  /** What is answered without a handler: a result, or a number for the code of an error. */
  readonly safe: object | number;
  /** An answer that a handler may give. */
  readonly answer: object;
  /** What `approveAll()` answers, if that is something else. */
  readonly approved?: object;
}

const denied = { decision: { denied: { rejection: expect.any(String) } } };
const permissions = { network: { enabled: true } };
const kinds: { readonly [Method in ServerRequestMethod]: Kind } = {
  'item/commandExecution/requestApproval': {
    handler: 'commandApproval',
    params: { ...at, command: 'ls' },
    safe: { decision: 'decline' },
    answer: { decision: 'acceptForSession' },
    approved: { decision: 'accept' },
  },
  'item/fileChange/requestApproval': {
    handler: 'fileChangeApproval',
    params: at,
    safe: { decision: 'decline' },
    answer: { decision: 'cancel' },
    approved: { decision: 'accept' },
  },
  'item/permissions/requestApproval': {
    handler: 'permissionsApproval',
    params: { ...at, cwd: '/', permissions },
    safe: { permissions: {} },
    answer: { permissions, scope: 'session' },
    approved: { permissions },
  },
  'item/tool/requestUserInput': {
    handler: 'userInput',
    params: { ...at, questions: [], isBlocking: true },
    safe: { answers: {} },
    answer: { answers: { q: { answers: ['yes'] } } },
  },
  'mcpServer/elicitation/request': {
    handler: 'elicitation',
    params: { ...elicitation, mode: 'form', requestedSchema: form },
    safe: { action: 'decline' },
    answer: { action: 'accept', content: { a: 1 } },
    approved: { action: 'accept', content: {} },
  },
  'item/tool/call': {
    handler: 'toolCall',
    params: { threadId: 't1', turnId: 'u1', callId: 'c', tool: 'saw', arguments: {} },
    safe: {
      success: false,
      contentItems: [{ type: 'inputText', text: expect.stringContaining('saw') }],
    },
    answer: { success: true, contentItems: [] },
  },
  'account/chatgptAuthTokens/refresh': {
    handler: 'authTokensRefresh',
    params: { reason: 'unauthorized' },
    safe: -32601,
    answer: { accessToken: 't', chatgptAccountId: 'a' },
  },
  'attestation/generate': {
    handler: 'attestation',
    params: {},
    safe: -32601,
    answer: { token: 't' },
  },
  'currentTime/read': {
    handler: 'currentTime',
    params: { threadId: 't1' },
    safe: { currentTimeAt: expect.any(Number) },
    answer: { currentTimeAt: 5 },
  },
  applyPatchApproval: {
    handler: 'applyPatchApproval',
    params: { ...legacy, fileChanges: {}, grantRoot: null },
    safe: denied,
    answer: { decision: 'abort' },
    approved: { decision: 'approved' },
  },
  execCommandApproval: {
    handler: 'execCommandApproval',
    params: { ...legacy, approvalId: null, command: ['ls'], cwd: '/', parsedCmd: [] },
    safe: denied,
    answer: { decision: 'approved_for_session' },
    approved: { decision: 'approved' },
  },
};
const all = Object.entries(kinds) as [ServerRequestMethod, Kind][];

const peers: ScriptedPeer[] = [];
afterEach(async () => {
  for (const { codex } of peers.splice(0)) await codex.close();
});

async function client(config: CodexConfig): Promise<ScriptedPeer> {
  const peer = new ScriptedPeer({ ...config, onHandlerError() {} });
  peers.push(peer);
  await peer.codex.start();
  return peer;
}

/** Asks the client, and has its answer if there is one at once: a result, or the code of an error. */
async function ask(peer: ScriptedPeer, method: string, params: object): Promise<unknown> {
  const id = 100 + peer.transport.sent.length;
  peer.transport.receive({ id, method, params });
  await setImmediate();
  const answer = peer.transport.sent.find((message) => message['id'] === id);
  const error = answer?.['error'] as { code: number } | undefined;
  return error ? error.code : answer?.['result'];
}

const validator = createValidator();

it('the kinds of requests are those of the schema', () => {
  const requests = Object.entries(METHODS).filter(([, { kind }]) => kind === 'serverRequest');
  expect(Object.keys(kinds).toSorted()).toEqual(requests.map(([method]) => method).toSorted());
});

describe.each(all)('%s', (method, { handler, params, safe, answer, approved }) => {
  it('is answered safely without a handler', async () => {
    const peer = await client({});
    const given = await ask(peer, method, params);
    expect(given).toEqual(safe);
    expect(validator.checkParams(method, params)).toBeUndefined();
    if (typeof given === 'object') expect(validator.checkResult(method, given)).toBeUndefined();
  });

  it('is answered by its handler, which is told who asks', async () => {
    const seen: [unknown, HandlerContext][] = [];
    const handlers = {
      [handler]: (...args: [unknown, HandlerContext]) => {
        seen.push(args);
        return Promise.resolve(answer);
      },
      onUnhandled: () => ({ wrong: 'handler' }),
    };
    const peer = await client({ handlers });
    expect(await ask(peer, method, params)).toEqual(answer);
    expect(seen).toEqual([[params, expect.objectContaining({ signal: expect.any(AbortSignal) })]]);
    const { threadId, turnId } = params as Partial<typeof at>;
    const thread = threadId ?? (params as Partial<typeof legacy>).conversationId;
    expect(seen[0]?.[1]).toMatchObject({ threadId: thread, turnId });
  });

  it('is answered safely when its handler throws, and that is reported', async () => {
    const failures: unknown[] = [];
    const fails = (): never => {
      throw new Error('no idea');
    };
    const peer = new ScriptedPeer({
      handlers: { [handler]: fails },
      onHandlerError: (error, of) => failures.push([(error as Error).message, of]),
    });
    peers.push(peer);
    await peer.codex.start();
    expect(await ask(peer, method, params)).toEqual(safe);
    expect(failures).toEqual([['no idea', method]]);
  });

  it('can be left open, and answered later or refused', async () => {
    for (const handlers of [{ [handler]: defer }, { onUnhandled: defer }] as Handlers[]) {
      const peer = await client({ handlers });
      expect(await ask(peer, method, params)).toBeUndefined();
      const [[id, open] = []] = [...peer.codex.openRequests];
      expect(open).toMatchObject({ id, method, params });
      expect(open?.respond(answer)).toBe(true);
      expect(peer.transport.sent.at(-1)).toEqual({ id, result: answer });
      expect(await ask(peer, method, { ...params, again: true })).toBeUndefined();
      const error = { code: -32000, message: 'no' };
      for (const next of peer.codex.openRequests.values()) expect(next.reject(error)).toBe(true);
      expect(peer.transport.sent.at(-1)).toMatchObject({ error });
      expect(peer.codex.openRequests.size).toBe(0);
    }
  });

  it('is answered by the ready-made handlers, or safely', async () => {
    const yes = await ask(await client({ handlers: approveAll() }), method, params);
    expect(yes).toEqual(approved ?? safe);
    const refusal = await ask(await client({ handlers: denyAll() }), method, params);
    expect(refusal).toEqual(safe);
    for (const result of [yes, refusal, answer]) {
      if (typeof result !== 'object') continue;
      expect(validator.checkResult(method, result)).toBeUndefined();
    }
  });
});

describe('approveAll()', () => {
  it.each([
    { mode: 'url', url: 'http://x/', elicitationId: 'e' },
    { mode: 'form', requestedSchema: { ...form, required: ['name'] } },
    { mode: 'openai/form', requestedSchema: {} },
    { mode: 'brand/new' },
  ])('declines what needs a person: $mode', async (asked) => {
    const peer = await client({ handlers: approveAll() });
    const given = await ask(peer, 'mcpServer/elicitation/request', { ...elicitation, ...asked });
    expect(given).toEqual({ action: 'decline' });
  });
});

describe('a request newer than the schema', () => {
  it('is refused, unless the last resort answers it', async () => {
    expect(await ask(await client({}), 'brand/new', {})).toBe(-32601);
    const peer = await client({ handlers: { onUnhandled: (request) => ({ got: request }) } });
    const request = { method: 'brand/new', params: { threadId: 't1' } };
    expect(await ask(peer, request.method, request.params)).toEqual({ got: request });
  });
});

describe('the time', () => {
  it('is that of the clock, in seconds', async () => {
    const given = await ask(await client({}), 'currentTime/read', { threadId: 't1' });
    const { currentTimeAt } = given as { currentTimeAt: number };
    expect(Math.abs(currentTimeAt - Date.now() / 1000)).toBeLessThan(5);
    expect(Number.isInteger(currentTimeAt)).toBe(true);
  });
});

describe('an instance of a class', () => {
  class Reviewer {
    readonly user = { name: 'Ada' };
    readonly #seen: string[] = [];

    commandApproval(): { decision: 'accept' | 'decline' } {
      return { decision: this.#isNew('command') ? 'accept' : 'decline' };
    }

    onUnhandled(): unknown {
      return { seen: this.#seen, of: this.user.name };
    }

    // Of its own: nearly as nothing that is asked.
    forget(): void {}

    #isNew(what: string): boolean {
      return this.#seen.push(what) === 1;
    }
  }
  class StrictReviewer extends Reviewer {}

  it('answers by its methods, inherited ones too, which have their `this`', async () => {
    const peer = await client({ handlers: new StrictReviewer() });
    const approval = 'item/commandExecution/requestApproval';
    expect(await ask(peer, approval, at)).toEqual({ decision: 'accept' });
    expect(await ask(peer, approval, at)).toEqual({ decision: 'decline' });
    const seen = { seen: ['command', 'command'], of: 'Ada' };
    expect(await ask(peer, 'brand/new', {})).toEqual(seen);
  });

  it('is refused with a method that is misspelled', () => {
    class Misspelled extends Reviewer {
      comandApproval(): void {}
    }
    const handlers = new Misspelled();
    const message = 'handlers: unknown handler `comandApproval`; did you mean `commandApproval`?';
    expect(() => new ScriptedPeer({ handlers })).toThrow(message);
  });
});
