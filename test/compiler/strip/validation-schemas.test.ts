import { expect, it } from 'vitest';
import type { JsonObject } from '../../../compiler/util/json.js';
import { bundle } from '../support/bundle.js';
import { compileBundle, fileOf } from '../support/compile.js';

it('params have their schema also where a list of messages is one message', async () => {
  const { definitions, ...rest } = bundle({});
  const told = {
    type: 'object',
    properties: { method: { const: 'told' }, params: { pattern: 'x', type: 'string' } },
    required: ['method', 'params'],
  };
  const compilation = await compileBundle({
    surface: { ...rest, definitions: { ...(definitions as JsonObject), ServerNotification: told } },
  });
  expect(fileOf(compilation, 'schemas.ts')).toContain(`told: '{"pattern":"x","type":"string"}'`);
});
