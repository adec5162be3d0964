import type { SandboxMode, SandboxPolicy } from '../../generated/types.js';
import { invalidParams } from './invalid-params.js';
import { checkParamNames, type Names } from './known-keys.js';

type WorkspaceWrite = Extract<SandboxPolicy, { type: 'workspaceWrite' }>;

/** What a thread takes as its sandbox: of the policies only this one can be sent. */
export type ThreadSandbox = SandboxMode | WorkspaceWrite;

const policies: { readonly [Mode in SandboxMode]: SandboxPolicy } = {
  'read-only': { type: 'readOnly' },
  'workspace-write': { type: 'workspaceWrite' },
  'danger-full-access': { type: 'dangerFullAccess' },
};

type PolicyNames = {
  readonly [Type in SandboxPolicy['type']]: Names<Extract<SandboxPolicy, { type: Type }>>;
};

/** What the members of each type of policy are called. */
export const policyNames: PolicyNames = {
  dangerFullAccess: { type: true },
  externalSandbox: { type: true, networkAccess: true },
  readOnly: { type: true, networkAccess: true },
  workspaceWrite: {
    type: true,
    excludeSlashTmp: true,
    excludeTmpdirEnvVar: true,
    networkAccess: true,
    writableRoots: true,
  },
};

/** Rejects misspelled members of a policy: the runtime would ignore them. Newer types pass. */
export function checkPolicy(method: string, policy: SandboxPolicy): void {
  if (!Object.hasOwn(policyNames, policy.type)) return;
  checkParamNames(method, policy, policyNames[policy.type]);
}

/** How `sandbox` goes on the wire for a thread: a mode, and for a policy its details as configuration. */
export function threadSandboxParams(
  method: string,
  sandbox: ThreadSandbox | null,
  config: Readonly<Record<string, unknown>> | null | undefined,
): { sandbox: SandboxMode | null; config?: Record<string, unknown> } {
  if (sandbox === null || typeof sandbox === 'string') {
    return { sandbox: sandbox && checkMode(method, sandbox) };
  }
  // Programs without types give others all the same.
  const { type }: { readonly type: string } = sandbox;
  if (type !== 'workspaceWrite') {
    throw invalidParams(
      method,
      `a thread takes a sandbox mode or a \`workspaceWrite\` policy, not a policy of type ` +
        `${JSON.stringify(type)}; give such a policy to a turn, or use Sandbox.readOnly or Sandbox.fullAccess`,
    );
  }
  checkPolicy(method, sandbox);
  if (Object.keys(config ?? {}).some(isWorkspaceWrite)) {
    throw invalidParams(
      method,
      'give either a `workspaceWrite` policy or `config.sandbox_workspace_write`, not both',
    );
  }
  return {
    sandbox: 'workspace-write',
    config: { ...config, sandbox_workspace_write: workspaceWriteConfig(sandbox) },
  };
}

/** Whether a key of a configuration is the table of `workspace-write`, or says by dots what stands in it. */
function isWorkspaceWrite(key: string): boolean {
  return key.split('.')[0] === 'sandbox_workspace_write';
}

/**
 * How `sandbox` goes on the wire for a turn: a whole policy. The mode `workspace-write` takes over
 * roots and network of the thread's policy, which an empty policy would switch off.
 */
export function turnSandboxPolicy(
  method: string,
  sandbox: SandboxMode | SandboxPolicy,
  thread: SandboxPolicy | undefined,
): SandboxPolicy {
  if (typeof sandbox !== 'string') {
    checkPolicy(method, sandbox);
    return sandbox;
  }
  checkMode(method, sandbox);
  if (sandbox === 'workspace-write' && thread?.type === 'workspaceWrite') return thread;
  return policies[sandbox];
}

function checkMode(method: string, mode: SandboxMode): SandboxMode {
  if (Object.hasOwn(policies, mode)) return mode;
  const modes = Object.keys(policies).join(', ');
  throw invalidParams(method, `\`sandbox\` must be one of ${modes}, not ${JSON.stringify(mode)}`);
}

function workspaceWriteConfig(policy: WorkspaceWrite): Record<string, unknown> {
  return {
    writable_roots: policy.writableRoots,
    network_access: policy.networkAccess,
    exclude_tmpdir_env_var: policy.excludeTmpdirEnvVar,
    exclude_slash_tmp: policy.excludeSlashTmp,
  };
}
