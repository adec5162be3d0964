export { TranscriptError, type TranscriptErrorCode } from './errors.js';
export {
  type EndEntry,
  formatTranscript,
  type GarbageEntry,
  type MessageEntry,
  parseTranscript,
  type Transcript,
  type TranscriptEntry,
  type TranscriptHeader,
  type WireMessage,
} from './format.js';
export { record, type RecordOptions } from './record.js';
export { REDACTED } from './redact/redacted.js';
export { Redactor, type RedactOptions } from './redact/redactor.js';
export { readTranscript, replay, Replay, type ReplayOptions } from './replay.js';
