import { expect } from 'vitest';
import { runExample } from '../../examples/run-example.js';
import { obedientModel } from '../../support/obedient-model.js';

/** Runs one of the programs and expects everything that it checks to hold, and nothing said beside. */
export async function expectAllOk(program: string): Promise<void> {
  const { exitCode, stdout, stderr } = await runExample(`test/sync/programs/${program}.ts`, {
    script: obedientModel,
  });
  expect(stderr).toBe('');
  const outcomes = JSON.parse(stdout) as Record<string, string>;
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'ok')).toEqual([]);
  expect(exitCode).toBe(0);
}
