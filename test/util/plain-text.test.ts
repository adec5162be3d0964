import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestLines, plainText } from '../../runtime/util/plain-text.js';

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b[38;2;1;2;3mtrue colour\u001b[m', 'true colour'],
  ['\u001b[2K\u001b[1Gprogress\u001b[?25h', 'progress'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u001b(Bcharset\u001b7\u001b8', 'charset'],
  ['[31m is text without its escape', '[31m is text without its escape'],
  ['ends in the middle \u001b[3', 'ends in the middle \u001b[3'],
])('%j is %j for people', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test('colours go as Node strips them', () => {
  const codes = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 5 });
  const piece = fc.oneof(
    codes.map((list) => `\u001b[${list.join(';')}m`),
    fc.string().filter((text) => !text.includes('\u001b')),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(plainText(text)).toBe(stripVTControlCharacters(text));
    }),
    { seed: 1 },
  );
});

test('the newest lines follow a message, if there is something in them', () => {
  expect(newestLines('one\ntwo\n\u001b[1mthree\u001b[0m\n', 2)).toBe('\ntwo\nthree');
  expect(newestLines(' \n\u001b[0m\n', 2)).toBe('');
  expect(newestLines('', 2)).toBe('');
});
