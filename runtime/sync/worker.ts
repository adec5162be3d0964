// The worker of `codex-app-server-sdk/sync`.
import * as facade from '../index.js';
import { serve } from './bridge/serve.js';
import { facadeMembers } from './facade-members.js';
import { checksOf } from './validation.js';

serve({
  description: facadeMembers,
  module: facade,
  create: async (config) => new facade.Codex({ ...config, ...(await checksOf(config)) }),
});
