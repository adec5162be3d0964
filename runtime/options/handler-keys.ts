import { defer } from '../session/handlers.js';
import { kindOf } from '../util/kind-of.js';
import { nearest } from '../util/nearest.js';
import type { ErrorOf } from './shapes.js';

/**
 * The members of a set of handlers that must have the name of one. In an object literal these are all.
 * An instance of a class inherits its handlers and has members of its own beside them, so there it is
 * the functions that are called nearly as one.
 */
export function handlerKeys(handlers: object, known: readonly string[]): string[] {
  if (isRoot(Object.getPrototypeOf(handlers))) return Object.keys(handlers);
  const found = new Set<string>();
  // The prototype of all objects has no handlers.
  for (let at = handlers; !isRoot(at); at = Object.getPrototypeOf(at) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (name === 'constructor' || !isSlot(value)) continue;
      if (known.includes(name) || nearest(name, known) !== undefined) found.add(name);
    }
  }
  return [...found];
}

/** Rejects what is there in place of a handler and cannot answer. What getters say is asked later. */
export function checkSlots(handlers: object, known: readonly string[], error: ErrorOf): void {
  for (const name of known) {
    const slot = valueOf(handlers, name);
    if (!slot || isSlot(slot)) continue;
    throw error(`\`${name}\` must be a function or \`defer\`, not ${kindOf(slot)}`);
  }
}

function valueOf(handlers: object, name: string): unknown {
  for (let at: object | null = handlers; at; at = Object.getPrototypeOf(at) as object | null) {
    const own = Object.getOwnPropertyDescriptor(at, name);
    if (own) return own.value;
  }
  return undefined;
}

function isSlot(value: unknown): boolean {
  return typeof value === 'function' || value === defer;
}

/** Whether it is where every chain of prototypes ends, in this realm or another. */
function isRoot(prototype: object | null): boolean {
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
