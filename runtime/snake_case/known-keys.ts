import { METHODS } from '../../generated/methods.js';
import type { RequestMethod } from '../../generated/protocol.js';
import { paramsFromWire } from '../../generated/snake_case/mappers.js';
import { ConfigurationError, InvalidParamsError } from '../index.js';
import { checkSlots, handlerKeys } from '../options/handler-keys.js';
import { didYouMean } from '../options/known-keys.js';
import { checkIsOptions, type ErrorOf } from '../options/shapes.js';
import { ownError } from './errors.js';

/** Keywords of the Python SDK that are called otherwise here, and what to write instead. */
export type FormerNames = Readonly<Record<string, string>>;

/** What the options of a call may be called. */
export interface OptionNames {
  /** The request that the call makes. */
  readonly method: RequestMethod;
  /** Names of the facade. */
  readonly facade: Readonly<Record<string, string>>;
  /** Makes the params of the request options as well, but for those that other arguments stand for. */
  readonly paramsExcept?: readonly string[];
  /** The tag that says which kind of params is meant, where the request takes several. */
  readonly kind?: Readonly<Record<string, string>>;
  readonly former?: FormerNames;
}

const known = new WeakMap<OptionNames, ReadonlySet<string>>();

/**
 * Rejects options of unknown name, those in the wire's spelling above all: some of them would reach
 * the runtime and others be ignored in silence, and with them perhaps a safety setting.
 *
 * @throws InvalidParamsError naming the key and the one that was perhaps meant.
 */
export function checkOptions(options: object, names: OptionNames): void {
  checkIsOptions(options, 'option', errorOf(names.method));
  let all = known.get(names);
  if (all === undefined) {
    all = allNames(names);
    known.set(names, all);
  }
  checkParamNames(names.method, options, all, names.former);
}

/**
 * Rejects names that a part of a request does not have.
 *
 * @throws InvalidParamsError naming the key and the one that was perhaps meant.
 */
export function checkParamNames(
  method: RequestMethod,
  options: object,
  names: ReadonlySet<string>,
  former?: FormerNames,
): void {
  for (const key of Object.keys(options)) {
    if (names.has(key)) continue;
    throw errorOf(method)(unknown('option', key, names, former));
  }
}

/**
 * Rejects params of a request that are spelled as on the wire. Others that the schema does not know may
 * be newer than it, and pass as they are.
 *
 * @throws InvalidParamsError naming the key and the one that was meant.
 */
export function rejectWireNames(method: string, params: unknown): void {
  if (!Object.hasOwn(METHODS, method) || typeof params !== 'object' || params === null) return;
  rejectWireSpelling(method, params, (wire) => paramsFromWire(method, wire));
}

/** As {@link rejectWireNames}, for any data of the protocol; `fromWire` spells it as it is here. */
export function rejectWireSpelling(
  method: string,
  data: object,
  fromWire: (data: object) => unknown,
): void {
  // A tag says which kind of data it is; all other values are nobody's business here.
  const tag: unknown = Reflect.get(data, 'type');
  const wire = Object.fromEntries(Object.keys(data).map((key) => [key, null]));
  const names = Object.keys(fromWire({ ...wire, type: tag }) as object);
  Object.keys(data).forEach((key, index) => {
    const name = names[index];
    if (name === undefined || name === key) return;
    throw errorOf(method)(`unknown option \`${key}\`; did you mean \`${name}\`?`);
  });
}

/** Makes the error for an argument that is wrong. */
export function errorOf(method: string): ErrorOf {
  return (problem) => {
    const message = `${method}: ${problem}`;
    return ownError(new InvalidParamsError({ method, rpcCode: -32602, message }));
  };
}

function allNames({ method, facade, paramsExcept, kind }: OptionNames): ReadonlySet<string> {
  const all = new Set(paramsExcept && paramNames(method, kind));
  for (const name of paramsExcept ?? []) all.delete(name);
  for (const name of Object.keys(facade)) all.add(name);
  return all;
}

/** Names of the top-level params of a request, or of one kind of them. */
export function paramNames(method: RequestMethod, kind?: OptionNames['kind']): string[] {
  const wire = Object.fromEntries((METHODS[method].keys ?? []).map((key) => [key, null]));
  const names = Object.keys(paramsFromWire(method, { ...wire, ...kind }) as object);
  // What stays as it is on the wire, capitals and all, belongs to params of another kind.
  return kind ? names.filter((name) => !/[A-Z]/.test(name)) : names;
}

/**
 * Rejects names that a set of options does not have.
 *
 * @throws ConfigurationError naming the key and the one that was perhaps meant.
 */
export function checkNames(
  place: string,
  options: object,
  names: Readonly<Record<string, string>>,
  former?: FormerNames,
): void {
  const error = placed(place);
  checkIsOptions(options, 'option', error);
  for (const key of Object.keys(options)) {
    if (Object.hasOwn(names, key)) continue;
    throw error(unknown('option', key, Object.keys(names), former));
  }
}

/**
 * Rejects misspelled handlers, and what can be none.
 *
 * @param method The request whose thread they are of; without one they are the client's.
 * @throws InvalidParamsError for those of a thread, ConfigurationError for the client's, naming the key
 * and the one that was perhaps meant.
 */
export function checkHandlers(
  handlers: object,
  names: Readonly<Record<string, string>>,
  method: string | undefined,
): void {
  const error: ErrorOf = (problem) => {
    const message = `handlers: ${problem}`;
    if (method === undefined) return ownError(new ConfigurationError(message));
    return ownError(new InvalidParamsError({ method, rpcCode: -32602, message }));
  };
  checkIsOptions(handlers, 'handler', error);
  const known = Object.keys(names);
  for (const key of handlerKeys(handlers, known)) {
    if (!Object.hasOwn(names, key)) throw error(unknown('handler', key, known));
  }
  checkSlots(handlers, known, error);
}

/** Makes the error for something wrong in a place that belongs to no request. */
function placed(place: string): ErrorOf {
  return (problem) => ownError(new ConfigurationError(`${place}: ${problem}`));
}

/** What to say of a key by which nothing is known. */
function unknown(
  what: string,
  key: string,
  known: Iterable<string>,
  former: FormerNames = {},
): string {
  const hint = Object.hasOwn(former, key) ? `; here it is ${former[key]}` : didYouMean(key, known);
  return `unknown ${what} \`${key}\`${hint}`;
}
