/** `npm run bench [-- NAME…]`: measures, prints, asserts nothing about time. */
import { importTime } from './import-time.js';
import { longLine } from './long-line.js';
import { memory } from './memory.js';
import { notifications } from './notifications.js';
import { voices } from './voices.js';
import { warmTurn } from './warm-turn.js';

const benches: Record<
  string,
  () => Promise<Record<string, unknown>[]> | Record<string, unknown>[]
> = {
  'import-time': importTime,
  notifications,
  'long-line': longLine,
  'warm-turn': warmTurn,
  voices,
  memory,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  console.table(await bench());
}
