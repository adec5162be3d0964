export type { CallOptions, ExecOptions } from './calls.js';
export type { ConfigOverrides, ScriptedModelConfig } from './config.js';
export { ScriptError, type ScriptErrorCode } from './errors.js';
export { Gate } from './gate.js';
export type {
  Chunk,
  Chunks,
  EndPart,
  MessagePhase,
  Pause,
  Reply,
  ReplyElement,
  ReplyPart,
  Responder,
  Script,
} from './parts.js';
export { accessToken, loginRoutes, type ScriptedAccount } from './login-routes.js';
export type { RateLimits, RateLimitWindow } from './rate-limits.js';
export { reply, type MessageOptions, type ReasoningOptions } from './reply.js';
export { ModelRequest } from './request.js';
export type { HttpRequest, MessageRole, ReplyEnd, ToolOutput } from './request.js';
export type { Route, RouteAnswer, Routes } from './routes.js';
export { configFor, ScriptedModel, type ScriptedModelOptions } from './scripted-model.js';
export type { ResponseEvent } from './sse.js';
export type { OfferedTool } from './tools.js';
export type { TomlTable } from './toml.js';
export type { Usage } from './usage.js';
