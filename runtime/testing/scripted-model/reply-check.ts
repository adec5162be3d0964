import { checkNames, type Names } from '../../options/known-keys.js';
import type { CallOptions, ExecOptions } from './calls.js';
import type { ScriptedAccount } from './login-routes.js';
import type { RateLimits, RateLimitWindow } from './rate-limits.js';
import type { MessageOptions, ReasoningOptions } from './reply.js';
import type { Usage } from './usage.js';

/*
 * What the functions of `reply` are given is looked at when they are called: a misspelled option would
 * be passed over, and the reply would say something else.
 */

const messageNames: Names<MessageOptions> = { phase: true, intervalMs: true, id: true };
const reasoningNames: Names<ReasoningOptions> = {
  summary: true,
  summaries: true,
  raw: true,
  encryptedContent: true,
  id: true,
};
const callNames: Names<CallOptions> = { callId: true, namespace: true, id: true };
const execNames: Names<ExecOptions> = { ...callNames, workdir: true, escalate: true, args: true };
const usageNames: Names<Usage> = {
  input: true,
  cachedInput: true,
  cacheWriteInput: true,
  output: true,
  reasoning: true,
  total: true,
};
const limitNames: Names<RateLimits> = {
  limitId: true,
  primary: true,
  secondary: true,
  credits: true,
  limitName: true,
};
const windowNames: Names<RateLimitWindow> = {
  usedPercent: true,
  windowMinutes: true,
  resetsAt: true,
};
const creditNames: Names<NonNullable<RateLimits['credits']>> = {
  hasCredits: true,
  unlimited: true,
  balance: true,
};
const accountNames: Names<ScriptedAccount> = {
  email: true,
  planType: true,
  accountId: true,
  userId: true,
  userCode: true,
  approval: true,
};

export function checkMessage(of: 'text' | 'refusal', options: MessageOptions): void {
  checkNames(`reply.${of}`, options, messageNames);
}

export function checkReasoning(options: ReasoningOptions): void {
  checkNames('reply.reasoning', options, reasoningNames);
}

export function checkCall(
  of: 'call' | 'functionCall' | 'customToolCall' | 'applyPatch',
  options: CallOptions,
): void {
  checkNames(`reply.${of}`, options, callNames);
}

export function checkExec(options: ExecOptions): void {
  checkNames('reply.exec', options, execNames);
}

export function checkUsage(usage: Usage): void {
  checkNames('reply.usage', usage, usageNames);
}

export function checkRateLimits(limits: RateLimits): void {
  const place = 'reply.rateLimits';
  checkNames(place, limits, limitNames);
  const { primary, secondary, credits } = limits;
  if (primary) checkNames(`${place}: primary`, primary, windowNames);
  if (secondary) checkNames(`${place}: secondary`, secondary, windowNames);
  if (credits) checkNames(`${place}: credits`, credits, creditNames);
}

export function checkUsageLimit(options: object): void {
  checkNames('reply.usageLimit', options, { resetsAt: true, planType: true });
}

export function checkDisconnect(options: object): void {
  checkNames('reply.disconnect', options, { clean: true });
}

export function checkAccount(of: 'loginRoutes' | 'accessToken', account: ScriptedAccount): void {
  checkNames(of, account, accountNames);
}
