import type { StatementStructures } from 'ts-morph';

/** A statement of a module: a structure to be printed, a table, or text that is laid out already. */
export type Statement = StatementStructures | DataConstant | string;

/** A constant that holds plain data, perhaps a lot of it. */
export interface DataConstant {
  readonly kind: 'data';
  readonly name: string;
  readonly description: string;
  readonly exported: boolean;
  /** Its type; a constant without one keeps the types of its literals. */
  readonly type: string | null;
  readonly value: unknown;
}

export function isDataConstant(statement: Statement): statement is DataConstant {
  return typeof statement === 'object' && statement.kind === 'data';
}
