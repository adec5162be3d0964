import { describe, expect, it } from 'vitest';
import type { Part } from '../../../runtime/sync/bridge/messages.js';
import { pack, type PackPart, packLeniently, unpack } from '../../../runtime/sync/bridge/pack.js';

/** Functions go by their number; symbols are left out. */
function packed(value: unknown): ReturnType<typeof pack> {
  let id = 0;
  const part: PackPart = ({ value: inner }) => {
    if (typeof inner === 'symbol') return 'dropped';
    return typeof inner === 'function' ? { kind: 'function', id: ++id, oneWay: false } : undefined;
  };
  return pack(value, part);
}

const counterpart = (part: Part): unknown => (part as { id: number }).id;

function across(value: unknown): unknown {
  const sent = packed(value);
  return unpack(structuredClone(sent), counterpart);
}

describe('a value on its way to another thread', () => {
  it('goes as it is when all of it can be cloned', () => {
    const value = { a: [1, { b: null, c: undefined }], d: new Date(0), e: new Uint8Array([1]) };
    const sent = packed(value);
    expect(sent).toEqual({ value });
    expect(sent.value).toBe(value);
  });

  it('has counterparts for what cannot be cloned, wherever that is', () => {
    const f = (): void => {};
    expect(across(f)).toBe(1);
    const value = { list: [f, { deep: f }], f, plain: { kept: true } };
    expect(across(value)).toEqual({ list: [1, { deep: 2 }], f: 3, plain: { kept: true } });
    expect(value.list[0]).toBe(f);
  });

  it('loses what is left out', () => {
    const s = Symbol('s');
    expect(across(s)).toBeUndefined();
    expect(Object.keys(across({ s, t: 1 }) as object)).toEqual(['t']);
    expect(across([s, 1])).toEqual([undefined, 1]);
  });

  it('has the form that JSON would give it', () => {
    expect(across({ at: new URL('https://x/') })).toEqual({ at: 'https://x/' });
  });

  it('may contain itself, and the same thing twice', () => {
    const value: Record<string, unknown> = { a: { n: 1 } };
    value['self'] = value;
    value['b'] = value['a'];
    const got = across(value) as Record<string, unknown>;
    expect(got['self']).toBe(got);
    expect(got['b']).toBe(got['a']);
  });

  it('may contain itself and the same thing twice beside what cannot be cloned', () => {
    const shared = { f: (): void => {} };
    const value: Record<string, unknown> = { a: shared, list: [shared] };
    value['self'] = value;
    const got = across(value) as { a: object; list: object[]; self: unknown };
    expect(got.self).toBe(got);
    expect(got.a).toEqual({ f: 1 });
    expect(got.list[0]).toBe(got.a);
  });

  it.each([
    ['a proxy', new Proxy({ a: [1] }, {})],
    ['a proxy of a list', { list: new Proxy([1, { a: 2 }], {}) }],
    ['a promise', { p: Promise.resolve(1) }],
    ['a WeakMap', { w: new WeakMap() }],
    ['a Map and a Set', { m: new Map([[1, (): void => {}]]), s: new Set([1]) }],
    ['a buffer', { b: Buffer.from('x') }],
    ['boxed values', { n: Object(5) as unknown, s: Object('x') as unknown }],
    ['an object with what JSON is to write', { o: { toJSON: (key: string) => ({ key }) } }],
    [
      'one that writes itself',
      {
        a: 1,
        toJSON(): unknown {
          return this;
        },
      },
    ],
    ['a property that is called __proto__', JSON.parse('{"__proto__":{"a":1},"b":[1]}')],
    [
      'one of a class',
      new (class {
        x = 1;
        get y(): number {
          return 2;
        }
      })(),
    ],
  ])('is written by JSON as it is where it comes from: %s', (_name, value) => {
    const beside = { value, f: (): void => {} };
    expect(JSON.stringify(across(value))).toBe(JSON.stringify(value));
    expect(JSON.stringify((across(beside) as { value: unknown }).value)).toBe(
      JSON.stringify(value),
    );
  });

  it('is looked at once, however often it is contained', () => {
    let looks = 0;
    let value: object = {
      get leaf(): number {
        return ++looks;
      },
      f: (): void => {},
    };
    for (let i = 0; i < 40; i++) value = { x: value, y: value };
    packed(value);
    expect(looks).toBeLessThan(4);
  });
});

describe('what cannot be sent as a whole', () => {
  const lenient = (value: unknown, most = Infinity): unknown => {
    const sent = packLeniently(
      value,
      ({ value: inner }) => (typeof inner === 'object' ? undefined : 'dropped'),
      most,
    );
    return unpack(structuredClone(sent), counterpart);
  };

  it('is sent as far as it can be', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const value = {
      good: [1, { deep: 'yes' }],
      get bad(): never {
        throw new Error('not now');
      },
      proxy: revoked.proxy,
      f: (): void => {},
      after: true,
    };
    expect(lenient(value)).toEqual({ good: [1, { deep: 'yes' }], after: true });
    expect(lenient(revoked.proxy)).toBeUndefined();
  });

  it('may be as deep as it likes, and contain itself', () => {
    interface Chain {
      next?: Chain;
      first?: Chain;
    }
    const first: Chain = {};
    let last = first;
    for (let i = 0; i < 20_000; i++) last = last.next = { first };
    const got = lenient(first) as Chain;
    expect(got.next?.next?.first).toBe(got);
  });

  it('is cut off where it becomes too much', () => {
    const list = Array.from({ length: 10 }, (_, i) => ({ i }));
    expect(Object.values(lenient(list, 5) as object).filter(Boolean)).toHaveLength(4);
  });
});
