import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClientTimers } from './client-timers.js';
import { type Act, RandomWorld, type Step } from './random-world.js';

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
  using timers = new ClientTimers();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 80 }),
      fc.nat(3),
      async (steps, end) => {
        const world = new RandomWorld(timers);
        await world.begin();
        for (const next of steps) await world.take(next);
        await world.end(end);
        expect(world.broken).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
