import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { reply, ScriptedModel } from '../../runtime/testing/index.js';
import { Runtime, type Json } from './support/runtime.js';
import { useSession } from './support/session.js';

const mcpServer = fileURLToPath(new URL('support/fixtures/mcp-server.mjs', import.meta.url));
const mcpServers = { tools: { command: process.execPath, args: [mcpServer] } };
const session = useSession({
  approvalPolicy: 'on-request',
  sandboxMode: 'danger-full-access',
  config: { features: { request_permissions_tool: true, default_mode_request_user_input: true } },
});

/** Answers requests of one method with one result, and returns what they asked. */
function answering(method: string, result: Json, { runtime } = session): Json[] {
  const asked: Json[] = [];
  runtime.handle(method, (params) => {
    asked.push(params);
    return result;
  });
  return asked;
}

/** What the model got to read of a call. */
function output(callId: string): string | undefined {
  return session.model.requests.at(-1)?.toolOutput(callId)?.text;
}

const workspace = (): string => session.runtime.cwd;

afterEach(() => {
  expect(session.model.errors).toEqual([]);
  expect(session.model.remaining).toBe(0);
});

describe('commands', () => {
  test('run, and their output goes back to the model', async () => {
    session.model.enqueue(reply.exec('echo hi', { callId: 'echo' }), 'Done.');
    const turn = await session.runtime.runTurn();
    expect(turn.items[1]).toMatchObject({
      type: 'commandExecution',
      id: 'echo',
      status: 'completed',
      exitCode: 0,
      aggregatedOutput: 'hi\n',
    });
    expect(output('echo')).toContain('Process exited with code 0');
    expect(output('echo')).toMatch(/Output:\nhi\n$/);
  });

  test('run where they are told to', async () => {
    session.model.enqueue(reply.exec('pwd', { callId: 'pwd', workdir: '/' }), 'Done.');
    await session.runtime.runTurn();
    expect(output('pwd')).toMatch(/Output:\n\/\n$/);
  });

  const untrusted = { approvalPolicy: 'untrusted' };
  const commandApproval = 'item/commandExecution/requestApproval';

  test('ask first where nothing is trusted, and run when accepted', async () => {
    const asked = answering(commandApproval, { decision: 'accept' });
    session.model.enqueue(reply.exec('touch accepted', { callId: 'touch' }), 'Done.');
    const turn = await session.runtime.runTurn('go', {}, untrusted);
    expect(asked).toMatchObject([
      { itemId: 'touch', kind: 'command', command: expect.stringContaining('touch accepted') },
    ]);
    expect(turn.items[1]).toMatchObject({ type: 'commandExecution', status: 'completed' });
    expect(existsSync(join(workspace(), 'accepted'))).toBe(true);
  });

  test('do not run when declined, which the model gets to read', async () => {
    const asked = answering(commandApproval, { decision: 'decline' });
    session.model.enqueue(reply.exec('touch declined', { callId: 'declined' }), 'Pity.');
    const turn = await session.runtime.runTurn('go', {}, untrusted);
    expect(asked).toHaveLength(1);
    expect(turn).toMatchObject({ status: 'completed', deltas: ['Pity.'] });
    expect(turn.items[1]).toMatchObject({ type: 'commandExecution', status: 'declined' });
    expect(output('declined')).toContain('rejected by user');
    expect(existsSync(join(workspace(), 'declined'))).toBe(false);
  });

  test('end the turn when cancelled', async () => {
    answering(commandApproval, { decision: 'cancel' });
    session.model.enqueue(reply.exec('touch cancelled'));
    const turn = await session.runtime.runTurn('go', {}, untrusted);
    expect(turn.status).toBe('interrupted');
  });

  test('ask to leave the sandbox with the reason that the model gives', async () => {
    const asked = answering(commandApproval, { decision: 'accept' });
    session.model.enqueue(reply.exec('echo out', { escalate: 'May I leave?' }), 'Done.');
    const turn = await session.runtime.runTurn('go', {}, { sandbox: 'read-only' });
    expect(asked).toMatchObject([{ reason: 'May I leave?' }]);
    expect(turn.items[1]).toMatchObject({ status: 'completed', aggregatedOutput: 'out\n' });
  });
});

describe('patches', () => {
  const patch = (name: string): string =>
    `*** Begin Patch\n*** Add File: ${name}\n+hello\n*** End Patch`;
  const fileApproval = 'item/fileChange/requestApproval';
  const readOnly = { sandbox: 'read-only' };

  test('are applied when accepted', async () => {
    const asked = answering(fileApproval, { decision: 'accept' });
    session.model.enqueue(reply.applyPatch(patch('new.txt'), { callId: 'patch' }), 'Done.');
    const turn = await session.runtime.runTurn('go', {}, readOnly);
    expect(asked).toMatchObject([{ itemId: 'patch' }]);
    const path = join(workspace(), 'new.txt');
    expect(turn.items[1]).toMatchObject({
      type: 'fileChange',
      status: 'completed',
      changes: [{ path, kind: { type: 'add' }, diff: 'hello\n' }],
    });
    expect(readFileSync(path, 'utf8')).toBe('hello\n');
    expect(output('patch')).toContain('A new.txt');
  });

  test('are not applied when declined', async () => {
    answering(fileApproval, { decision: 'decline' });
    session.model.enqueue(reply.applyPatch(patch('never.txt'), { callId: 'never' }), 'Pity.');
    const turn = await session.runtime.runTurn('go', {}, readOnly);
    expect(turn.items[1]).toMatchObject({ type: 'fileChange', status: 'declined' });
    expect(existsSync(join(workspace(), 'never.txt'))).toBe(false);
    expect(output('never')).toContain('rejected by user');
  });
});

describe('dynamic tools', () => {
  const inputSchema = { type: 'object', properties: { q: { type: 'number' } } };
  const dynamicTools = [{ name: 'lookup', description: 'Looks up.', inputSchema }];

  test('are called on the client and answer the model', async () => {
    const asked = answering('item/tool/call', {
      contentItems: [{ type: 'inputText', text: 'found' }],
      success: true,
    });
    session.model.enqueue(reply.call('lookup', { q: 1 }, { callId: 'look' }), 'Done.');
    const turn = await session.runtime.runTurn('go', {}, { dynamicTools });
    expect(asked).toMatchObject([{ callId: 'look', tool: 'lookup', arguments: { q: 1 } }]);
    expect(turn.items[1]).toMatchObject({ type: 'dynamicToolCall', success: true });
    expect(output('look')).toBe('found');
    const tool = session.model.requests.at(-1)?.tool('lookup');
    expect(tool).toMatchObject({ type: 'function', parameters: inputSchema });
  });

  test('images of a tool reach the model', async () => {
    const imageUrl =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    answering('item/tool/call', {
      contentItems: [{ type: 'inputImage', imageUrl }],
      success: true,
    });
    session.model.enqueue(reply.call('lookup', {}, { callId: 'picture' }), 'Done.');
    await session.runtime.runTurn('go', {}, { dynamicTools });
    expect(session.model.requests.at(-1)?.toolOutput('picture')?.images).toEqual([imageUrl]);
  });
});

describe('tools of MCP servers', () => {
  const served = useSession({ mcpServers, approvalPolicy: 'on-request' });

  test('are found by their name alone', async () => {
    served.model.enqueue(reply.call('echo', { text: 'ping' }, { callId: 'mcp' }), 'Done.');
    const turn = await served.runtime.runTurn();
    expect(turn.items[1]).toMatchObject({
      type: 'mcpToolCall',
      server: 'tools',
      tool: 'echo',
      status: 'completed',
      result: { content: [{ type: 'text', text: 'echo: ping' }] },
    });
    const request = served.model.requests.at(-1);
    expect(request?.toolOutput('mcp')?.text).toContain('echo: ping');
    expect(request?.toolNames).toContain('mcp__tools.echo');
  });

  test('may ask the user', async () => {
    const content = { text: 'because' };
    const asked = answering('mcpServer/elicitation/request', { action: 'accept', content }, served);
    served.model.enqueue(reply.call('ask', { text: 'Why?' }, { callId: 'ask' }), 'Done.');
    await served.runtime.runTurn();
    expect(asked).toMatchObject([{ serverName: 'tools', mode: 'form', message: 'Why?' }]);
    const text = served.model.requests.at(-1)?.toolOutput('ask')?.text;
    expect(text).toContain('{"action":"accept","content":{"text":"because"}}');
  });

  test('may fail', async () => {
    served.model.enqueue(reply.call('echo', { text: 'fail' }), 'Pity.');
    const turn = await served.runtime.runTurn();
    expect(turn.items[1]).toMatchObject({ type: 'mcpToolCall', status: 'failed' });
  });
});

describe('questions to the user', () => {
  test('are asked for the model', async () => {
    const asked = answering('item/tool/requestUserInput', { answers: { q1: { answers: ['A'] } } });
    const options = ['A', 'B'].map((label) => ({ label, description: label }));
    const questions = [{ id: 'q1', header: 'Choice', question: 'Which?', options }];
    session.model.enqueue(
      reply.call('request_user_input', { questions }, { callId: 'question' }),
      'Done.',
    );
    await session.runtime.runTurn();
    expect(asked).toMatchObject([{ itemId: 'question', questions: [{ question: 'Which?' }] }]);
    expect(output('question')).toBe('{"answers":{"q1":{"answers":["A"]}}}');
  });

  test('may be for permissions', async () => {
    const permissions = { network: { enabled: true } };
    const asked = answering('item/permissions/requestApproval', { permissions, scope: 'turn' });
    session.model.enqueue(
      reply.call('request_permissions', { reason: 'To look.', permissions }, { callId: 'permit' }),
      'Done.',
    );
    await session.runtime.runTurn('go', {}, { sandbox: 'read-only' });
    expect(asked).toMatchObject([{ itemId: 'permit', reason: 'To look.', permissions }]);
    expect(output('permit')).toContain('"network":{"enabled":true}');
  });
});

describe('calls', () => {
  test('of one reply all run before the model is asked again', async () => {
    session.model.enqueue(
      [
        reply.exec('echo one', { callId: 'one' }),
        reply.exec('echo two', { callId: 'two' }),
        reply.call('get_goal', {}, { callId: 'goal' }),
      ],
      'Done.',
    );
    const before = session.model.requests.length;
    await session.runtime.runTurn();
    expect(session.model.requests).toHaveLength(before + 2);
    expect(output('one')).toMatch(/one\n$/);
    expect(output('two')).toMatch(/two\n$/);
    expect(output('goal')).toContain('null');
  });

  test('with broken arguments are answered with what is wrong', async () => {
    session.model.enqueue(
      reply.functionCall('exec_command', '{not json', { callId: 'bad' }),
      'Ok.',
    );
    await session.runtime.runTurn();
    expect(output('bad')).toContain('failed to parse function arguments');
  });

  test('of tools that do not exist are answered too', async () => {
    session.model.enqueue(
      [
        reply.functionCall('no_such_tool', {}, { callId: 'function' }),
        reply.customToolCall('no_such_tool', 'text', { callId: 'custom' }),
      ],
      'Ok.',
    );
    await session.runtime.runTurn();
    expect(output('function')).toBe('unsupported call: no_such_tool');
    expect(output('custom')).toBe('unsupported custom tool call: no_such_tool');
  });
});

describe.each([
  ['that the runtime knows', 'gpt-5.5'],
  ['that it knows nothing about', 'unheard-of'],
  ['that calls tools from code', 'gpt-6.1-sol'],
])('for a model %s', (_, model) => {
  test('shell and patches take the form that it is offered', async () => {
    const patch = '*** Begin Patch\n*** Add File: new.txt\n+hello\n*** End Patch';
    await using scripted = await ScriptedModel.start([
      [reply.exec('echo hi', { callId: 'exec' }), reply.applyPatch(patch)],
      'Done.',
    ]);
    const config = scripted.configFor({ model, sandboxMode: 'danger-full-access' });
    await using runtime = await Runtime.start(config);
    const turn = await runtime.runTurn();
    expect(new Set(turn.items.map((item) => item['type']))).toEqual(
      new Set(['userMessage', 'commandExecution', 'fileChange', 'agentMessage']),
    );
    expect(readFileSync(join(config.cwd, 'new.txt'), 'utf8')).toBe('hello\n');
    expect(scripted.requests[1]?.toolOutput('exec')?.text).toContain('hi');
  });
});

test('a tool of an MCP server is called from code by its namespace and name', async () => {
  await using scripted = await ScriptedModel.start([
    reply.call('echo', { text: 'hi' }, { callId: 'mcp', namespace: 'mcp__tools' }),
    'Done.',
  ]);
  const config = scripted.configFor({ model: 'gpt-6.1-sol', mcpServers });
  await using runtime = await Runtime.start(config);
  await runtime.runTurn();
  expect(scripted.requests[1]?.toolOutput('mcp')?.text).toContain('echo: hi');
});
