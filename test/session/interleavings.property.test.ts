import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Act, RandomWorld, type Step } from './random-world.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What keeps things going happens more often than what cuts them off. */
const weights: Partial<Record<Act, number>> = {
  answer: 8,
  startTurn: 4,
  delta: 4,
  next: 4,
  call: 3,
  endTurn: 2,
  ask: 2,
};

const act = fc.oneof(
  ...RandomWorld.acts.map((name) => ({
    arbitrary: fc.constant(name),
    weight: weights[name] ?? 1,
  })),
);

const step: fc.Arbitrary<Step> = fc.record({
  act,
  a: fc.nat(24),
  b: fc.nat(24),
  pause: fc.nat(4),
});

it('leaves nothing open and tells nothing wrong, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 80 }),
      fc.nat(3),
      async (steps, end) => {
        const world = new RandomWorld();
        await world.begin();
        for (const next of steps) await world.take(next);
        await world.end(end);
        expect(world.broken).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
