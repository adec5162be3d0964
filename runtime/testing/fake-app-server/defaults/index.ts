import type { Defaults } from '../exchange.js';
import { accountDefaults } from './account.js';
import type { DefaultsContext } from './context.js';
import { changeDefaults } from './changes.js';
import { goalDefaults } from './goals.js';
import { historyDefaults } from './history.js';
import { initializeDefaults } from './initialize.js';
import { listDefaults } from './lists.js';
import { modelDefaults } from './models.js';
import { threadDefaults } from './threads.js';
import { turnDefaults } from './turns.js';
import { workDefaults } from './work.js';

/** Everything that a fake server answers by itself. */
export function defaultsFor(context: DefaultsContext): Defaults {
  return {
    ...initializeDefaults(),
    ...threadDefaults(context),
    ...listDefaults(context),
    ...historyDefaults(context),
    ...changeDefaults(context),
    ...goalDefaults(context),
    ...turnDefaults(context),
    ...workDefaults(context),
    ...accountDefaults(context),
    ...modelDefaults(),
  };
}
