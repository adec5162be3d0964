// The worker of `codex-app-server-sdk/snake_case/sync`.
import { serve } from '../../sync/bridge/serve.js';
import { checksOf } from '../../sync/validation.js';
import * as facade from '../index.js';
import { snakeMembers } from './snake-members.js';

serve({
  description: snakeMembers,
  module: facade,
  create: async (config) => new facade.Codex({ ...config, ...(await checksOf(config)) }),
});
