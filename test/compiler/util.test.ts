import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../compiler/util/json.js';
import { byCodeUnit, sortedBy } from '../../compiler/util/order.js';
import { child, lastSegment, targetOf } from '../../compiler/util/pointer.js';
import { camelCase, isIdentifier, pascalCase, words } from '../../compiler/util/words.js';
import { quoted } from '../../compiler/render/text.js';

describe('names', () => {
  it.each([
    ['thread/inject_items', 'threadInjectItems', 'ThreadInjectItems'],
    ['account/gatewayOAuth/read', 'accountGatewayOAuthRead', 'AccountGatewayOAuthRead'],
    ['command/exec', 'commandExec', 'CommandExec'],
    ['openai/form', 'openaiForm', 'OpenaiForm'],
    ['otlp-http', 'otlpHttp', 'OtlpHttp'],
    ['a.b c', 'aBC', 'ABC'],
  ])('%s', (name, camel, pascal) => {
    expect(camelCase(name)).toBe(camel);
    expect(pascalCase(name)).toBe(pascal);
  });

  it.each([
    ['GatewayOAuthRead', ['gateway', 'o', 'auth', 'read']],
    ['dataBase64', ['data', 'base64']],
    ['v2Ready', ['v2', 'ready']],
    ['iconURLBar', ['icon', 'url', 'bar']],
    ['thread/turns/list', ['thread', 'turns', 'list']],
  ])('the words of %s', (name, expected) => {
    expect(words(name)).toEqual(expected);
  });

  it('identifiers are what the language says', () => {
    expect(['a', '$', '_', 'ünï', '名'].every(isIdentifier)).toBe(true);
    expect(['', '1', 'a-b', 'a b', '🙂', "a'"].some(isIdentifier)).toBe(false);
  });
});

describe('order', () => {
  it('is by code unit', () => {
    expect(['ä', 'z', 'Z', 'a', '_', '1'].sort(byCodeUnit)).toEqual(['1', 'Z', '_', 'a', 'z', 'ä']);
    const items = [{ k: 'b' }, { k: 'a' }];
    expect(sortedBy(items, ({ k }) => k)).toEqual([{ k: 'a' }, { k: 'b' }]);
    expect(items[0]?.k).toBe('b');
  });

  it('of keys does not matter to canonical JSON', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: 0 })).toBe('{"a":0,"b":[{"c":2,"d":1}]}');
  });
});

describe('pointers', () => {
  it('are escaped and unescaped', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(lastSegment(child('#', 'x', name))).toBe(name);
      }),
    );
    expect(child('#', 'a/b', '~', 0)).toBe('#/a~1b/~0/0');
  });

  it('in references may be percent-encoded', () => {
    expect(targetOf('#/definitions/a%20b')).toBe('#/definitions/a b');
    expect(targetOf('#/definitions/100%')).toBe('#/definitions/100%');
  });
});

it('string literals mean what they were made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(new Function(`return ${quoted(text)};`)()).toBe(text);
    }),
  );
});
