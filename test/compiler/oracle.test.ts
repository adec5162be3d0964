import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ENVELOPES } from '../../compiler/model/envelope.js';
import { compareWith } from './oracle/compare.js';
import { runtimeTypes } from './oracle/runtime-types.js';
import { pinnedModel } from './support/pinned-model.js';

/** Types that differ from what the runtime itself says in TypeScript, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'v2/AppsConfig': 'The schema leaves out the settings by app, which are flattened into it.',
  'v2/Config': 'Contains AppsConfig.',
  'v2/ConfigReadResponse': 'Contains Config.',
};

const OUTSIDE = 'Is filtered out of every schema dump.';

/** Messages that the runtime has in TypeScript only, and why. */
const THEIRS_ONLY: Readonly<Record<string, string>> = {
  getAuthStatus: OUTSIDE,
  getConversationSummary: OUTSIDE,
  gitDiffToRemote: OUTSIDE,
  'rawResponse/completed': OUTSIDE,
  'rawResponseItem/completed': OUTSIDE,
};

it('types and messages say what the runtime says of them in TypeScript', async () => {
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

  const methods = new Map([
    [ENVELOPES.request, protocol.requests],
    [ENVELOPES.serverRequest, protocol.serverRequests],
    [ENVELOPES.notification, protocol.notifications],
    [ENVELOPES.clientNotification, protocol.clientNotifications],
  ]);
  const messages = new Map(
    [...methods].map(([union, list]) => [union, list.map(({ method }) => method)] as const),
  );
  const theirsOnly = [...messages].flatMap(([union, ours]) => {
    const text = theirs.find(({ path }) => path === `${union}.ts`)?.text ?? '';
    const known = [...text.matchAll(/"method": "([^"]+)"/g)].map(([, method = '']) => method);
    expect({ union, missing: ours.filter((method) => !known.includes(method)) }).toEqual({
      union,
      missing: [],
    });
    return known.filter((method) => !ours.includes(method));
  });
  expect(theirsOnly.sort()).toEqual(Object.keys(THEIRS_ONLY));

  const modules = ['types.ts', 'protocol.ts'].map((path) => ({
    path,
    text: readFileSync(`generated/${path}`, 'utf8'),
  }));
  const different = compareWith(theirs, { modules, paths }, messages);
  expect([...different.keys()].sort()).toEqual(Object.keys(DIFFERENT));
});
