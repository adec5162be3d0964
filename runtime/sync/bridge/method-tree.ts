import type { Called } from './errors.js';

/** An object of functions, and of such objects. */
export interface MethodTree {
  readonly [name: string]: MethodTree | ((...args: readonly unknown[]) => unknown);
}

/** Carries out a method, which is the function that was called. */
export type CallMethod = (
  path: readonly string[],
  args: readonly unknown[],
  called: Called,
) => unknown;

/** The methods of an object and of those it consists of, each carried out by `call`. */
export function methodTree(
  model: object,
  call: CallMethod,
  path: readonly string[] = [],
): MethodTree {
  const methods = methodNames(model).map((name) => {
    const whole = [...path, name];
    const called = (...args: readonly unknown[]): unknown => call(whole, args, called);
    return [name, called] as const;
  });
  const branches = Object.entries(model)
    .filter((entry): entry is [string, object] => typeof entry[1] === 'object')
    .map(([name, branch]) => [name, methodTree(branch, call, [...path, name])] as const);
  return Object.fromEntries<MethodTree[string]>([...branches, ...methods]);
}

/** Names of an object's methods, those of its class and the classes above it. */
function methodNames(model: object): string[] {
  const names = new Set<string>();
  for (let at = prototypeOf(model); at && at !== Object.prototype; at = prototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null;
}
