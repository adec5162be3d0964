import { METHODS } from '../../generated/methods.js';
import type { RequestMethod } from '../../generated/protocol.js';
import type { CallOptions } from '../rpc/call.js';
import { ConfigurationError } from '../util/configuration-error.js';
import { nearest } from '../util/nearest.js';
import { checkSlots, handlerKeys } from './handler-keys.js';
import { invalidParams } from './invalid-params.js';
import { checkIsOptions, checkLimits, type ErrorOf } from './shapes.js';

/** All names that options of a type may have. */
export type Names<Options> = { readonly [Name in keyof Required<Options>]: true };

const callNames: Names<CallOptions> = { signal: true, timeoutMs: true };

/**
 * Rejects keys that neither the schema nor the facade knows, and limits that are none. The server would
 * ignore them in silence, and with them perhaps a safety setting.
 */
export function checkKeys(
  method: RequestMethod,
  options: object,
  facadeKeys: readonly string[],
  hiddenKeys: readonly string[] = [],
): void {
  const { keys } = METHODS[method];
  const error: ErrorOf = (problem) => invalidParams(method, problem);
  checkIsOptions(options, 'option', error);
  checkLimits(options, error);
  if (keys === null) return;
  const known = new Set<string>([...keys, ...facadeKeys]);
  for (const hidden of hiddenKeys) known.delete(hidden);
  rejectUnknown(options, known, error);
}

/** Rejects unknown options of a call that takes these and, where they are given, further ones. */
export function checkCallOptions(
  method: string,
  options: CallOptions | undefined,
  further: object = {},
): void {
  if (options === undefined) return;
  checkParamNames(method, options, { ...callNames, ...further });
  checkLimits(options, (problem) => invalidParams(method, problem));
}

/** Rejects unknown names in something that goes with a request. */
export function checkParamNames(method: string, options: object, names: object): void {
  rejectUnknown(options, Object.keys(names), (problem) => invalidParams(method, problem));
}

/**
 * Rejects unknown names in options that belong to no request.
 *
 * @param place What the options are of, for the message.
 */
export function checkNames(place: string, options: object, names: object): void {
  rejectUnknown(options, Object.keys(names), misconfigured(place));
}

/** The same for options that may be given a `signal`, which is checked as well. */
export function checkNamesAndSignal(
  place: string,
  options: { signal?: unknown },
  names: object,
): void {
  checkNames(place, options, names);
  checkLimits(options, misconfigured(place));
}

function misconfigured(place: string): ErrorOf {
  return (problem) => new ConfigurationError(`${place}: ${problem}`);
}

/** Rejects unknown names among handlers, of a client or of a thread. */
export function checkHandlerNames(handlers: object, names: object, error: ErrorOf): void {
  const named: ErrorOf = (problem) => error(`handlers: ${problem}`);
  checkIsOptions(handlers, 'handler', named);
  const known = Object.keys(names);
  rejectUnknownOf(handlerKeys(handlers, known), known, named, 'handler');
  checkSlots(handlers, known, named);
}

function rejectUnknown(options: object, known: Iterable<string>, error: ErrorOf): void {
  checkIsOptions(options, 'option', error);
  rejectUnknownOf(Object.keys(options), known, error, 'option');
}

function rejectUnknownOf(
  keys: readonly string[],
  known: Iterable<string>,
  error: ErrorOf,
  what: string,
): void {
  const names = new Set(known);
  for (const key of keys) {
    if (names.has(key)) continue;
    const hint = didYouMean(key, names);
    const voice =
      hint !== '' && key.includes('_')
        ? ' (for snake_case names import from codex-app-server-sdk/snake_case)'
        : '';
    throw error(`unknown ${what} \`${key}\`${hint}${voice}`);
  }
}

/** What to add to the message about an unknown name: the known one that was perhaps meant. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean \`${meant}\`?`;
}
