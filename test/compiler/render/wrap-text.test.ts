import { describe, expect, it } from 'vitest';
import { wrapText } from '../../../compiler/emit/wrap-text.js';

describe('wrapText', () => {
  it.each([
    ['short lines', 'a b\nc', 'a b\nc'],
    ['long lines', 'aaaa bbbb cccc', 'aaaa bbbb\ncccc'],
    ['words that are too long', 'aaaaaaaaaaaaaaaa b', 'aaaaaaaaaaaaaaaa\nb'],
    ['list entries', '- aaaa bbbb cccc', '- aaaa\n  bbbb\n  cccc'],
    ['numbered entries', '1. aaaa bbbb', '1. aaaa\n   bbbb'],
    ['code', '```\naaaa bbbb cccc\n```', '```\naaaa bbbb cccc\n```'],
    ['indented code', '    aaaa bbbb cccc', '    aaaa bbbb cccc'],
    ['tables', '| aaaa | bbbb | cccc |', '| aaaa | bbbb | cccc |'],
  ])('breaks %s', (_what, text, wrapped) => {
    expect(wrapText(text, 10)).toBe(wrapped);
  });
});
