import { describe, expect, it } from 'vitest';
import type { SandboxPolicy } from '../../generated/types.js';
import { ApprovalMode, InvalidParamsError, Sandbox } from '../../runtime/index.js';
import { type ThreadStartOptions, threadParams } from '../../runtime/options/thread-options.js';
import { type TurnOptions, turnParams } from '../../runtime/options/turn-options.js';

const start = (options: ThreadStartOptions): unknown => threadParams('thread/start', options);
const workspace: Extract<SandboxPolicy, { type: 'workspaceWrite' }> = {
  type: 'workspaceWrite',
  writableRoots: ['/data'],
  networkAccess: true,
  excludeSlashTmp: false,
  excludeTmpdirEnvVar: true,
};

describe('thread options on the wire', () => {
  it.each<[string, ThreadStartOptions, object]>([
    ['none', {}, {}],
    ['null and absent kept apart', { serviceTier: null, model: undefined }, { serviceTier: null }],
    ['call options left out', { timeoutMs: 5, signal: AbortSignal.abort(), handlers: {} }, {}],
    ['readOnly', { sandbox: Sandbox.readOnly }, { sandbox: 'read-only' }],
    ['workspaceWrite', { sandbox: Sandbox.workspaceWrite }, { sandbox: 'workspace-write' }],
    ['fullAccess', { sandbox: Sandbox.fullAccess }, { sandbox: 'danger-full-access' }],
    [
      'a policy as mode and configuration',
      { sandbox: workspace, config: { model_reasoning_effort: 'low' } },
      {
        sandbox: 'workspace-write',
        config: {
          model_reasoning_effort: 'low',
          sandbox_workspace_write: {
            writable_roots: ['/data'],
            network_access: true,
            exclude_slash_tmp: false,
            exclude_tmpdir_env_var: true,
          },
        },
      },
    ],
    [
      'a mode beside its details in the configuration',
      {
        sandbox: Sandbox.workspaceWrite,
        config: { 'sandbox_workspace_write.network_access': true },
      },
      {
        sandbox: 'workspace-write',
        config: { 'sandbox_workspace_write.network_access': true },
      },
    ],
    ['denyAll', { approvalMode: ApprovalMode.denyAll }, { approvalPolicy: 'never' }],
    [
      'autoReview',
      { approvalMode: ApprovalMode.autoReview },
      { approvalPolicy: 'on-request', approvalsReviewer: 'auto_review' },
    ],
    [
      'ask',
      { approvalMode: ApprovalMode.ask },
      { approvalPolicy: 'on-request', approvalsReviewer: 'user' },
    ],
  ])('%s', (_name, options, wire) => {
    expect(JSON.parse(JSON.stringify(start(options)))).toEqual(wire);
  });

  it.each<[string, object, RegExp]>([
    ['a snake_case key', { approval_policy: 'never' }, /`approvalPolicy`.*snake_case/],
    ['a misspelled key', { ephemral: true }, /`ephemeral`/],
    ['a key of the method itself', { threadId: 'x' }, /unknown option `threadId`/],
    ['an unknown mode', { sandbox: 'workspaceWrite' }, /read-only, workspace-write/],
    ['another policy', { sandbox: { type: 'readOnly' } }, /"readOnly"/],
    [
      'policy and configuration',
      { sandbox: workspace, config: { sandbox_workspace_write: {} } },
      /not both/,
    ],
    [
      'policy and configuration by a dotted key',
      { sandbox: workspace, config: { 'sandbox_workspace_write.network_access': true } },
      /not both/,
    ],
    ['an unknown approval mode', { approvalMode: 'deny_all' }, /ApprovalMode\.denyAll/],
    ['both approvals', { approvalMode: 'ask', approvalPolicy: 'never' }, /not both/],
    ['two reviewers', { approvalMode: 'autoReview', approvalsReviewer: 'user' }, /not both/],
    ['a reviewer of nothing', { approvalMode: 'denyAll', approvalsReviewer: 'user' }, /not both/],
  ])('%s is rejected', (_name, options, message) => {
    expect(() => start(options)).toThrow(InvalidParamsError);
    expect(() => start(options)).toThrow(message);
  });
});

describe('turn options on the wire', () => {
  it.each<[string, TurnOptions, object]>([
    ['readOnly', { sandbox: Sandbox.readOnly }, { sandboxPolicy: { type: 'readOnly' } }],
    [
      'fullAccess',
      { sandbox: Sandbox.fullAccess },
      { sandboxPolicy: { type: 'dangerFullAccess' } },
    ],
    [
      'workspaceWrite as the thread has it',
      { sandbox: Sandbox.workspaceWrite },
      { sandboxPolicy: workspace },
    ],
    [
      'a policy of its own',
      { sandbox: { type: 'externalSandbox' } },
      { sandboxPolicy: { type: 'externalSandbox' } },
    ],
    ['null', { serviceTier: null }, { serviceTier: null }],
    ['a sandbox that is null', { sandbox: null }, {}],
    [
      'a sandbox that is null beside a policy',
      { sandbox: null, sandboxPolicy: workspace },
      { sandboxPolicy: workspace },
    ],
  ])('%s', (_name, options, wire) => {
    expect(turnParams(options, workspace)).toEqual(wire);
  });

  it('workspaceWrite on a thread that has no such policy', () => {
    expect(turnParams({ sandbox: Sandbox.workspaceWrite }, { type: 'readOnly' })).toEqual({
      sandboxPolicy: { type: 'workspaceWrite' },
    });
  });

  it.each<[string, object, RegExp]>([
    ['both sandboxes', { sandbox: 'read-only', sandboxPolicy: { type: 'readOnly' } }, /not both/],
    ['the input', { input: [] }, /unknown option `input`/],
    ['the tool output', { toolOutput: {} }, /unknown option `toolOutput`/],
    ['a misspelled key', { outputschema: {} }, /`outputSchema`/],
  ])('%s is rejected', (_name, options, message) => {
    expect(() => turnParams(options, workspace)).toThrow(message);
  });
});
