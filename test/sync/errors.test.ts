import { it } from 'vitest';
import { expectAllOk } from './support/expect-all-ok.js';

it('shows a program its own frames and the errors of its voice, from the published package', async () => {
  await expectAllOk('errors');
}, 60_000);
