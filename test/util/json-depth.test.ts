import { expect, it } from 'vitest';
import { isDeeperThan } from '../../runtime/util/json-depth.js';

const long = 'x'.repeat(50);

it.each<[string, unknown, number]>([
  ['no lists or objects', long, 0],
  ['lists and objects in one another', { a: [{ b: long }] }, 3],
  ['lists and objects beside one another', [[long], { a: {} }, []], 3],
  ['brackets in texts and names', { '[[[': '{{{', ']}"]': long }, 1],
  ['quotes and backslashes in texts', ['"[[', '\\', '\\"[[', '\\\\', ['\\\\"', long]], 2],
])('counts the levels of %s', (_name, value, depth) => {
  const text = JSON.stringify(value);
  expect(isDeeperThan(text, depth)).toBe(false);
  expect(isDeeperThan(text, depth - 1)).toBe(depth > 0);
});

it('tells apart what is just as deep as it may be and what is deeper', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(isDeeperThan(nested(126), 126)).toBe(false);
  expect(isDeeperThan(nested(127), 126)).toBe(true);
});
