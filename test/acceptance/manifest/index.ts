import type { Behaviour } from './behaviour.js';
import { beyond } from './beyond.js';
import { compiler } from './compiler.js';
import { facade } from './facade.js';
import { programs } from './programs.js';
import { rpc } from './rpc.js';
import { subscriptions } from './subscriptions.js';
import { threads } from './threads.js';
import { turns } from './turns.js';

/** Every behaviour that this SDK is held to, with the tests that show it. */
export const MANIFEST: readonly Behaviour[] = [
  ...turns,
  ...threads,
  ...subscriptions,
  ...rpc,
  ...facade,
  ...compiler,
  ...programs,
  ...beyond,
];
