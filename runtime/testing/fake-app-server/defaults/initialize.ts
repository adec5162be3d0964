import { MANIFEST } from '../../../../generated/manifest.js';
import type { Defaults } from '../exchange.js';

export function initializeDefaults(): Defaults {
  return {
    initialize: ({ clientInfo }) => ({
      userAgent: `${clientInfo.name}/${MANIFEST.runtimeVersion} (FakeAppServer)`,
      codexHome: '/codex-home',
      platformFamily: 'unix',
      platformOs: 'linux',
    }),
  };
}
