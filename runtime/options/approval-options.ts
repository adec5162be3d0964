import type { ApprovalsReviewer, AskForApproval } from '../../generated/types.js';
import { type ApprovalMode, approvalSettings } from '../presets.js';
import { invalidParams } from './invalid-params.js';

export interface ApprovalOptions {
  /** What happens when a command needs more than the sandbox allows. Default: the user's configuration. */
  readonly approvalMode?: ApprovalMode | undefined;
}

/** The wire's own settings, which `approvalMode` stands for. */
interface ApprovalSettings {
  readonly approvalPolicy?: AskForApproval | null | undefined;
  readonly approvalsReviewer?: ApprovalsReviewer | null | undefined;
}

/** The wire's settings for `approvalMode`. */
export function approvalParams(
  method: string,
  approvalMode: ApprovalMode | undefined,
  wire: ApprovalSettings,
): { approvalPolicy?: AskForApproval; approvalsReviewer?: ApprovalsReviewer } {
  if (approvalMode === undefined) return {};
  for (const name of ['approvalPolicy', 'approvalsReviewer'] as const) {
    if (wire[name] === undefined) continue;
    throw invalidParams(method, `give either \`approvalMode\` or \`${name}\`, not both`);
  }
  if (!Object.hasOwn(approvalSettings, approvalMode)) {
    const modes = Object.keys(approvalSettings)
      .map((mode) => `ApprovalMode.${mode}`)
      .join(', ');
    throw invalidParams(
      method,
      `\`approvalMode\` must be one of ${modes}, not ${JSON.stringify(approvalMode)}`,
    );
  }
  return approvalSettings[approvalMode];
}
