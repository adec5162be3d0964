import { didYouMean, type Names } from '../../options/known-keys.js';
import { TranscriptError } from './errors.js';
import type { RecordOptions } from './record.js';
import type { RedactOptions } from './redact/redactor.js';
import type { ReplayOptions } from './replay.js';

const recordNames: Names<RecordOptions> = { redact: true, transport: true };
const redactNames: Names<RedactOptions> = { keys: true, secrets: true };
const replayNames: Names<ReplayOptions> = { ignore: true, mode: true, pace: true, stallMs: true };

/** Rejects what would be ignored, or understood otherwise than it was meant: then a secret is written down. */
export function checkRecordOptions(path: unknown, options: RecordOptions): void {
  if (typeof path !== 'string' || path === '') throw bad('record', 'needs the path of a file');
  checkNames('record', options, recordNames);
  const { redact } = options;
  if (redact === undefined || redact === false) return;
  checkNames('record', redact, redactNames, 'redact.');
  for (const name of ['secrets', 'keys'] as const) {
    if (redact[name] !== undefined && !isListOfTexts(redact[name])) {
      throw bad('record', `redact.${name} must be a list of texts`);
    }
  }
}

export function checkReplayOptions(options: ReplayOptions): void {
  checkNames('replay', options, replayNames);
  const { mode, pace, ignore, stallMs } = options;
  checkChoice('mode', mode, ['strict', 'lenient']);
  checkChoice('pace', pace, ['full', 'recorded']);
  if (ignore !== undefined) {
    const isPointer = (text: string): boolean => text === '' || text.startsWith('/');
    if (!isListOfTexts(ignore) || !ignore.every(isPointer)) {
      throw bad('replay', "ignore must be a list of JSON pointers, such as ['/cwd']");
    }
  }
  if (stallMs !== undefined && !(typeof stallMs === 'number' && stallMs > 0)) {
    const given = String(stallMs);
    throw bad('replay', `stallMs must be a positive number of milliseconds, not ${given}`);
  }
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.some((choice) => choice === value)) return;
  const known = choices.map((choice) => `'${choice}'`).join(' or ');
  throw bad('replay', `${name} must be ${known}, not ${JSON.stringify(value) ?? 'something else'}`);
}

function checkNames(place: string, options: unknown, names: object, prefix: string = ''): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw bad(place, `${prefix || 'the options'} must be an object`.replace('. ', ' '));
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, Object.keys(names));
  throw bad(place, `unknown option \`${prefix}${unknown}\`${hint}`);
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function bad(place: string, problem: string): TranscriptError {
  return new TranscriptError('bad_options', `${place}(): ${problem}`);
}
