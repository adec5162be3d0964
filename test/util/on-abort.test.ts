import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { onAbort } from '../../runtime/util/on-abort.js';

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

it('calls back each once, in the order of their registration, the same function as well', () => {
  const controller = new AbortController();
  const { signal } = controller;
  const heard: string[] = [];
  const twice = (): void => void heard.push('twice');
  onAbort(signal, () => heard.push('first'));
  onAbort(signal, twice);
  onAbort(signal, twice);
  controller.abort();
  signal.dispatchEvent(new Event('abort'));
  expect(heard).toEqual(['first', 'twice', 'twice']);
});

it('adds one listener for any number, and takes it away with the last', () => {
  const { signal } = new AbortController();
  const stops = Array.from({ length: 100 }, () => onAbort(signal, () => {}));
  expect(listeners(signal)).toBe(1);
  const last = stops.pop();
  for (const stop of stops) stop();
  expect(listeners(signal)).toBe(1);
  last?.();
  last?.();
  expect(listeners(signal)).toBe(0);
  onAbort(signal, () => {});
  last?.();
  expect(listeners(signal)).toBe(1);
});

it('leaves no listener behind when the signal has aborted', () => {
  const controller = new AbortController();
  onAbort(controller.signal, () => {});
  controller.abort();
  expect(listeners(controller.signal)).toBe(0);
});

it('does not call one that an earlier one has stopped', () => {
  const controller = new AbortController();
  const heard: string[] = [];
  onAbort(controller.signal, () => {
    heard.push('first');
    stop();
  });
  const stop = onAbort(controller.signal, () => heard.push('second'));
  onAbort(controller.signal, () => heard.push('third'));
  controller.abort();
  expect(heard).toEqual(['first', 'third']);
});
