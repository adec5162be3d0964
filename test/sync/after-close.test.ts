import { it } from 'vitest';
import { expectAllOk } from './support/expect-all-ok.js';

it('lets a program read after the end what its handles had come to', async () => {
  await expectAllOk('after-close');
}, 60_000);
