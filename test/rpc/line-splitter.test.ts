import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageTooLargeError } from '../../runtime/rpc/errors/message-too-large-error.js';
import { LineSplitter } from '../../runtime/rpc/line-splitter.js';

const encoder = new TextEncoder();

interface Outcome {
  readonly lines: readonly string[];
  readonly invalid: number;
  readonly tooLarge: boolean;
}

function split(chunks: readonly Uint8Array[], maxMessageBytes?: number): Outcome {
  const lines: string[] = [];
  let invalid = 0;
  let tooLarge = false;
  const splitter = new LineSplitter(
    { line: (text) => lines.push(text), invalid: () => (invalid += 1) },
    maxMessageBytes === undefined ? {} : { maxMessageBytes },
  );
  try {
    for (const chunk of chunks) splitter.push(chunk);
    splitter.end();
  } catch (error) {
    if (!(error instanceof MessageTooLargeError)) throw error;
    tooLarge = true;
  }
  return { lines, invalid, tooLarge };
}

function splitText(...texts: readonly string[]): readonly string[] {
  return split(texts.map((text) => encoder.encode(text))).lines;
}

describe('lines', () => {
  test('end with a line feed', () => {
    expect(splitText('a\nb\n')).toEqual(['a', 'b']);
  });

  test('may be spread over chunks, also of one byte', () => {
    expect(splitText('{"a"', ':1', '}\n{"b":', '2}\n')).toEqual(['{"a":1}', '{"b":2}']);
    expect(splitText(...Array.from('ab\ncd\r\n\ne'))).toEqual(['ab', 'cd', 'e']);
  });

  test('may end with CRLF, also across chunks; a CR elsewhere stays', () => {
    expect(splitText('a\r\nb\r', '\nc\rd\n')).toEqual(['a', 'b', 'c\rd']);
  });

  test('are skipped when empty', () => {
    expect(splitText('\n\na\n\r\n\n', '\n', '\nb\n')).toEqual(['a', 'b']);
  });

  test('are not ended by other line separators of Unicode', () => {
    const text = '{"a":"\u2028\u2029\u0085\v\f"}';
    expect(splitText(`${text}\n`)).toEqual([text]);
  });

  test('keep a byte order mark', () => {
    expect(splitText('\ufeffa\n\ufeffb\n')).toEqual(['\ufeffa', '\ufeffb']);
  });

  test('are delivered at the end without a line feed', () => {
    expect(splitText('a\nb')).toEqual(['a', 'b']);
    expect(splitText('a\nb\r')).toEqual(['a', 'b']);
    expect(splitText('a\n')).toEqual(['a']);
    expect(splitText()).toEqual([]);
  });

  test('are not delivered after the end', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter({ line: (text) => lines.push(text), invalid: () => {} });
    splitter.push(encoder.encode('a'));
    splitter.end();
    splitter.end();
    splitter.push(encoder.encode('b\n'));
    expect(lines).toEqual(['a']);
  });
});

describe('UTF-8', () => {
  test('is whole again when a chunk ends inside a character', () => {
    const bytes = encoder.encode('"ä€😀"\n"é"\n');
    for (let at = 0; at <= bytes.length; at += 1) {
      const { lines } = split([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(lines).toEqual(['"ä€😀"', '"é"']);
    }
  });

  test('that is broken costs its own line only', () => {
    const errors: Error[] = [];
    const lines: string[] = [];
    const splitter = new LineSplitter({
      line: (text) => lines.push(text),
      invalid: (error) => {
        lines.push('(invalid)');
        errors.push(error);
      },
    });
    const bad = Uint8Array.of(0x22, 0xff, 0x22, 0x0a);
    splitter.push(
      Buffer.concat([Buffer.from('a\n'), bad, Buffer.from('b\n'), bad, Buffer.from('c')]),
    );
    splitter.push(Uint8Array.of(0x0a, 0xe2, 0x82));
    splitter.end();
    expect(lines).toEqual(['a', '(invalid)', 'b', '(invalid)', 'c', '(invalid)']);
    expect(errors[0]).toMatchObject({ code: 'invalid_utf8' });
    expect(errors[0]?.message).toMatch(/3 bytes/);
  });
});

describe('the limit', () => {
  test('allows lines of exactly that many bytes, with either line end', () => {
    expect(split([encoder.encode('äb\nccc\r\nddd\r'), encoder.encode('\neee')], 3)).toEqual({
      lines: ['äb', 'ccc', 'ddd', 'eee'],
      invalid: 0,
      tooLarge: false,
    });
  });

  test('ends the stream after the lines before', () => {
    for (const chunks of [
      ['a\nbbbb\nc\n'],
      ['a\nbb', 'bb\nc\n'],
      ['a\n', 'bbb', 'b'],
      ['a\nbbb\r', 'x'],
    ]) {
      const outcome = split(
        chunks.map((chunk) => encoder.encode(chunk)),
        3,
      );
      expect(outcome).toEqual({ lines: ['a'], invalid: 0, tooLarge: true });
    }
  });

  test('tells sizes in the error, and nothing follows it', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter(
      { line: (text) => lines.push(text), invalid: () => {} },
      { maxMessageBytes: 3 },
    );
    expect(() => splitter.push(encoder.encode('abcdef'))).toThrow(
      expect.objectContaining({
        name: 'MessageTooLargeError',
        code: 'message_too_large',
        direction: 'inbound',
        limit: 3,
        size: 6,
      }),
    );
    splitter.push(encoder.encode('g\nh\n'));
    splitter.end();
    expect(lines).toEqual([]);
  });
});

describe('any chunking gives the same outcome', () => {
  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\u2028', '€', '😀', '\ufeff'),
    },
    { weight: 4, arbitrary: fc.string({ maxLength: 12, unit: 'binary' }) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }) },
  );
  const stream = fc
    .array(piece, { maxLength: 40 })
    .map((pieces) => Buffer.concat(pieces.map((part) => Buffer.from(part as string))));
  const cuts = fc.array(fc.nat(200), { maxLength: 30 });

  function chunksOf(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
    const places = [
      0,
      ...cuts.filter((at) => at <= bytes.length).sort((a, b) => a - b),
      bytes.length,
    ];
    return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
  }

  /** The plainest thing that could be right. */
  function reference(bytes: Buffer, limit: number): Outcome {
    const lines: string[] = [];
    let invalid = 0;
    for (let rest = bytes; rest.length > 0;) {
      const found = rest.indexOf(0x0a);
      let line = rest.subarray(0, found === -1 ? rest.length : found);
      rest = rest.subarray(found === -1 ? rest.length : found + 1);
      if (line.at(-1) === 0x0d) line = line.subarray(0, -1);
      if (line.length > limit) return { lines, invalid, tooLarge: true };
      const text = line.toString();
      if (!Buffer.from(text).equals(line)) invalid += 1;
      else if (text !== '') lines.push(text);
    }
    return { lines, invalid, tooLarge: false };
  }

  test.each([Infinity, 5])('with a limit of %d', (limit) => {
    fc.assert(
      fc.property(stream, cuts, (bytes, cuts) => {
        expect(split(chunksOf(bytes, cuts), limit)).toEqual(reference(bytes, limit));
      }),
      { numRuns: 1000 },
    );
  });
});

test('a long line takes linear time', { retry: 2 }, () => {
  const time = (megabytes: number): number => {
    const chunk = new Uint8Array(64 * 1024).fill(0x61);
    const splitter = new LineSplitter({ line: () => {}, invalid: () => {} });
    const start = performance.now();
    for (let index = 0; index < megabytes * 16; index += 1) splitter.push(chunk);
    splitter.push(Uint8Array.of(0x0a));
    return performance.now() - start;
  };
  time(8);
  // Quadratic would be 64 times as long.
  expect(time(64)).toBeLessThan(Math.max(time(8), 5) * 24);
});
