/**
 * `npm run soak [-- --operations N] [--seed N]`: clients do a great number of things with runtimes that
 * misbehave and die. Prints the seed and what was done; exits with 1 if anything was left behind,
 * hung or was answered wrongly.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ClientLife } from './life.js';
import { Random } from './random.js';
import { Report } from './report.js';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    /** Clients at a time. */
    clients: { type: 'string', default: '4' },
  },
});
const [operations, seed, clients] = [values.operations, values.seed, values.clients].map(
  Number,
) as [number, number, number];

const random = new Random(seed);
const report = new Report();
const begun = performance.now();
console.log(`seed ${seed}, ${operations} operations`);

process.on('uncaughtException', (error) => {
  report.problem(`uncaught: ${error.stack}`);
});
process.on('unhandledRejection', (reason) => {
  report.problem(`unhandled: ${reason instanceof Error ? reason.stack : String(reason)}`);
});

const events = [...process.eventNames(), 'exit', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = (): readonly number[] => events.map((event) => process.listenerCount(event));
/** What keeps this process alive, but for its own output. */
const resources = (): readonly string[] =>
  process.getActiveResourcesInfo().filter((name) => name !== 'Immediate');
const before = { listeners: listeners(), resources: resources() };

while (report.operations < operations && report.problems.length === 0) {
  const lives = Array.from({ length: clients }, async () => {
    const life = new ClientLife(random.fork(), report);
    await life.live(100 + random.below(300));
  });
  await Promise.all(lives);
  for (let turn = 0; turn < 10 && resources().length > before.resources.length; turn++) {
    await setImmediate();
  }
  const left = [...resources()];
  for (const name of before.resources) left.splice(left.indexOf(name), left.includes(name) ? 1 : 0);
  if (left.length > 0) report.problem(`left active: ${left.join(', ')}`);
  if (listeners().join() !== before.listeners.join()) report.problem('process has more listeners');
}

console.table(report.table());
console.log(
  `${report.operations} operations in ${Math.round((performance.now() - begun) / 1000)} s`,
);
for (const problem of report.problems) console.error(problem);
console.log(
  report.problems.length === 0 ? 'nothing left, nothing wrong' : `repeat with --seed ${seed}`,
);
process.exitCode = report.problems.length === 0 ? 0 : 1;
