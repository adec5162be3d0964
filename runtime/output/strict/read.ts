import type { JsonObject } from '../../schema/json-schema.js';
import { gather, type Gathered, isReference, type Located, locate, notesOf } from './gather.js';
import {
  type Definition,
  type Notes,
  type ReferenceShape,
  resolved,
  type Shape,
  type ValueShape,
} from './shape.js';
import { readValue } from './value.js';

/** What a schema was read as. */
export interface ReadSchema {
  readonly root: ValueShape;
  /** What is referred to, the root apart. */
  readonly definitions: readonly Definition[];
}

/** Something that strict mode cannot say, and the JSON pointer to it. */
export interface Problem {
  readonly at: string;
  readonly problem: string;
}

const nothing: ValueShape = { kind: 'value', types: ['null'], constraints: [], notes: {} };
const maxDepth = 200;
const maxShapes = 20_000;

/** Reads a JSON Schema for what strict mode can say of it. */
export function readSchema(
  schema: unknown,
): { readonly read: ReadSchema } | { readonly problems: readonly Problem[] } {
  const reader = new Reader(schema);
  const read = reader.readRoot();
  return reader.problems.length > 0 ? { problems: reader.problems } : { read };
}

class Reader {
  readonly #schema: unknown;
  readonly #problems = new Map<string, string>();
  /** By the pointer that leads to them. */
  readonly #definitions = new Map<string, Definition>();
  /** What is being read, by its pointers; it gets a definition if it is met again within itself. */
  readonly #open = new Map<string, { definition?: Definition }>();
  readonly #root: Definition = { name: '', shape: nothing };
  #shapes = 0;

  constructor(schema: unknown) {
    this.#schema = schema;
  }

  get problems(): Problem[] {
    return [...this.#problems].map(([at, problem]) => ({ at, problem }));
  }

  readRoot(): ReadSchema {
    const parts = [{ schema: this.#schema, at: '#' }];
    this.#definitions.set('#', this.#root);
    this.#open.set('#', { definition: this.#root });
    const [part] = parts;
    this.#root.shape =
      part && isReference(part.schema)
        ? this.#reference(part.schema, '#')
        : this.#compose(gather(this.#schema, parts, this.#report), '#');
    for (const [at, definition] of this.#definitions) {
      if (!resolved(definition.shape)) this.#report(at, 'it only refers to itself');
    }
    const root = resolved(this.#root.shape);
    const definitions = [...this.#definitions.values()].filter((each) => each !== this.#root);
    if (root?.kind === 'value' && root.types.length === 1 && root.types[0] === 'object') {
      return { root, definitions };
    }
    this.#report(
      '#',
      root?.kind === 'union'
        ? 'the answer as a whole must be one kind of object; put the alternatives into a property'
        : 'the answer as a whole must be an object; put it into a property of one',
    );
    return { root: nothing, definitions };
  }

  readonly #report = (at: string, problem: string): void => {
    if (!this.#problems.has(at)) this.#problems.set(at, problem);
  };

  /** Reads what must fit all of the parts. */
  readonly #read = (parts: readonly Located[]): Shape => {
    const [part] = parts;
    if (!part) return nothing;
    if (parts.length === 1 && isReference(part.schema)) {
      return this.#reference(part.schema, part.at);
    }
    const key = parts.length === 1 ? part.at : JSON.stringify(parts.map(({ at }) => at));
    const outer = this.#open.get(key);
    if (outer) {
      outer.definition ??= this.#definitions.get(key) ?? this.#define(key, part.at);
      return { kind: 'reference', target: outer.definition, notes: {} };
    }
    if (this.#open.size >= maxDepth || this.#shapes++ >= maxShapes) {
      this.#report(part.at, 'it is nested too deeply, or without end');
      return nothing;
    }
    const own: { definition?: Definition } = {};
    this.#open.set(key, own);
    const shape = this.#compose(gather(this.#schema, parts, this.#report), part.at);
    this.#open.delete(key);
    if (!own.definition) return shape;
    own.definition.shape = shape;
    return { kind: 'reference', target: own.definition, notes: {} };
  };

  #reference(schema: JsonObject, at: string): Shape {
    const notes = notesOf(schema);
    const target = locate(this.#schema, schema, at, this.#report);
    if (!target) return nothing;
    let definition = this.#definitions.get(target.at);
    if (!definition) {
      definition = this.#define(target.at, target.at);
      const shape = this.#read([target]);
      const itself = shape.kind === 'reference' && shape.target === definition;
      if (!itself) definition.shape = shape;
    }
    return { kind: 'reference', target: definition, notes } satisfies ReferenceShape;
  }

  #define(key: string, at: string): Definition {
    const base = at.slice(at.lastIndexOf('/') + 1).replaceAll(/[^\w-]/g, '_') || 'schema';
    const taken = new Set([...this.#definitions.values()].map(({ name }) => name));
    let name = base;
    for (let next = 2; taken.has(name); next++) name = `${base}_${next}`;
    const definition: Definition = { name, shape: nothing };
    this.#definitions.set(key, definition);
    return definition;
  }

  /** Spreads assertions that stand beside alternatives over them, since strict mode knows no `allOf`. */
  #compose({ plain, unions, notes }: Gathered, at: string, depth = 0): Shape {
    const shape = this.#alternatives({ plain, unions, notes }, at, depth);
    if (shape) return shape;
    this.#report(at, 'it accepts no value at all');
    return nothing;
  }

  #alternatives({ plain, unions, notes }: Gathered, at: string, depth: number): Shape | undefined {
    const [first, ...others] = unions;
    if (!first) return readValue({ plain, notes }, at, { read: this.#read, report: this.#report });
    if (plain.length === 0 && others.length === 0) {
      return union(
        first.map((branch) => this.#read([branch])),
        notes,
      );
    }
    if (depth >= maxDepth / 10 || this.#shapes++ >= maxShapes) {
      this.#report(at, 'it is nested too deeply, or without end');
      return nothing;
    }
    const branches = first.flatMap((branch) => {
      const own = gather(this.#schema, [branch], this.#report);
      const both = { plain: [...plain, ...own.plain], unions: [...others, ...own.unions] };
      return this.#alternatives({ ...both, notes: own.notes }, branch.at, depth + 1) ?? [];
    });
    return branches.length === 0 ? undefined : union(branches, notes);
  }
}

function union(branches: readonly Shape[], notes: Notes): Shape {
  const [only] = branches;
  if (!only || branches.length > 1) return { kind: 'union', branches, notes };
  const { title = only.notes.title, description = only.notes.description } = notes;
  return { ...only, notes: { title, description } };
}
