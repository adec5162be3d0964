export type { FakeLogin, FakeLoginAccount } from './accounts.js';
export {
  FakeServerError,
  type FakeServerErrorCode,
  InvalidMessageError,
  rpcError,
  type WireIssue,
} from './errors.js';
export { FakeAppServer } from './fake-app-server.js';
export type { CrashOptions, FakeAppServerOptions, ThreadDraft } from './options.js';
export type { FakeItem } from './fake-item.js';
export type { FakeThread, GoalChanges, StartTurnOptions } from './fake-thread.js';
export type { FakeTurn, MessageOptions as FakeMessageOptions } from './fake-turn.js';
export type { ItemChanges, ItemDraft } from './items.js';
export type {
  HandleOptions,
  MethodCall,
  MethodHandler,
  MethodHandlers,
  ReceivedRequest,
  UntypedCall,
  UntypedHandler,
} from './methods.js';
export type { TurnDraft } from './stored-turn.js';
export type { TurnNotificationParams, TurnRequestParams } from './turn-request.js';
export { byHand, type TurnFunction, type TurnScript, type TurnScripts } from './turn-script.js';
export type { ThreadSettings } from './thread-settings.js';
export type { UsageDraft } from './usage.js';
export type { TrafficEntry } from './wire.js';
