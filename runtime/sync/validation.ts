import type { Validator } from '../index.js';

/** The validator that the configuration asks for by its mode. */
export async function checksOf(config: object): Promise<{ readonly validate?: Validator }> {
  const { validate: mode } = config as { readonly validate?: 'warn' | 'strict' | undefined };
  if (mode === undefined) return {};
  const { createValidator } = await import('../validation/index.js');
  return { validate: createValidator({ mode }) };
}
