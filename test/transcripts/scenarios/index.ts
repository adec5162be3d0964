import type { Scenario } from '../scenario.js';
import { approvals } from './approvals.js';
import { controls } from './controls.js';
import { failures } from './failures.js';
import { flows } from './flows.js';
import { messages } from './messages.js';
import { questionScenarios } from './questions.js';
import { account, threads } from './threads.js';
import { toolScenarios } from './tools.js';

/** Everything that is recorded. */
export const scenarios: readonly Scenario[] = [
  ...messages,
  ...approvals,
  ...questionScenarios,
  ...toolScenarios,
  ...controls,
  ...failures,
  ...flows,
  ...threads,
  ...account,
];
