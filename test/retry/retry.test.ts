import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  AbortError,
  Codex,
  ConfigurationError,
  InvalidRequestError,
  isRetryableError,
  JsonRpcError,
  retryOnOverload,
  ServerBusyError,
  TurnFailedError,
  type TurnResult,
} from '../../runtime/index.js';
import { retry_on_overload } from '../../runtime/snake_case/index.js';
import { retry_on_overload as retry_and_block } from '../../runtime/snake_case/sync/index.js';
import { retryOnOverload as retryAndBlock } from '../../runtime/sync/index.js';

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

it('does not try again at once after a pause that is longer than timers can do', async () => {
  const controller = new AbortController();
  let tries = 0;
  const result = retryOnOverload(
    () => {
      tries++;
      return Promise.reject(busy);
    },
    { initialDelayMs: 2 ** 31, maxDelayMs: 2 ** 31, signal: controller.signal },
  );
  const rejected = expect(result).rejects.toThrow(AbortError);
  await vi.advanceTimersByTimeAsync(1000);
  controller.abort();
  await rejected;
  expect(tries).toBe(1);
});

// What types do not let through, programs without types write all the same.
const wrong: [object, string][] = [
  [{ maxAttempts: 0 }, '`maxAttempts` must be a whole number of at least 1, not 0'],
  [{ maxAttempts: 1.5 }, '`maxAttempts` must be a whole number of at least 1, not 1.5'],
  [{ maxAttempts: '3' }, '`maxAttempts` must be a whole number of at least 1, not a string'],
  [{ initialDelayMs: -1 }, '`initialDelayMs` must be a number that is not negative, not -1'],
  [{ maxDelayMs: Number.NaN }, '`maxDelayMs` must be a number that is not negative, not NaN'],
  [{ jitterRatio: 2 }, '`jitterRatio` must be a number between 0 and 1, not 2'],
];

it.each(wrong)('refuses %o', async (options, message) => {
  const error = new ConfigurationError(message);
  await expect(retryOnOverload(() => Promise.resolve(), options)).rejects.toThrow(error);
  expect(() => retryAndBlock(() => undefined, options)).toThrow(error);
  expect(() => new Codex({ retry: options })).toThrow(error);
});

it.each([null, undefined, Promise.resolve()])('refuses the operation %o', async (operation) => {
  const kind = operation ? 'a promise' : String(operation);
  const error = new ConfigurationError(`The operation must be a function, not ${kind}`);
  await expect(retryOnOverload(operation as never)).rejects.toThrow(error);
  await expect(retry_on_overload(operation as never)).rejects.toThrow(error);
  expect(() => retryAndBlock(operation as never)).toThrow(error);
  expect(() => retry_and_block(operation as never)).toThrow(error);
});

it('counts any number of tries', async () => {
  const patient = { maxAttempts: Infinity };
  await expect(retryOnOverload(() => Promise.resolve('done'), patient)).resolves.toBe('done');
});
