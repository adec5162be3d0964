import type { Message } from '../model/envelope.js';
import type { Model } from '../model/model.js';
import { admitsNull, commonFields, resolve } from '../model/resolve.js';
import type { TypeNode } from '../model/type-node.js';
import { byCodeUnit } from '../util/order.js';
import type { IdPlace, Params } from './method.js';

type Declarations = Model['declarations'];

/** What is to be known about the params of a message. */
export function bindParams(message: Message, declarations: Declarations): Params {
  const type = message.params;
  if (type === null) {
    const none = { type, keys: [], threadId: null, turnId: null };
    return { kind: 'none', whenOmitted: 'absent', ...none };
  }
  return {
    ...omission(type, message.paramsRequired, declarations),
    type,
    keys: keysOf(type, declarations),
    threadId: findId(type, ['threadId', 'conversationId', 'thread.id'], declarations),
    turnId: findId(type, ['turnId', 'turn.id'], declarations),
  };
}

function omission(
  type: TypeNode,
  required: boolean,
  declarations: Declarations,
): Pick<Params, 'kind' | 'whenOmitted'> {
  if (!required) return { kind: 'optional', whenOmitted: 'absent' };
  if (type.kind !== 'any' && admitsNull(type, declarations))
    return { kind: 'optional', whenOmitted: 'null' };
  const shape = resolve(type, declarations);
  const bare =
    shape.kind === 'map' ||
    (shape.kind === 'struct' && shape.fields.every((field) => !field.required));
  return { kind: bare ? 'optional' : 'required', whenOmitted: bare ? 'object' : 'absent' };
}

/** The names that params can have at their top level; null if the schema does not list them all. */
function keysOf(type: TypeNode, declarations: Declarations): readonly string[] | null {
  const shape = resolve(type, declarations);
  if (shape.kind === 'struct')
    return shape.rest === null ? shape.fields.map((field) => field.name) : null;
  if (shape.kind !== 'union') return null;
  const parts = shape.variants.map((variant) => keysOf(variant.type, declarations));
  if (shape.base !== null) parts.push(keysOf(shape.base, declarations));
  const keys = new Set<string>();
  for (const part of parts) {
    if (part === null) return null;
    for (const key of part) keys.add(key);
  }
  return [...keys].sort(byCodeUnit);
}

/** The first of some places that exists. */
function findId(
  type: TypeNode,
  paths: readonly string[],
  declarations: Declarations,
): IdPlace | null {
  for (const path of paths) {
    const presence = presenceAt(type, path.split('.'), declarations);
    if (presence !== null) return { path, presence };
  }
  return null;
}

function presenceAt(
  type: TypeNode,
  path: readonly string[],
  declarations: Declarations,
): IdPlace['presence'] | null {
  const [name, ...rest] = path;
  const field = commonFields(type, declarations).find((candidate) => candidate.name === name);
  if (field === undefined) return null;
  const own = !field.required
    ? 'optional'
    : admitsNull(field.type, declarations)
      ? 'nullable'
      : 'required';
  if (rest.length === 0) return own;
  const inner = presenceAt(field.type, rest, declarations);
  return inner === null || own === 'required' ? inner : own;
}
