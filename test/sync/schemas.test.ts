import { it } from 'vitest';
import { expectAllOk } from './support/expect-all-ok.js';

it('heeds what a schema says, and gives the program the very value that it made', async () => {
  await expectAllOk('schemas');
}, 60_000);
