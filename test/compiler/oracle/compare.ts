import ts from 'typescript';
import { typeCheck } from '../support/type-check.js';
import type { RuntimeType } from './runtime-types.js';

/**
 * Which of the types that both sides have are not the same. Whether a property may be absent or null
 * is left out: there it tells who writes a value, here what the schema allows.
 */
export function differingTypes(
  theirs: readonly RuntimeType[],
  ours: { readonly text: string; readonly paths: ReadonlyMap<string, string> },
): Map<string, 'narrower' | 'wider' | 'other'> {
  const common = theirs.filter(({ name, path: file }) => ours.paths.get(name) === stem(file));
  const lines = common.map(({ name, path: file }, index) => {
    const verdict = `Verdict<import('./theirs/${stem(file)}').${name}, import('./ours').${name}>`;
    return `export const type${index}: ${verdict} = 'same';`;
  });
  const found = typeCheck(
    [
      ...theirs.map(({ path: file, text }) => ({ path: `theirs/${file}`, text })),
      { path: 'ours.ts', text: ours.text },
      { path: 'compare.ts', text: [COMPARE, ...lines].join('\n') },
    ],
    { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  );
  return new Map(
    found.map((problem) => {
      const line = /^compare\.ts:(\d+) Type '"same"' is not assignable to type '"(\w+)"'/.exec(
        problem,
      );
      const type = common[Number(line?.[1]) - 1 - COMPARE.split('\n').length];
      if (type === undefined) throw new Error(problem);
      return [stem(type.path), line?.[2] as 'narrower' | 'wider' | 'other'];
    }),
  );
}

function stem(file: string): string {
  return file.replace(/\.ts$/, '');
}

const COMPARE = `
type Plain<T> = unknown extends T ? unknown
  : T extends readonly (infer E)[] ? Plain<E>[]
  : T extends object ? { [K in keyof T]-?: Inner<T[K]> }
  : T;
type Inner<T> = unknown extends T ? unknown : Plain<Exclude<T, null | undefined>>;
type Fits<A, B> = [A] extends [B] ? true : false;
type Verdict<Theirs, Ours> = Decide<Fits<Inner<Ours>, Inner<Theirs>>, Fits<Inner<Theirs>, Inner<Ours>>>;
type Decide<In, Out> = In extends true ? (Out extends true ? 'same' : 'narrower') : Out extends true ? 'wider' : 'other';
`;
