import { it } from 'vitest';
import { expectAllOk } from './support/expect-all-ok.js';

it('does what the asynchronous facade does, and waits for it', async () => {
  await expectAllOk('blocking');
}, 60_000);
