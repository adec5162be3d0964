import type { RequestMap as WireRequestMap } from '../../generated/protocol.js';
import { fromWire, resultFromWire, toWire } from '../../generated/snake_case/mappers.js';
import type { RequestMap } from '../../generated/snake_case/protocol.js';
import type * as snake from '../../generated/snake_case/types.js';
import type * as wire from '../../generated/types.js';

/** The protocol types that the facade respells by themselves, outside of params and results. */
export interface Respelled {
  AccountLoginCompletedNotification: [
    wire.AccountLoginCompletedNotification,
    snake.AccountLoginCompletedNotification,
  ];
  CodexErrorInfo: [wire.CodexErrorInfo, snake.CodexErrorInfo];
  DynamicToolCallResponse: [wire.DynamicToolCallResponse, snake.DynamicToolCallResponse];
  DynamicToolCallOutputContentItem: [
    wire.DynamicToolCallOutputContentItem,
    snake.DynamicToolCallOutputContentItem,
  ];
  InitializeCapabilities: [
    Partial<wire.InitializeCapabilities>,
    Partial<snake.InitializeCapabilities>,
  ];
  RateLimitSnapshot: [wire.RateLimitSnapshot, snake.RateLimitSnapshot];
  SandboxPolicy: [wire.SandboxPolicy, snake.SandboxPolicy];
  Thread: [wire.Thread, snake.Thread];
  ThreadGoal: [wire.ThreadGoal, snake.ThreadGoal];
  ThreadItem: [wire.ThreadItem, snake.ThreadItem];
  ThreadItemEntry: [wire.ThreadItemEntry, snake.ThreadItemEntry];
  ThreadTokenUsage: [wire.ThreadTokenUsage, snake.ThreadTokenUsage];
  Turn: [wire.Turn, snake.Turn];
  TurnError: [wire.TurnError, snake.TurnError];
  UserInput: [wire.UserInput, snake.UserInput];
}

/** A value of a protocol type in this voice, made from the wire's. */
export function respelled<Type extends keyof Respelled>(
  type: Type,
  value: Respelled[Type][0],
): Respelled[Type][1] {
  return fromWire(type, value) as Respelled[Type][1];
}

/** A value of a protocol type for the wire. */
export function wireSpelled<Type extends keyof Respelled>(
  type: Type,
  value: Respelled[Type][1],
): Respelled[Type][0] {
  return toWire(type, value) as Respelled[Type][0];
}

/** The answer to a request in this voice. */
export function respelledResult<Method extends keyof WireRequestMap>(
  method: Method,
  result: WireRequestMap[Method]['result'],
): RequestMap[Method]['result'] {
  return resultFromWire(method, result) as RequestMap[Method]['result'];
}
