import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { differingTypes } from './oracle/compare.js';
import { runtimeTypes } from './oracle/runtime-types.js';
import { pinnedModel } from './support/pinned-model.js';

/** Types that differ from what the runtime itself says in TypeScript, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'v2/AppsConfig': 'The schema leaves out the settings by app, which are flattened into it.',
  'v2/Config': 'Contains AppsConfig.',
  'v2/ConfigReadResponse': 'Contains Config.',
};

it('types say what the runtime says of them in TypeScript', async () => {
  const { protocol, names } = await pinnedModel();
  const paths = new Map(
    [...protocol.declarations.values()].map(({ pointer, name }) => [
      names.types.get(pointer) ?? name,
      pointer.replace('#/definitions/', ''),
    ]),
  );
  const theirs = runtimeTypes();
  const shared = theirs.filter(({ name, path }) => `${paths.get(name)}.ts` === path);
  expect(shared.length).toBeGreaterThan(750);
  const text = readFileSync('generated/types.ts', 'utf8');
  const different = differingTypes(theirs, { text, paths });
  expect([...different.keys()].sort()).toEqual(Object.keys(DIFFERENT));
});
