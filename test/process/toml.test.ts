import { describe, expect, test } from 'vitest';
import { encodeToml, type TomlValue } from '../../runtime/process/toml.js';

test.each<[TomlValue, string]>([
  ['', '""'],
  ['plain', '"plain"'],
  ['a "quoted" \\ text', '"a \\"quoted\\" \\\\ text"'],
  ['\b\t\n\f\r\0\u001f\u007f', '"\\b\\t\\n\\f\\r\\u0000\\u001f\\u007f"'],
  ['ä €😀\u2028', '"ä €😀\u2028"'],
  [true, 'true'],
  [false, 'false'],
  [0, '0'],
  [-0, '-0.0'],
  [42, '42'],
  [-7, '-7'],
  [1.5, '1.5'],
  [1e21, '1e+21'],
  [5e-324, '5e-324'],
  [2 ** 53 - 1, '9007199254740991'],
  [2 ** 53, '9007199254740992.0'],
  [1e20, '100000000000000000000.0'],
  [Number.POSITIVE_INFINITY, 'inf'],
  [Number.NEGATIVE_INFINITY, '-inf'],
  [Number.NaN, 'nan'],
  [2n ** 63n - 1n, '9223372036854775807'],
  [-(2n ** 63n), '-9223372036854775808'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [[], '[]'],
  [[1, 'a', [true]], '[1, "a", [true]]'],
  [{}, '{}'],
  [{ a: 1, 'b-c_D9': { e: 'f' } }, '{ a = 1, b-c_D9 = { e = "f" } }'],
  [{ 'a.b': 1, '': 2, 'c d': 3, 'ä"': 4 }, '{ "a.b" = 1, "" = 2, "c d" = 3, "ä\\"" = 4 }'],
  [{ gone: undefined, there: 1 }, '{ there = 1 }'],
])('%o becomes %s', (value, expected) => {
  expect(encodeToml(value, 'value')).toBe(expected);
});

describe('what TOML cannot say is refused, with its place', () => {
  const cyclic: Record<string, TomlValue> = {};
  cyclic['self'] = cyclic;

  test.each<[unknown, string]>([
    [null, 'value is null'],
    [undefined, 'value is undefined'],
    [{ a: [1, null] }, 'value["a"][1] is null'],
    [[1, undefined], 'value[1] is undefined'],
    [Array(1), 'value[0] is undefined'],
    [() => 1, 'value is function'],
    [new Map(), 'value must be a plain object'],
    [new Date(Number.NaN), 'value is an invalid date'],
    ['\ud800', 'value contains half of a surrogate pair'],
    [{ '\udc00': 1 }, 'half of a surrogate pair'],
    [2n ** 63n, 'value does not fit into 64 bits'],
    [cyclic, 'nested too deep'],
  ])('%o', (value, message) => {
    expect(() => encodeToml(value as TomlValue, 'value')).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        code: 'invalid_configuration',
        message: expect.stringContaining(message),
      }),
    );
  });
});
