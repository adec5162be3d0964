import type { Pointer } from '../util/pointer.js';

/** Every identifier of the output, decided in one place. */
export interface Names {
  /** The types of declarations, by declaration. */
  readonly types: ReadonlyMap<Pointer, string>;
  /** The types of the arms of declared unions, by arm; arms without a name are written in place. */
  readonly variants: ReadonlyMap<Pointer, string>;
  /** The types of what the arms of a declared union share, by declaration. */
  readonly bases: ReadonlyMap<Pointer, string>;
  /** In code-unit order of their members; the methods of the client itself are in the first, if any. */
  readonly namespaces: readonly Namespace[];
  /** The same in snake_case. */
  readonly snakeNamespaces: readonly Namespace[];
}

/** The methods that share their first segment. */
export interface Namespace {
  /** The property of the client; null for methods of the client itself. */
  readonly member: string | null;
  readonly className: string;
  /** The member of each method, by wire name. */
  readonly methods: ReadonlyMap<string, string>;
}
