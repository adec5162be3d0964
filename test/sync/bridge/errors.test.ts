import { inspect, types } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  CodexError,
  InvalidParamsError,
  MethodNotFoundError,
  TransportClosedError,
} from '../../../runtime/index.js';
import {
  callerFrames,
  giveProperties,
  packError,
  stampCaller,
  unpackError,
} from '../../../runtime/sync/bridge/errors.js';
import type { Part } from '../../../runtime/sync/bridge/messages.js';
import { type Found, packLeniently, unpack } from '../../../runtime/sync/bridge/pack.js';

function partOf({ value, errorSlot }: Found): Part | 'dropped' | undefined {
  if (value instanceof Error) return { kind: 'error', error: packError(value, errorSlot) };
  return typeof value === 'object' ? undefined : 'dropped';
}

function across<E extends Error>(error: E): E {
  return unpack(structuredClone(packLeniently(error, partOf, Infinity)), (part, later) => {
    const packed = (part as Extract<Part, { kind: 'error' }>).error;
    const unpacked = unpackError(packed);
    later(() => {
      giveProperties(unpacked, packed);
    });
    return unpacked;
  }) as E;
}

describe('an error on its way to another thread', () => {
  it('keeps its class, its fields and its looks', () => {
    const init = { method: 'model/list', rpcCode: -32602, message: 'no', data: { at: [1] } };
    const error = new InvalidParamsError(init);
    const got = across(error);
    expect(got).toBeInstanceOf(InvalidParamsError);
    expect(types.isNativeError(got)).toBe(true);
    expect(CodexError.isCodexError(got)).toBe(true);
    expect(Object.entries(got)).toEqual(Object.entries(error));
    expect(got.stack).toBe(error.stack);
    expect(inspect(got)).toBe(inspect(error));
  });

  it('keeps its cause, which does not show', () => {
    const got = across(new CodexError('outer', { cause: 'inner' }));
    expect(got.cause).toBe('inner');
    expect(Object.keys(got)).not.toContain('cause');
  });

  it('is of the nearest class that both sides know', () => {
    class Special extends MethodNotFoundError {
      readonly extra = 1;
    }
    const got = across(new Special({ method: 'a/b', rpcCode: -32601, message: 'no' }));
    expect(got.constructor).toBe(MethodNotFoundError);
    expect(got.extra).toBe(1);
    expect(across(new RangeError('r')).constructor).toBe(RangeError);
  });

  it('goes without what cannot be sent', () => {
    const error = Object.assign(new Error('e'), { good: 1, bad: () => {} });
    expect(across(error)).toMatchObject({ message: 'e', good: 1 });
    expect(across(error).bad).toBeUndefined();
  });

  it('may hold itself, at any depth and in any number', () => {
    const error: Error & { details?: unknown } = new Error('outer');
    error.details = { error };
    error.cause = new Error('inner', { cause: error });
    const got = across(error);
    expect((got.details as { error: unknown }).error).toBe(got);
    expect((got.cause as Error).cause).toBe(got);
    let deep = new Error('deepest');
    for (let i = 0; i < 3_000; i++) deep = new Error(`${i}`, { cause: deep });
    expect(((across(deep).cause as Error).cause as Error).message).toBe('2997');
    const all = Array.from({ length: 30 }, () => new Error('one of many')) as (Error & {
      all: unknown;
    })[];
    for (const each of all) each.all = all;
    expect(across(all[0] as Error & { all: unknown[] }).all).toHaveLength(30);
  });

  it('may throw when it is looked at', () => {
    const thrower = (key: string): Error =>
      Object.defineProperty(Object.assign(new Error('kept'), { code: 'E' }), key, {
        enumerable: true,
        get: () => {
          throw new Error('not yet');
        },
      });
    expect(across(thrower('response'))).toMatchObject({ message: 'kept', code: 'E' });
    expect(across(thrower('message'))).toMatchObject({ message: '', code: 'E' });
    expect(across(thrower('stack'))).toMatchObject({ message: 'kept', code: 'E' });
    const odd = Object.assign(new Error('odd'), { message: Symbol('s'), stack: 5 });
    expect(across(odd).message).toBe('Symbol(s)');
    const trap = (): never => {
      throw new Error('trapped');
    };
    const guarded = new Proxy(new Error('guarded'), { get: trap, ownKeys: trap });
    expect(across(guarded)).toBeInstanceOf(Error);
  });

  it('shows the frames below the function that the program called', () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 1;
    const called = (): string[] => inside();
    const inside = (): string[] => callerFrames(called);
    function program(): string[] {
      return called();
    }
    const frames = program();
    Error.stackTraceLimit = stackTraceLimit;
    expect(frames).toEqual([expect.stringContaining('at program ')]);
  });

  it('shows who called; an unexpected one shows where it came from as well', () => {
    const frames = ['    at caller (program.ts:1:1)'];
    const info = { reason: 'closed', exitCode: 0, signal: null, stderr: '' } as const;
    const closed = across(TransportClosedError.from(info));
    stampCaller(closed, frames);
    expect(closed.stack).toBe(`TransportClosedError: ${closed.message}\n${frames[0]}`);
    const unexpected = across(new TypeError('t'));
    stampCaller(unexpected, frames);
    expect(unexpected.stack).toMatch(
      /^TypeError: t\n +at .*errors\.test\.ts.*\n(.*\n)*    at caller/,
    );
  });
});
