import { inspect, types } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  CodexError,
  InvalidParamsError,
  MethodNotFoundError,
  TransportClosedError,
} from '../../../runtime/index.js';
import { packError, stampCaller, unpackError } from '../../../runtime/sync/bridge/errors.js';
import type { Packed } from '../../../runtime/sync/bridge/messages.js';
import { pack, unpack } from '../../../runtime/sync/bridge/pack.js';

const packValue = (value: unknown): Packed => pack(value, () => undefined);
const unpackValue = (packed: Packed): unknown => unpack(packed, () => undefined);

function across<E extends Error>(error: E): E {
  return unpackError(structuredClone(packError(error, packValue)), unpackValue) as E;
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
