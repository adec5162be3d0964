import { expect, it } from 'vitest';
import { TurnSlots } from '../../runtime/session/turn-slots.js';

it('lets one at a time into a thread, in order, and threads do not wait for each other', async () => {
  const slots = new TurnSlots();
  const order: string[] = [];
  const first = await slots.acquire('t');
  const second = slots.acquire('t').then((release) => (order.push('second'), release));
  const third = slots.acquire('t').then((release) => (order.push('third'), release));
  await slots.acquire('other');
  expect(order).toEqual([]);
  first();
  first();
  (await second)();
  (await third)();
  expect(order).toEqual(['second', 'third']);
  (await slots.acquire('t'))();
});

it('takes an aborted waiter out of the queue', async () => {
  const slots = new TurnSlots();
  const held = await slots.acquire('t');
  const controller = new AbortController();
  const aborted = slots.acquire('t', controller.signal);
  const next = slots.acquire('t');
  controller.abort('changed my mind');
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError', cause: 'changed my mind' });
  await expect(slots.acquire('t', controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  held();
  (await next)();
});

it('rejects all waiters and later callers when closed', async () => {
  const slots = new TurnSlots();
  const release = await slots.acquire('t');
  const waiting = slots.acquire('t');
  slots.close(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(slots.acquire('t')).rejects.toThrow('gone');
  release();
});
