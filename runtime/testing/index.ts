export type { WaitOptions } from './arrivals.js';
export * from './fake-app-server/index.js';
export * from './scripted-model/index.js';
export * from './transcript/index.js';
