import * as facade from '../../index.js';
import type { PackedError, Slot } from './messages.js';

type ErrorClass = (new (...args: never) => Error) & { readonly prototype: Error };

/** Classes of errors that both threads know, by name. The facade's are those of every voice. */
const classes: ReadonlyMap<string, ErrorClass> = new Map(
  ([...Object.values(facade), ...ofTheLanguage()] as readonly unknown[])
    .filter(isErrorClass)
    .map((known) => [known.name, known]),
);

const names: ReadonlyMap<object, string> = new Map(
  [...classes].map(([name, known]) => [known.prototype, name]),
);

function ofTheLanguage(): readonly ErrorClass[] {
  return [
    Error,
    AggregateError,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  ];
}

function isErrorClass(value: unknown): value is ErrorClass {
  if (typeof value !== 'function') return false;
  const { prototype } = value as { readonly prototype?: unknown };
  return value === Error || prototype instanceof Error;
}

/** Whether it is an error, as far as that can be told: a proxy may refuse to be looked at. */
export function isError(value: unknown): value is Error {
  return saidBy(() => value instanceof Error, false);
}

/**
 * An error with all that it holds. Never throws, whatever its properties do.
 *
 * @param slot packs what an error holds, as far as that can be done.
 */
export function packError(error: Error, slot: (read: () => unknown) => Slot): PackedError {
  return {
    className: saidBy(() => classNameOf(error), 'Error'),
    message: saidBy(() => asText(error.message), ''),
    stack: saidBy(() => (typeof error.stack === 'string' ? error.stack : undefined), undefined),
    properties: saidBy(() => Reflect.ownKeys(error), []).flatMap((key) => {
      if (key === 'message' || key === 'stack') return [];
      const isSymbol = typeof key === 'symbol';
      const name = isSymbol ? Symbol.keyFor(key) : key;
      if (name === undefined) return [];
      const property = saidBy(() => Object.getOwnPropertyDescriptor(error, key), undefined);
      if (!property) return [];
      const enumerable = property.enumerable ?? false;
      return [{ key: name, isSymbol, enumerable, value: slot(() => Reflect.get(error, key)) }];
    }),
  };
}

/** What an error says of itself; what it says when asked must not hide it. */
function saidBy<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Whatever its type says. */
function asText(value: unknown): string {
  return String(value);
}

/** The error again, of the same class and with the stack that it had, but without what it holds. */
export function unpackError(packed: PackedError): Error {
  const error = new Error(packed.message);
  Object.setPrototypeOf(error, classes.get(packed.className)?.prototype ?? Error.prototype);
  setStack(error, packed.stack ?? `${packed.className}: ${packed.message}`);
  return error;
}

/** Gives an error what it holds. */
export function giveProperties(error: Error, { properties }: PackedError): void {
  for (const { key, isSymbol, enumerable, value } of properties) {
    Object.defineProperty(error, isSymbol ? Symbol.for(key) : key, {
      value: value.value,
      enumerable,
      writable: true,
      configurable: true,
    });
  }
}

/**
 * Gives an error from the worker the stack of the call that it ends. What the worker was doing helps
 * only where the SDK did not expect the error.
 */
export function stampCaller(error: Error, frames: readonly string[]): void {
  const own = facade.CodexError.isCodexError(error) ? [] : framesOf(error);
  setStack(error, [`${error.name}: ${error.message}`, ...own, ...frames].join('\n'));
}

/** A function of the SDK that the program has called: stacks of errors begin below it. */
export type Called = Function;

/** The method of an object that is being called. */
export function calledOn(object: object, method: string): Called {
  return Reflect.get(object, method) as Called;
}

/** The frames of the call that led here: those below the function that the program called. */
export function callerFrames(called: Called): string[] {
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, called);
  return framesOf(at);
}

function framesOf({ stack = '' }: { readonly stack?: string }): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}

function setStack(error: Error, stack: string): void {
  Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
}

function classNameOf(error: Error): string {
  let at = Object.getPrototypeOf(error) as object | null;
  while (at !== null) {
    const name = names.get(at);
    if (name !== undefined) return name;
    at = Object.getPrototypeOf(at) as object | null;
  }
  return 'Error';
}
