import { it } from 'vitest';
import { expectAllOk } from './support/expect-all-ok.js';

it('tells a listener nothing more once it was disposed of', async () => {
  await expectAllOk('listeners');
}, 60_000);
