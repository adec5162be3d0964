import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  AbortError,
  ConfigurationError,
  InvalidRequestError,
  isRetryableError,
  JsonRpcError,
  retryOnOverload,
  ServerBusyError,
  TurnFailedError,
  type TurnResult,
} from '../../runtime/index.js';

const init = {
  method: 'thread/start',
  rpcCode: -32001,
  message: 'Server overloaded; retry later.',
};
const busy = new ServerBusyError(init);

function failedTurn(codexErrorInfo: 'serverOverloaded' | 'other'): TurnFailedError {
  const error = { message: 'no', codexErrorInfo };
  return new TurnFailedError({ status: 'failed', error } as TurnResult);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('tells overload in every spelling, and turns that failed by it', () => {
  expect(isRetryableError(busy)).toBe(true);
  for (const data of [
    { codexErrorInfo: 'serverOverloaded' },
    { codex_error_info: 'server_overloaded' },
    { info: { serverOverloaded: {} } },
  ]) {
    expect(isRetryableError(new JsonRpcError({ ...init, rpcCode: -32000, data }))).toBe(true);
  }
  expect(isRetryableError(failedTurn('serverOverloaded'))).toBe(true);
  expect(isRetryableError(failedTurn('other'))).toBe(false);
  expect(isRetryableError(new InvalidRequestError(init))).toBe(false);
  expect(isRetryableError(new Error('serverOverloaded'))).toBe(false);
});

it('tries again with a pause that doubles up to a limit', async () => {
  const times: number[] = [];
  const start = Date.now();
  const result = retryOnOverload(
    () => {
      times.push(Date.now() - start);
      return times.length < 5 ? Promise.reject(busy) : Promise.resolve('done');
    },
    { maxAttempts: 5, initialDelayMs: 100, maxDelayMs: 300 },
  );
  await vi.runAllTimersAsync();
  expect(await result).toBe('done');
  expect(times).toEqual([0, 100, 300, 600, 900]);
});

it('varies the pause by the jitter, both ways', async () => {
  for (const [random, delay] of [
    [0, 800],
    [0.999_999, 1199],
  ] as const) {
    vi.mocked(Math.random).mockReturnValue(random);
    let calls = 0;
    const result = retryOnOverload(
      () => (calls++ === 0 ? Promise.reject(busy) : Promise.resolve()),
      { initialDelayMs: 1000 },
    );
    await vi.advanceTimersByTimeAsync(delay - 1);
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(2);
    expect(calls).toBe(2);
    await result;
  }
});

it('throws the last error as it came, and any other error at once', async () => {
  const result = retryOnOverload(() => Promise.reject(busy)).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(await result).toBe(busy);
  const other = new InvalidRequestError(init);
  await expect(retryOnOverload(() => Promise.reject(other))).rejects.toBe(other);
});

it('stops by its signal', async () => {
  const controller = new AbortController();
  const result = retryOnOverload(() => Promise.reject(busy), { signal: controller.signal });
  const rejected = expect(result).rejects.toMatchObject({ name: 'AbortError', cause: 'no more' });
  await vi.advanceTimersByTimeAsync(10);
  controller.abort('no more');
  await rejected;
  await expect(
    retryOnOverload(() => Promise.resolve(), { signal: controller.signal }),
  ).rejects.toThrow(AbortError);
});

it.each([
  { maxAttempts: 0 },
  { initialDelayMs: -1 },
  { maxDelayMs: Number.NaN },
  { jitterRatio: 2 },
])('refuses %o', async (options) => {
  await expect(retryOnOverload(() => Promise.resolve(), options)).rejects.toThrow(
    ConfigurationError,
  );
});
