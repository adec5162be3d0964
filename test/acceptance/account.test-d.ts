import { expectTypeOf, it } from 'vitest';
import type { ChatgptAccount } from '../../generated/types.js';

it('the email of an account is always there, and may be null', () => {
  expectTypeOf<Pick<ChatgptAccount, 'email'>>().toEqualTypeOf<{ email: string | null }>();
});
