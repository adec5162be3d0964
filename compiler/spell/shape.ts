/**
 * How to respell a value, as data. A shape says what each kind of value needs; what it does not
 * mention passes unchanged.
 */
export interface Shape {
  /** For objects: the properties that are respelled or looked into, by wire name. */
  readonly fields?: Readonly<Record<string, FieldShape>>;
  /** For objects: what the other properties hold. */
  readonly values?: ShapeRef;
  /** For arrays: what they hold. */
  readonly items?: ShapeRef;
  /** For objects: the property whose value picks one of `arms`, in either spelling. */
  readonly tag?: readonly [wire: string, snake: string];
  readonly arms?: Readonly<Record<string, ShapeRef>>;
}

/** A shape in place, or the name of a declared one. */
export type ShapeRef = string | Shape;

/** The other name, and what to do with the value if it needs anything. */
export type FieldShape = string | readonly [name: string, shape: ShapeRef];
