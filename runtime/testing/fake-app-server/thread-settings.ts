import type {
  ApprovalsReviewer,
  AskForApproval,
  SandboxMode,
  SandboxPolicy,
  ThreadSettings as ThreadSettingsOnWire,
  ThreadStartResponse,
} from '../../../generated/types.js';

/** What the threads of a fake server work with unless a client says otherwise. */
export const defaultSettings: ThreadSettings = {
  model: 'fake-model',
  modelProvider: 'fake',
  serviceTier: null,
  disabledPluginIds: [],
  cwd: '/workspace',
  runtimeWorkspaceRoots: ['/workspace'],
  instructionSources: [],
  approvalPolicy: 'never',
  approvalsReviewer: 'user',
  sandbox: { type: 'readOnly', networkAccess: false },
  activePermissionProfile: null,
  reasoningEffort: null,
  multiAgentMode: 'explicitRequestOnly',
};

/** How the agent speaks, which `thread/start` does not answer. */
export type Manner = Required<Pick<ThreadSettingsOnWire, 'summary' | 'personality'>>;

/** The settings as `thread/settings/updated` tells them. */
export function settingsOnWire(settings: ThreadSettings, manner: Manner): ThreadSettingsOnWire {
  const { sandbox: sandboxPolicy, reasoningEffort = null, cwd, model } = settings;
  return {
    cwd,
    environments: [{ environmentId: 'local', cwd, runtimeWorkspaceRoots: [cwd] }],
    approvalPolicy: settings.approvalPolicy,
    approvalsReviewer: settings.approvalsReviewer,
    sandboxPolicy,
    activePermissionProfile: settings.activePermissionProfile ?? null,
    model,
    modelProvider: settings.modelProvider,
    serviceTier: settings.serviceTier ?? null,
    effort: reasoningEffort,
    ...manner,
    collaborationMode: {
      mode: 'default',
      settings: { model, reasoning_effort: reasoningEffort, developer_instructions: null },
    },
    // Spread, for schemas before 0.169 do not have all of them.
    ...{
      disabledPluginIds: settings.disabledPluginIds ?? [],
      multiAgentMode: settings.multiAgentMode,
    },
  };
}

/** The settings of a thread, as `thread/start` answers them beside the thread. */
export type ThreadSettings = Omit<ThreadStartResponse, 'thread'>;

/** What the params of start, resume, fork and turns may say of the settings. */
export interface SettingsParams {
  readonly model?: string | null | undefined;
  readonly modelProvider?: string | null | undefined;
  readonly serviceTier?: string | null | undefined;
  readonly cwd?: string | null | undefined;
  readonly runtimeWorkspaceRoots?: string[] | null | undefined;
  readonly approvalPolicy?: AskForApproval | null | undefined;
  readonly approvalsReviewer?: ApprovalsReviewer | null | undefined;
  readonly sandbox?: SandboxMode | null | undefined;
  readonly sandboxPolicy?: SandboxPolicy | null | undefined;
  readonly effort?: string | null | undefined;
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The settings with what the params change. */
export function changedSettings(settings: ThreadSettings, params: SettingsParams): ThreadSettings {
  const cwd = params.cwd ?? settings.cwd;
  const roots = params.cwd ? [cwd] : settings.runtimeWorkspaceRoots;
  return {
    ...settings,
    model: params.model ?? settings.model,
    modelProvider: params.modelProvider ?? settings.modelProvider,
    serviceTier: params.serviceTier ?? settings.serviceTier,
    cwd,
    runtimeWorkspaceRoots: params.runtimeWorkspaceRoots ?? roots,
    approvalPolicy: params.approvalPolicy ?? settings.approvalPolicy,
    approvalsReviewer: params.approvalsReviewer ?? settings.approvalsReviewer,
    sandbox: params.sandboxPolicy ?? policyOf(params) ?? settings.sandbox,
    reasoningEffort: params.effort ?? settings.reasoningEffort,
  };
}

/** The policy that a mode becomes; the details of `workspace-write` stand in the configuration. */
function policyOf({ sandbox, config }: SettingsParams): SandboxPolicy | undefined {
  switch (sandbox) {
    case 'danger-full-access':
      return { type: 'dangerFullAccess' };
    case 'read-only':
      return { type: 'readOnly', networkAccess: false };
    case 'workspace-write': {
      const details = workspaceWriteOf(config ?? {});
      return {
        type: 'workspaceWrite',
        writableRoots: details.writable_roots ?? [],
        networkAccess: details.network_access ?? false,
        excludeTmpdirEnvVar: details.exclude_tmpdir_env_var ?? false,
        excludeSlashTmp: details.exclude_slash_tmp ?? false,
      };
    }
    default:
      return undefined;
  }
}

interface WorkspaceWriteDetails {
  readonly writable_roots?: string[];
  readonly network_access?: boolean;
  readonly exclude_tmpdir_env_var?: boolean;
  readonly exclude_slash_tmp?: boolean;
}

/** The details in a configuration, which stand in a table of their own or at dotted keys. */
function workspaceWriteOf(config: Readonly<Record<string, unknown>>): WorkspaceWriteDetails {
  const table = 'sandbox_workspace_write';
  const dotted = Object.entries(config)
    .filter(([key]) => key.startsWith(`${table}.`))
    .map(([key, value]) => [key.slice(table.length + 1), value] as const);
  return { ...(config[table] as WorkspaceWriteDetails), ...Object.fromEntries(dotted) };
}
