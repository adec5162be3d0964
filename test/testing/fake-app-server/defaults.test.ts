import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { METHODS } from '../../../generated/methods.js';
import { defaultsFor } from '../../../runtime/testing/fake-app-server/defaults/index.js';

it('answers by itself what the guide lists, and nothing else', () => {
  const guide = readFileSync(new URL('../../../docs/testing-your-app.md', import.meta.url), 'utf8');
  const table = guide.slice(guide.indexOf('| the fake answers by itself'));
  const rows = table.slice(0, table.indexOf('\n\n'));
  const listed = [...rows.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  const methods = listed.filter((name) => Object.hasOwn(METHODS, name));
  expect(methods.toSorted()).toEqual(Object.keys(defaultsFor({} as never)).toSorted());
});
