import { types } from 'node:util';
import { expect, test } from 'vitest';
import { TransportClosedError } from '../../runtime/rpc/errors/connection-errors.js';
import { called, CallSite } from '../../runtime/util/call-site.js';

function somewhereElse(): TransportClosedError {
  const cause = new Error('Why');
  const info = {
    reason: 'exited',
    exitCode: 3,
    signal: null,
    stderr: 'words',
    error: cause,
  } as const;
  return TransportClosedError.from(info);
}

function placeOfInterest(): CallSite {
  return new CallSite();
}

test('a copy is the same error, with the stack of the call', () => {
  const original = somewhereElse();
  const copy = placeOfInterest().copy(original);
  expect(copy).not.toBe(original);
  expect(copy).toEqual(original);
  expect(copy).toBeInstanceOf(TransportClosedError);
  expect(types.isNativeError(copy)).toBe(true);
  expect(copy).toMatchObject({
    name: 'TransportClosedError',
    code: 'transport_closed',
    exitCode: 3,
    stderr: 'words',
    cause: { message: 'Why' },
  });
  expect(copy.stack).toContain(`TransportClosedError: ${original.message}\n`);
  expect(copy.stack).toContain('placeOfInterest');
  expect(copy.stack).not.toContain('somewhereElse');
  expect(original.stack).toContain('somewhereElse');
  expect(Object.keys(copy)).toEqual(Object.keys(original));
});

test('a copy of a copy has the stack of the last call', () => {
  const copy = new CallSite().copy(placeOfInterest().copy(somewhereElse()));
  expect(copy.stack).not.toContain('placeOfInterest');
  expect(copy).toBeInstanceOf(TransportClosedError);
});

test.each([new TypeError('of the user'), 'text', undefined, { message: 'no error' }])(
  '%s is left alone',
  (thrown) => {
    expect(new CallSite().copy(thrown)).toBe(thrown);
  },
);

test('without stacks the error keeps its own', () => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const site = new CallSite();
  Error.stackTraceLimit = limit;
  expect(site.stamp(somewhereElse()).stack).toContain('somewhereElse');
});

function deep(levels: number): Error {
  return levels === 0 ? new CallSite().stamp(somewhereElse()) : deep(levels - 1);
}

test('stacks reach past the frames of the SDK, and no further than they do for others', () => {
  const limit = Error.stackTraceLimit;
  function placeAbove(levels: number): Error[] {
    return [deep(levels), deep(200)];
  }
  const [near, far] = placeAbove(limit);
  expect(near?.stack).toContain('placeAbove');
  expect(far?.stack).not.toContain('placeAbove');
  expect(Error.stackTraceLimit).toBe(limit);
});

test('a limit that cannot be changed stays as it is', () => {
  const { stackTraceLimit: value } = Error;
  Object.defineProperty(Error, 'stackTraceLimit', { value, writable: false, configurable: true });
  try {
    expect(placeOfInterest().stamp(somewhereElse()).stack).toContain('placeOfInterest');
  } finally {
    Object.defineProperty(Error, 'stackTraceLimit', { value, writable: true, configurable: true });
  }
});

test('what several calls wait for fails each with the stack of its own', async () => {
  const shared = Promise.reject(somewhereElse());
  const placeOne = (): Promise<unknown> => called(() => shared);
  const placeTwo = (): Promise<unknown> => called(() => shared);
  const [one, two] = await Promise.allSettled([placeOne(), placeTwo()]);
  expect(one).toMatchObject({ reason: { stack: expect.stringContaining('placeOne') as string } });
  expect(two).toMatchObject({ reason: { stack: expect.stringContaining('placeTwo') as string } });
});
