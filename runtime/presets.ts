import type { ApprovalsReviewer, AskForApproval, SandboxMode } from '../generated/types.js';

/** What commands may touch without asking. */
export const Sandbox: {
  /** Read anything, write nothing. */
  readonly readOnly: 'read-only';
  /** Write inside the working directory and the configured roots. */
  readonly workspaceWrite: 'workspace-write';
  /** No sandbox at all. */
  readonly fullAccess: 'danger-full-access';
} = {
  readOnly: 'read-only',
  workspaceWrite: 'workspace-write',
  fullAccess: 'danger-full-access',
} satisfies Record<string, SandboxMode>;

export type Sandbox = (typeof Sandbox)[keyof typeof Sandbox];

/** What happens when a command needs more than the sandbox allows. */
export const ApprovalMode: {
  /** The runtime refuses it and asks nobody; see `denyAll()` for handlers that refuse what is asked. */
  readonly denyAll: 'denyAll';
  /** The runtime's own reviewer decides. */
  readonly autoReview: 'autoReview';
  /** Your handlers decide; without one it is refused. */
  readonly ask: 'ask';
} = { denyAll: 'denyAll', autoReview: 'autoReview', ask: 'ask' };

export type ApprovalMode = (typeof ApprovalMode)[keyof typeof ApprovalMode];

/** The wire's two settings behind an approval mode. */
export const approvalSettings: {
  readonly [Mode in ApprovalMode]: {
    readonly approvalPolicy: AskForApproval;
    readonly approvalsReviewer?: ApprovalsReviewer;
  };
} = {
  denyAll: { approvalPolicy: 'never' },
  autoReview: { approvalPolicy: 'on-request', approvalsReviewer: 'auto_review' },
  ask: { approvalPolicy: 'on-request', approvalsReviewer: 'user' },
};
