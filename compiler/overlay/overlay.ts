/**
 * When a request has its turn: `normal` ones share the places for requests in flight, `long` ones
 * last as long as their work, and `urgent` ones steer or end work that is under way.
 */
export type Lane = 'normal' | 'long' | 'urgent';

/** Our reviewed corrections to what a schema says. Each says why it is there. */
export interface Overlay {
  /** The results of methods that the naming rules do not find, by method. */
  readonly results: Readonly<Record<string, { readonly result: string; readonly why: string }>>;
  /** The methods that do not take turns with the others, by method. */
  readonly lanes: Readonly<
    Record<string, { readonly lane: 'long' | 'urgent'; readonly why: string }>
  >;
  /** Docs that replace the schema's, by method, `Type` or `Type.field`. */
  readonly docs: Readonly<Record<string, { readonly text: string; readonly why: string }>>;
  /** Properties that have another name on the wire than in the schema, by `Type.property`. */
  readonly properties: Readonly<Record<string, { readonly name: string; readonly why: string }>>;
  /** Other names for definitions, by place, and for the arms of unions, by `Union#tag`. */
  readonly names: Readonly<Record<string, { readonly name: string; readonly why: string }>>;
  /** The snake_case spelling of names that no rule spells well, by wire name. */
  readonly snakeNames: Readonly<Record<string, { readonly name: string; readonly why: string }>>;
  /** Types that are data of somebody else although the schema describes them: not respelled. */
  readonly opaque: Readonly<Record<string, { readonly why: string }>>;
}

export const EMPTY_OVERLAY: Overlay = {
  results: {},
  lanes: {},
  docs: {},
  properties: {},
  names: {},
  snakeNames: {},
  opaque: {},
};
