import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { printData } from '../../../compiler/render/data-text.js';
import type { DataConstant } from '../../../compiler/render/statement.js';
import { STYLE } from '../../../compiler/render/style.js';

function constant(value: unknown, type: string | null = null): DataConstant {
  return { kind: 'data', name: 'DATA', description: 'Some data.', exported: true, type, value };
}

async function expectSettled(data: DataConstant): Promise<void> {
  const text = `${printData(data)}\n`;
  expect(text).toBe(await format(text, { ...STYLE, parser: 'typescript' }));
}

describe('a data constant', () => {
  it('is laid out as prettier does it', async () => {
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(null, true, 0, 'a', "it's", 'say "hi"', '\\', 'x'.repeat(110)),
      fc.string({ maxLength: 40 }),
    );
    const key = fc.constantFrom('a', 'abcd', 'abcde', 'some/method', 'ca-cert', 'x'.repeat(30));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, tie('object'), tie('list')),
      object: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      list: fc.array(fc.oneof(fc.constantFrom('a', 'threadId', 'x'.repeat(30)), tie('object')), {
        maxLength: 6,
      }),
    }));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }), async (data) => {
        await expectSettled(constant(data));
        await expectSettled(constant(data, 'Readonly<Record<string, unknown>>'));
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('holds the very data', () => {
    const data = { a: [1, 'b', { c: null }], 'd/e': 'it\'s \u2028 \\ "', f: undefined };
    const text = printData({ ...constant(data, 'unknown'), exported: false });
    const read: unknown = new Function(`${text.replace(': unknown', '')} return DATA;`)();
    expect(read).toEqual({ a: data.a, 'd/e': data['d/e'] });
  });

  it('does not set a prototype', () => {
    const data = JSON.parse('{"__proto__":{"x":1}}') as object;
    expect(printData(constant(data))).toContain(`{ ['__proto__']: { x: 1 } }`);
  });
});
