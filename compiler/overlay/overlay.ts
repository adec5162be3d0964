/**
 * When a request has its turn: `normal` ones share the places for requests in flight, `long` ones
 * last as long as their work, and `urgent` ones steer or end work that is under way.
 */
export type Lane = 'normal' | 'long' | 'urgent';

/** An entry of the overlay. */
export interface Reviewed {
  /** Why it is there. */
  readonly why: string;
}

/** An entry that gives something its name. */
export interface NewName extends Reviewed {
  readonly name: string;
}

/** Our reviewed corrections to what a schema says. */
export interface Overlay {
  /** The results of methods that the naming rules do not find, by method. */
  readonly results: ReadonlyMap<string, Reviewed & { readonly result: string }>;
  /** The methods that do not take turns with the others, by method. */
  readonly lanes: ReadonlyMap<string, Reviewed & { readonly lane: Exclude<Lane, 'normal'> }>;
  /** Docs that replace the schema's, by method, `Type` or `Type.property`. */
  readonly docs: ReadonlyMap<string, Reviewed & { readonly text: string }>;
  /** Properties that have another name on the wire than in the schema, by `Type.property`. */
  readonly properties: ReadonlyMap<string, NewName>;
  /** Other names for definitions, by place, and for the arms of unions, by `Union#tag`. */
  readonly names: ReadonlyMap<string, NewName>;
  /** The snake_case spelling of names that no rule spells well, by wire name. */
  readonly snakeNames: ReadonlyMap<string, NewName>;
  /** Types that are data of somebody else although the schema describes them: not respelled. */
  readonly opaque: ReadonlyMap<string, Reviewed>;
}

/** The same as it is written in a file. */
export type OverlayFile = {
  readonly [S in keyof Overlay]?: Overlay[S] extends ReadonlyMap<string, infer Entry>
    ? Readonly<Record<string, Entry>>
    : never;
};
