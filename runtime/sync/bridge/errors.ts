import * as facade from '../../index.js';
import type { Packed, PackedError } from './messages.js';

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

/** An error with all that it holds. */
export function packError(error: Error, pack: (value: unknown) => Packed): PackedError {
  const { message, stack } = error;
  return {
    className: classNameOf(error),
    message,
    stack,
    properties: Reflect.ownKeys(error).flatMap((key) => {
      if (key === 'message' || key === 'stack') return [];
      const isSymbol = typeof key === 'symbol';
      const name = isSymbol ? Symbol.keyFor(key) : key;
      const property = Object.getOwnPropertyDescriptor(error, key);
      if (name === undefined || !property) return [];
      const enumerable = property.enumerable ?? false;
      return [
        { key: name, isSymbol, enumerable, value: packSafely(Reflect.get(error, key), pack) },
      ];
    }),
  };
}

/** What an error holds is sent as far as that can be done: it must not hide the error. */
function packSafely(value: unknown, pack: (value: unknown) => Packed): Packed {
  try {
    const packed = pack(value);
    structuredClone(packed.value);
    return packed;
  } catch {
    return { value: undefined };
  }
}

/** The error again, of the same class and with the stack that it had. */
export function unpackError(packed: PackedError, unpack: (value: Packed) => unknown): Error {
  const error = new Error(packed.message);
  Object.setPrototypeOf(error, classes.get(packed.className)?.prototype ?? Error.prototype);
  setStack(error, packed.stack ?? `${packed.className}: ${packed.message}`);
  for (const { key, isSymbol, enumerable, value } of packed.properties) {
    Object.defineProperty(error, isSymbol ? Symbol.for(key) : key, {
      value: unpack(value),
      enumerable,
      writable: true,
      configurable: true,
    });
  }
  return error;
}

/**
 * Gives an error from the worker the stack of the call that it ends. What the worker was doing helps
 * only where the SDK did not expect the error.
 */
export function stampCaller(error: Error, frames: readonly string[]): void {
  const own = facade.CodexError.isCodexError(error) ? [] : framesOf(error);
  setStack(error, [`${error.name}: ${error.message}`, ...own, ...frames].join('\n'));
}

/** Methods of the bridge, as they stand in stacks. */
const ofTheBridge = /^\s+at (?:new )?(?:Bridge|Remote|BlockingStream|callerFrames)\b/;
/** As many of them as are on top of one another. */
const depth = 8;

/** The frames of the call that led here, without those of the bridge. */
export function callerFrames(): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = stackTraceLimit + depth;
  const frames = framesOf(new Error());
  Error.stackTraceLimit = stackTraceLimit;
  const first = frames.findIndex((frame) => !ofTheBridge.test(frame));
  return frames.slice(Math.max(first, 0)).slice(0, stackTraceLimit);
}

function framesOf({ stack = '' }: Error): string[] {
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
