import { METHODS } from '../../../generated/methods.js';
import { checkNames, didYouMean, type Names } from '../../options/known-keys.js';
import { ConfigurationError } from '../../util/configuration-error.js';
import { kindOf } from '../kind-of.js';
import { checkWaitMs } from '../wait-limit.js';
import type { StartTurnOptions } from './fake-thread.js';
import type { HandleOptions } from './methods.js';
import type { CrashOptions, FakeAppServerOptions } from './options.js';
import type { TurnScript, TurnScripts } from './turn-script.js';
import { methodInfo } from './wire-check.js';

/*
 * What a test sets up is looked at when it is given: a misspelled option would be passed over, and the
 * test would tell of something else.
 */

const optionNames: Names<FakeAppServerOptions> = {
  turns: true,
  methods: true,
  timeoutMs: true,
  throwOnClose: true,
};
const handleNames: Names<HandleOptions> = { times: true };
const startNames: Names<StartTurnOptions> = { input: true, rootTurnId: true };
const crashNames: Names<CrashOptions> = { exitCode: true, signal: true, stderr: true };
export function checkOptions(options: FakeAppServerOptions): void {
  checkObject('FakeAppServer', options, optionNames);
  const { turns, methods = {}, timeoutMs } = options;
  if (turns !== undefined) checkScripts('turns', turns);
  for (const method of Object.keys(methods)) checkMethod('methods', method);
  if (timeoutMs !== undefined) checkWaitMs('FakeAppServer', timeoutMs);
}

/** A list, one entry for each turn, or one function for all: a lone text would not say which. */
function checkScripts(place: string, scripts: TurnScripts): void {
  if (typeof scripts === 'function') return;
  if (Array.isArray(scripts)) {
    checkScriptList(place, scripts as readonly TurnScript[]);
    return;
  }
  const what = `must be a list, one script for each turn, or one function for all`;
  throw new ConfigurationError(`${place} ${what}; one text for one turn is [text]`);
}

export function checkScriptList(place: string, scripts: readonly TurnScript[]): void {
  for (const [index, script] of scripts.entries())
    checkScript(`${place}[${String(index)}]`, script);
}

export function checkScript(place: string, script: TurnScript): void {
  if (typeof script === 'string' || typeof script === 'function') return;
  throw new ConfigurationError(`${place} must be a text or a function, not ${kindOf(script)}`);
}

/** A method that the client may call. */
export function checkMethod(place: string, method: string): void {
  if (methodInfo(method)?.kind === 'request') return;
  const requests = Object.keys(METHODS).filter((name) => methodInfo(name)?.kind === 'request');
  const hint = didYouMean(method, requests);
  const untyped = hint === '' ? '; handleUntyped() answers what the schema does not know' : '';
  throw new ConfigurationError(`${place}: unknown method \`${method}\`${hint}${untyped}`);
}

export function checkHandleOptions(options: HandleOptions): void {
  checkObject('handle', options, handleNames);
  const { times = Infinity } = options;
  if (times === Infinity || (Number.isInteger(times) && times >= 0)) return;
  throw new ConfigurationError(`handle: times must be a whole number, not ${String(times)}`);
}

export function checkStartTurn(script: TurnScript | undefined, options: StartTurnOptions): void {
  if (script !== undefined) checkScript('startTurn: the script', script);
  checkObject('startTurn', options, startNames);
}

export function checkCrash(options: CrashOptions): void {
  checkObject('crash', options, crashNames);
}

/** An object; with the names that it may have, if they are given. */
export function checkObject(place: string, value: object, names?: object): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConfigurationError(`${place} must be given an object, not ${kindOf(value)}`);
  }
  if (names) checkNames(place, value, names);
}
