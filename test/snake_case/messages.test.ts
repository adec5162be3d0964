import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { InvalidParamsError } from '../../runtime/index.js';
import {
  Codex,
  type CodexConfig,
  defer,
  retry_on_overload,
  tool,
} from '../../runtime/snake_case/index.js';
import { respelledMessage } from '../../runtime/snake_case/messages.js';
import { ScriptedPeer } from '../support/scripted-peer.js';
import { sentences } from './support/messages.js';

describe('messages of the root in this voice', () => {
  it('name no option in camelCase, in whichever of its sources they stand', async () => {
    const left = (await sentences()).flatMap((sentence) => {
      const words = respelledMessage(sentence).match(/\b[a-z]+[A-Z]\w*/g) ?? [];
      return words.filter((word) => !said.includes(word)).map((word) => `${word}: ${sentence}`);
    });
    expect(left).toEqual([]);
  });

  it.each([
    [
      '`approvalMode` must be one of ApprovalMode.denyAll',
      /^`approval_mode` .* ApprovalMode\.deny_all$/,
    ],
    [
      'a `workspaceWrite` policy, or Sandbox.workspaceWrite',
      /`workspaceWrite`.*Sandbox\.workspace_write/,
    ],
    ['launchArgs must be a list', /^launch_args /],
    ['name it with `mediaType`', /`media_type`/],
    // What the program itself has named stays as it is.
    ['must be a number, not "maxInFlight"', /"maxInFlight"/],
    ['the tool "my \\"threadId" needs `timeoutMs`', /"my \\"threadId" needs `timeout_ms`/],
    ["property 'threadId' closes the circle", /'threadId'/],
    [
      '`outputSchema`: /properties/threadId/items has no type',
      /`output_schema`: \/properties\/threadId/,
    ],
    ['/home/maxQueued/codex does not exist', /\/home\/maxQueued\//],
  ])('%s', (message, expected) => {
    expect(respelledMessage(message)).toMatch(expected);
  });
});

describe('what the program itself has said stays as it is', () => {
  const said = 'x: my threadId and maxInFlight are bad';
  const thrown = (): InvalidParamsError =>
    new InvalidParamsError({ method: 'x', rpcCode: -32602, message: said });
  const fails = (): never => {
    throw thrown();
  };
  const rejects = (): never => Promise.reject(thrown()) as never;

  function client(more: CodexConfig = {}): { codex: Codex; peer: ScriptedPeer; errors: unknown[] } {
    const peer = new ScriptedPeer();
    const errors: unknown[] = [];
    const on_handler_error = (error: unknown): void => {
      errors.push((error as Error).message);
    };
    const codex = new Codex({ transport: peer.transport, on_handler_error, ...more });
    return { codex, peer, errors };
  }

  function ask(peer: ScriptedPeer, method: string, params: object): Promise<void> {
    peer.transport.receive({ id: 99, method, params });
    return setImmediate();
  }

  it.each([
    ['threw', fails],
    ['rejected with', rejects],
  ])('of what a handler, a tool or a listener %s', async (_what, failing) => {
    const { codex, peer, errors } = client();
    const call = { name: 'a', description: 'a', input: { type: 'object' }, execute: failing };
    await codex.thread_start({ handlers: { current_time: failing }, tools: [tool(call)] });
    codex.on('turn/started', failing);
    const at = { threadId: 't1', turnId: 'u1', callId: 'c', namespace: null };
    await ask(peer, 'item/tool/call', { ...at, tool: 'a', arguments: {} });
    expect(JSON.stringify(peer.transport.sent.at(-1))).toContain(`The tool a failed: ${said}`);
    await ask(peer, 'currentTime/read', { threadId: 't1' });
    peer.turn('u1').started();
    await setImmediate();
    expect(errors).toEqual([said, said, said]);
    await codex.close();
  });

  it('in warnings of what failed, too', async () => {
    const warnings: string[] = [];
    const on_warning = (message: string): void => {
      warnings.push(message);
    };
    const silent = client({ on_warning, on_handler_error: undefined });
    await silent.codex.thread_start({ handlers: { current_time: fails } });
    await ask(silent.peer, 'currentTime/read', { threadId: 't1' });
    const failing = client({ on_warning, on_handler_error: rejects });
    failing.codex.on_open_request(fails);
    await failing.codex.thread_start({ handlers: { current_time: fails, user_input: defer } });
    await ask(failing.peer, 'currentTime/read', { threadId: 't1' });
    await ask(failing.peer, 'item/tool/requestUserInput', { threadId: 't1' });
    expect(warnings).toEqual([
      `A handler of currentTime/read failed: ${said}`,
      `on_handler_error failed: ${said}`,
      `A listener failed: ${said}`,
    ]);
    await silent.codex.close();
    await failing.codex.close();
  });

  it('of what is tried again', async () => {
    await expect(retry_on_overload(rejects)).rejects.toThrow(said);
  });

  it('of variables and settings', async () => {
    const env = { threadId: 5 } as never;
    await expect(Codex.start({ env })).rejects.toThrow('env: the value of "threadId" must be');
    const config_overrides = { a: { threadId: null } } as never;
    await expect(Codex.start({ config_overrides })).rejects.toThrow(
      'config_overrides["a"]["threadId"] is null',
    );
  });
});

/** What is spelled so in this voice as well: values of the protocol, schemas, JavaScript. */
const said: readonly string[] = [
  'createValidator',
  'onViolation',
  'toStandardJsonSchema',
  'uncommittedChanges',
  'workspaceWrite',
];
