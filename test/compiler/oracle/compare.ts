import ts from 'typescript';
import { typeCheck } from '../support/type-check.js';
import type { RuntimeType } from './runtime-types.js';

/** How our type differs from theirs. */
export type Difference = 'narrower' | 'wider' | 'other';

/** Our side of the comparison. */
export interface Ours {
  /** The generated modules that declare the types and the messages. */
  readonly modules: readonly { readonly path: string; readonly text: string }[];
  /** The types to compare, and where the runtime has them, without `.ts`. */
  readonly paths: ReadonlyMap<string, string>;
}

/** The unions of messages, and their methods. */
export type Messages = ReadonlyMap<string, readonly string[]>;

/**
 * Which of the types that both sides have, and of the params of the methods that both have, are not
 * the same. Whether a property may be absent or null is left out: there it tells who writes a value,
 * here what the schema allows.
 */
export function compareWith(
  theirs: readonly RuntimeType[],
  ours: Ours,
  messages: Messages,
): Map<string, Difference> {
  const types = theirs
    .filter(({ name, path }) => ours.paths.get(name) === stem(path))
    .map(({ name, path }) => ({
      label: stem(path),
      pair: `import('./theirs/${stem(path)}').${name}, ours.${name}`,
    }));
  const params = [...messages].flatMap(([union, methods]) =>
    methods.map((method) => ({
      label: method,
      pair: [`import('./theirs/${union}')`, 'ours']
        .map((side) => `Params<${side}.${union}, '${method}'>`)
        .join(', '),
    })),
  );
  const pairs = [...types, ...params];
  const lines = pairs.map(
    ({ pair }, index) => `export const pair${index}: Verdict<${pair}> = 'same';`,
  );
  const found = typeCheck(
    [
      ...theirs.map(({ path, text }) => ({ path: `theirs/${path}`, text })),
      ...ours.modules.map(({ path, text }) => ({ path: `ours/${path}`, text })),
      { path: 'ours.ts', text: ours.modules.map(exportAll).join('\n') },
      { path: 'compare.ts', text: [COMPARE, ...lines].join('\n') },
    ],
    { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  );
  return new Map(
    found.map((problem) => {
      const line = /^compare\.ts:(\d+) Type '"same"' is not assignable to type '"(\w+)"'/.exec(
        problem,
      );
      const pair = pairs[Number(line?.[1]) - 1 - COMPARE.split('\n').length];
      if (pair === undefined) throw new Error(problem);
      return [pair.label, line?.[2] as Difference];
    }),
  );
}

function exportAll({ path }: { readonly path: string }): string {
  return `export type * from './ours/${stem(path)}';`;
}

function stem(file: string): string {
  return file.replace(/\.ts$/, '');
}

const COMPARE = `
import type * as ours from './ours';
type Plain<T> = unknown extends T ? unknown
  : T extends readonly (infer E)[] ? Plain<E>[]
  : T extends object ? { [K in keyof T]-?: Inner<T[K]> }
  : T;
type Inner<T> = unknown extends T ? unknown : Plain<Exclude<T, null | undefined>>;
type Fits<A, B> = [A] extends [B] ? true : false;
type Verdict<Theirs, Ours> = Decide<Fits<Inner<Ours>, Inner<Theirs>>, Fits<Inner<Theirs>, Inner<Ours>>>;
type Decide<In, Out> = In extends true ? (Out extends true ? 'same' : 'narrower') : Out extends true ? 'wider' : 'other';
type Params<Union, M> = Union extends { method: M } ? (Union extends { params?: infer P } ? P : never) : never;
`;
