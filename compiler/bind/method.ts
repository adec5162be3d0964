import type { Doc } from '../model/doc.js';
import type { Stability, TypeNode } from '../model/type-node.js';
import type { Lane } from '../overlay/overlay.js';
import type { Pointer } from '../util/pointer.js';

interface Method {
  readonly method: string;
  readonly pointer: Pointer;
  readonly doc: Doc;
  readonly stability: Stability;
  readonly params: Params;
}

/** A method that is answered. */
export interface Request extends Method {
  /** What the answer holds; an any type if it stayed unbound. */
  readonly result: TypeNode;
  /** What decided on the result. */
  readonly boundBy: Binding;
  readonly lane: Lane;
}

/** A method without an answer. */
export type Notification = Method;

export type Binding =
  'params name' | 'method name' | 'words' | 'fewer words' | 'more words' | 'overlay' | 'nothing';

export interface Params {
  /** `none`: there are no params; `optional`: a caller may leave them out. */
  readonly kind: 'none' | 'optional' | 'required';
  /** What they hold; null if there are none. */
  readonly type: TypeNode | null;
  /** What has to be sent in place of params that the caller left out. */
  readonly whenOmitted: 'absent' | 'object' | 'null';
  /** The names of the top-level properties in code-unit order; null if others are legal as well. */
  readonly keys: readonly string[] | null;
  readonly threadId: IdPlace | null;
  readonly turnId: IdPlace | null;
}

/** Where an id stands inside params. */
export interface IdPlace {
  /** Property names joined by dots. */
  readonly path: string;
  /** `nullable`: always there, perhaps as `null`; `optional`: may be absent (or `null`). */
  readonly presence: 'required' | 'nullable' | 'optional';
}
