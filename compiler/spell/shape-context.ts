import type { UsedDeclaration } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';
import type { TypeNode } from '../model/type-node.js';
import type { Pointer } from '../util/pointer.js';
import type { ShapeRef } from './shape.js';

/** What the shapes of one protocol are made of. */
export interface ShapeContext {
  readonly declarations: ReadonlyMap<Pointer, UsedDeclaration>;
  readonly respelled: ReadonlySet<Pointer>;
  /** The names under which declared shapes are found. */
  readonly names: ReadonlyMap<Pointer, string>;
  readonly spell: (name: string) => string;
  readonly report: Report;
}

/** What values of a type need; null if they pass unchanged. */
export type ReadShape = (type: TypeNode) => ShapeRef | null;
