import { describe, expect, test } from 'vitest';
import { encodeDocument, mergeTables } from '../../runtime/testing/scripted-model/toml.js';

describe('a document', () => {
  test('has plain keys first, then a section for each table', () => {
    const document = {
      a: { deep: { er: true }, x: 1 },
      text: 'two\nlines',
      left_out: undefined,
      'odd key': [1, 'b', { c: false }],
      empty: {},
    };
    expect(encodeDocument(document)).toBe(
      [
        'text = "two\\nlines"',
        '"odd key" = [1, "b", { c = false }]',
        '',
        '[a]',
        'x = 1',
        '',
        '[a.deep]',
        'er = true',
        '',
        '[empty]',
        '',
      ].join('\n'),
    );
  });

  test('quotes keys in headers as well', () => {
    expect(encodeDocument({ projects: { '/a "b"': { trust: 'yes' } } })).toBe(
      '\n[projects."/a \\"b\\""]\ntrust = "yes"\n',
    );
  });

  test('names the place of what it cannot say', () => {
    expect(() => encodeDocument({ a: { b: '\ud800' } })).toThrow('a.b contains half');
  });
});

test('merging goes into tables, replaces all else, and leaves both as they were', () => {
  const base = { a: { x: 1, y: 2 }, list: [1, 2], gone: true };
  const over = { a: { y: 3 }, list: [4], gone: undefined, added: { z: 0 } };
  expect(mergeTables(base, over)).toEqual({
    a: { x: 1, y: 3 },
    list: [4],
    gone: undefined,
    added: { z: 0 },
  });
  expect(base).toEqual({ a: { x: 1, y: 2 }, list: [1, 2], gone: true });
});
