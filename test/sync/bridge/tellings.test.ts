import { expect, it } from 'vitest';
import { CallingParts } from '../../../runtime/sync/bridge/calling-parts.js';
import { Doorbell } from '../../../runtime/sync/bridge/doorbell.js';
import type { ToWorker } from '../../../runtime/sync/bridge/messages.js';
import { Tellings } from '../../../runtime/sync/bridge/tellings.js';

it('what is told to nobody any more counts as heard, and is no failure', () => {
  const parts = new CallingParts({
    handlerNames: [],
    recipe: () => undefined,
    represent: () => undefined,
  });
  const doorbell = new Doorbell();
  const said: ToWorker[] = [];
  const post = (message: ToWorker): void => void said.push(message);
  const tellings = new Tellings(parts, doorbell, post, () => {});
  let called = 0;
  const listener = parts.callbacks.add(() => {
    called++;
    parts.callbacks.release([listener]);
  }, 'A listener');
  for (const news of [1, 2, 3]) {
    tellings.take({ type: 'tell', news, id: listener, args: { value: [] } });
  }
  tellings.acknowledge();
  expect(called).toBe(1);
  expect(doorbell.heard).toBe(3);
  expect(said).toEqual([{ type: 'heard', upTo: 3, failures: [] }]);
});
