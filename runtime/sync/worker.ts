// The worker of `codex-app-server-sdk/sync`.
import * as facade from '../index.js';
import { serve } from './bridge/serve.js';
import { facadeMembers } from './facade-members.js';
import { checksOf } from './validation.js';

serve({
  description: facadeMembers,
  module: facade,
  open: async (config) => {
    const codex = new facade.Codex({ ...config, ...(await checksOf(config)) });
    try {
      await codex.start();
      return codex;
    } catch (error) {
      await codex.close();
      throw error;
    }
  },
  close: async (client) => {
    const codex = client as facade.Codex;
    await codex.close();
    return codex.start().then(undefined, (error: unknown) => error);
  },
});
