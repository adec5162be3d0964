import type { RequestMethod } from '../../generated/protocol.js';
import { ApprovalMode as RootApprovalMode, Sandbox as RootSandbox } from '../index.js';
import { errorOf } from './known-keys.js';

/** What commands may touch without asking. */
export const Sandbox: {
  /** Read anything, write nothing. */
  readonly read_only: typeof RootSandbox.readOnly;
  /** Write inside the working directory and the configured roots. */
  readonly workspace_write: typeof RootSandbox.workspaceWrite;
  /** No sandbox at all. */
  readonly full_access: typeof RootSandbox.fullAccess;
} = {
  read_only: RootSandbox.readOnly,
  workspace_write: RootSandbox.workspaceWrite,
  full_access: RootSandbox.fullAccess,
};

export type Sandbox = (typeof Sandbox)[keyof typeof Sandbox];

/** What happens when a command needs more than the sandbox allows. */
export const ApprovalMode: {
  /** The runtime refuses it and asks nobody; see `deny_all()` for handlers that refuse what is asked. */
  readonly deny_all: 'deny_all';
  /** The runtime's own reviewer decides. */
  readonly auto_review: 'auto_review';
  /** Your handlers decide; without one it is refused. */
  readonly ask: 'ask';
} = { deny_all: 'deny_all', auto_review: 'auto_review', ask: 'ask' };

export type ApprovalMode = (typeof ApprovalMode)[keyof typeof ApprovalMode];

const rootModes: { readonly [Mode in ApprovalMode]: RootApprovalMode } = {
  deny_all: RootApprovalMode.denyAll,
  auto_review: RootApprovalMode.autoReview,
  ask: RootApprovalMode.ask,
};

/**
 * The root's name for a mode.
 *
 * @throws InvalidParamsError for what is no mode, the root's own names among it.
 */
export function rootApprovalMode(
  method: RequestMethod,
  mode: ApprovalMode | undefined,
): RootApprovalMode | undefined {
  if (mode === undefined) return undefined;
  if (Object.hasOwn(rootModes, mode)) return rootModes[mode];
  const modes = Object.keys(rootModes).map((name) => `ApprovalMode.${name}`);
  throw errorOf(method)(
    `\`approval_mode\` must be one of ${modes.join(', ')}, not ${JSON.stringify(mode)}`,
  );
}
