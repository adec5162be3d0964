import { expect, it } from 'vitest';
import { runExample } from '../examples/run-example.js';
import { obedientModel } from '../support/obedient-model.js';

it('tells a listener nothing more once it was disposed of', async () => {
  const { exitCode, stdout, stderr } = await runExample('test/sync/programs/listeners.ts', {
    script: obedientModel,
  });
  expect(stderr).toBe('');
  const outcomes = JSON.parse(stdout) as Record<string, string>;
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'ok')).toEqual([]);
  expect(exitCode).toBe(0);
}, 60_000);
