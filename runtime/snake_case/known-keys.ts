import { METHODS } from '../../generated/methods.js';
import type { RequestMethod } from '../../generated/protocol.js';
import { paramsFromWire } from '../../generated/snake_case/mappers.js';
import { ConfigurationError, InvalidParamsError } from '../index.js';
import { didYouMean } from '../options/known-keys.js';
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
    const message = `${method}: ${unknown('option', key, names, former)}`;
    throw ownError(new InvalidParamsError({ method, rpcCode: -32602, message }));
  }
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
  for (const key of Object.keys(options)) {
    if (Object.hasOwn(names, key)) continue;
    const what = place === 'handlers' ? 'handler' : 'option';
    const message = unknown(what, key, Object.keys(names), former);
    throw ownError(new ConfigurationError(`${place}: ${message}`));
  }
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
