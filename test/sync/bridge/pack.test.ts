import { describe, expect, it } from 'vitest';
import type { Part } from '../../../runtime/sync/bridge/messages.js';
import { pack, type PackPart, unpack } from '../../../runtime/sync/bridge/pack.js';

/** Functions go by their number; symbols are left out. */
function packed(value: unknown): ReturnType<typeof pack> {
  let id = 0;
  const part: PackPart = (inner) => {
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
});
