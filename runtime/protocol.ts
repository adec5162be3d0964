export type * from '../generated/types.js';
export type * from '../generated/protocol.js';
export { METHODS } from '../generated/methods.js';
