import { describe, expect, it } from 'vitest';
import { rootConfig } from '../../runtime/snake_case/config.js';
import {
  ApprovalMode,
  audio_input,
  external_message,
  image_input,
  InvalidParamsError,
  local_audio_input,
  local_image_input,
  mention_input,
  type RunInput,
  Sandbox,
  skill_input,
  text_input,
} from '../../runtime/snake_case/index.js';
import { type Options, WirePeer } from './support/wire-peer.js';

const peer = new WirePeer();
const codex = peer.client;

describe('the FAQ’s names reach the wire', () => {
  it.each<[string, string, unknown, 'thread/start' | 'thread/list' | 'turn/start']>([
    ['approval_policy', 'approvalPolicy', 'never', 'thread/start'],
    ['base_instructions', 'baseInstructions', 'b', 'thread/start'],
    ['developer_instructions', 'developerInstructions', 'd', 'thread/start'],
    ['model_provider', 'modelProvider', 'p', 'thread/start'],
    ['service_name', 'serviceName', 's', 'thread/start'],
    ['service_tier', 'serviceTier', 'fast', 'thread/start'],
    ['session_start_source', 'sessionStartSource', 'startup', 'thread/start'],
    ['thread_source', 'threadSource', 'user', 'thread/start'],
    ['config', 'config', { model_reasoning_effort: 'low' }, 'thread/start'],
    ['model_providers', 'modelProviders', ['p'], 'thread/list'],
    ['search_term', 'searchTerm', 'x', 'thread/list'],
    ['section_id', 'sectionId', 's', 'thread/list'],
    ['sort_direction', 'sortDirection', 'asc', 'thread/list'],
    ['sort_key', 'sortKey', 'created_at', 'thread/list'],
    ['source_kinds', 'sourceKinds', ['cli'], 'thread/list'],
    ['use_state_db_only', 'useStateDbOnly', true, 'thread/list'],
    ['output_schema', 'outputSchema', { type: 'object', properties: {} }, 'turn/start'],
    ['service_tier_for_turn', 'serviceTierForTurn', 'fast', 'turn/start'],
    ['turn_trigger', 'turnTrigger', 'schedule', 'turn/start'],
    ['approvals_reviewer', 'approvalsReviewer', 'user', 'turn/start'],
  ])('%s as %s', async (here, wire, value, method) => {
    if (method === 'thread/list') await codex.thread_list({ [here]: value });
    else if (method === 'thread/start') await codex.thread_start({ [here]: value });
    else {
      const other = await codex.thread_start();
      await other.turn('x', { strict_output: false, [here]: value });
    }
    expect(peer.params(method)).toMatchObject({ [wire]: value });
  });
});

const thread = await codex.thread_start();

describe('presets and policies reach the wire', () => {
  it.each<[object, object]>([
    [{ sandbox: Sandbox.read_only }, { sandbox: 'read-only' }],
    [{ approval_mode: ApprovalMode.deny_all }, { approvalPolicy: 'never' }],
    [
      { approval_mode: ApprovalMode.auto_review },
      { approvalPolicy: 'on-request', approvalsReviewer: 'auto_review' },
    ],
    [{ approval_mode: 'ask' }, { approvalPolicy: 'on-request', approvalsReviewer: 'user' }],
    [
      { sandbox: { type: 'workspaceWrite', writable_roots: ['/a'], network_access: true } },
      {
        sandbox: 'workspace-write',
        config: { sandbox_workspace_write: { writable_roots: ['/a'], network_access: true } },
      },
    ],
  ])('of threads: %o', async (options, params) => {
    await codex.thread_start(options);
    expect(peer.params('thread/start')).toEqual(params);
  });

  it.each<[object, object]>([
    [
      { sandbox: Sandbox.workspace_write },
      { sandboxPolicy: { type: 'workspaceWrite', writableRoots: ['/data'] } },
    ],
    [
      { sandbox: { type: 'readOnly', network_access: true } },
      { sandboxPolicy: { type: 'readOnly', networkAccess: true } },
    ],
    [{ approval_mode: ApprovalMode.deny_all }, { approvalPolicy: 'never' }],
  ])('of turns: %o', async (options, params) => {
    const other = await codex.thread_start();
    await other.turn('x', options);
    expect(peer.params('turn/start')).toMatchObject(params);
  });

  it.each<[object, RegExp]>([
    [{ approval_mode: 'denyall' }, /`approval_mode` must be one of ApprovalMode\.deny_all, /],
    [{ approval_mode: 'ask', approval_policy: 'never' }, /`approval_mode` or `approval_policy`/],
    [{ sandbox: 'read-only', sandbox_policy: {} }, /`sandbox` or `sandbox_policy`/],
  ])('or are refused in these words: %o', async (options, message) => {
    const error = await peer.refusal((o) => thread.run('x', o), options as Options);
    expect(error.message).toMatch(message);
    expect(error.stack).toMatch(message);
  });
});

describe('what is the program’s own arrives untouched', () => {
  it('output schemas, configuration, and whatever the schema leaves open', async () => {
    const other = await codex.thread_start({
      config: { model_reasoning_effort: 'low', userName: 1, user_name: 2 },
      dynamic_tools: [
        {
          type: 'function',
          name: 'f',
          description: 'd',
          input_schema: { type: 'object', properties: { filePath: {}, file_path: {} } },
        },
      ],
    });
    const output_schema = {
      type: 'object',
      properties: { user_name: { type: 'string' }, userName: { type: 'string' } },
    };
    await other.turn('x', {
      output_schema,
      strict_output: false,
      additional_context: { aKey: { value: 'v', kind: 'application' } },
      responsesapi_client_metadata: { some_key: 'a', someKey: 'b' },
    });
    expect(peer.params('thread/start')).toEqual({
      config: { model_reasoning_effort: 'low', userName: 1, user_name: 2 },
      dynamicTools: [
        {
          type: 'function',
          name: 'f',
          description: 'd',
          inputSchema: { type: 'object', properties: { filePath: {}, file_path: {} } },
        },
      ],
    });
    expect(peer.params('turn/start')).toMatchObject({
      outputSchema: output_schema,
      additionalContext: { aKey: { value: 'v', kind: 'application' } },
      responsesapiClientMetadata: { some_key: 'a', someKey: 'b' },
    });
  });

  it('environment variables and settings, which pass by reference', () => {
    const env = { SOME_KEY: 'a', someKey: 'b' };
    const config_overrides = { model_reasoning_effort: 'low', 'a.someKey': 1 };
    const root = rootConfig({ env, config_overrides });
    expect(root.env).toBe(env);
    expect(root.configOverrides).toBe(config_overrides);
  });

  it('keys that are newer than the schema, where the mappers meet them', async () => {
    const newer = { type: 'text', text: 'x', newerKey: 1, newer_key: 2 } as const;
    const other = await codex.thread_start();
    await other.turn([newer]);
    expect(peer.params('turn/start')).toMatchObject({ input: [newer] });
  });
});

describe('input reaches the wire', () => {
  it.each<[string, RunInput, object]>([
    ['a text', 'x', { input: [{ type: 'text', text: 'x' }] }],
    [
      'items',
      [
        text_input('a', [{ byte_range: { start: 0, end: 1 }, placeholder: 'A' }]),
        { type: 'image', file_id: 'f' },
        image_input('data:image/png;base64,AA==', { detail: 'low' }),
        local_image_input('/a.png'),
        audio_input(Buffer.from('RIFF....WAVE'), { media_type: 'audio/wav' }),
        local_audio_input('/a.wav'),
        skill_input('s', '/s'),
        mention_input('m', '/m'),
      ],
      {
        input: [
          {
            type: 'text',
            text: 'a',
            text_elements: [{ byteRange: { start: 0, end: 1 }, placeholder: 'A' }],
          },
          { type: 'image', fileId: 'f' },
          { type: 'image', url: 'data:image/png;base64,AA==', detail: 'low' },
          { type: 'localImage', path: '/a.png' },
          { type: 'audio', url: 'data:audio/wav;base64,UklGRi4uLi5XQVZF' },
          { type: 'localAudio', path: '/a.wav' },
          { type: 'skill', name: 's', path: '/s' },
          { type: 'mention', name: 'm', path: '/m' },
        ],
      },
    ],
    [
      'an external message',
      external_message('ci', [{ type: 'input_text', text: 'green' }], { retain: true }),
      {
        input: [],
        toolOutput: { name: 'ci', output: [{ type: 'input_text', text: 'green' }], retain: true },
      },
    ],
  ])('%s', async (_name, input, params) => {
    const other = await codex.thread_start();
    await other.turn(input);
    expect(peer.params('turn/start')).toMatchObject(params);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['an http URL', () => image_input('https://x'), /use local_image_input\(\)/],
    ['unknown bytes', () => audio_input(new Uint8Array(8)), /name it with `media_type`/],
    ['an image of nothing', () => thread.run([{ type: 'image' } as never]), /`url` or `file_id`/],
    ['no input', () => thread.run(null as never), /such as text_input\('…'\)/],
    [
      'a message among others',
      () => thread.run([external_message('a', 'b')] as never),
      /an external message must be the whole input/,
    ],
    ['a message without a name', () => external_message(' ', 'b'), /a tool name/],
  ])('%s is refused', async (_name, call, message) => {
    const error = await peer.refusal(call);
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error.message).toMatch(message);
  });
});
