import { expect, it } from 'vitest';
import { type ScriptedModelConfig, ScriptedModel } from '../../runtime/testing/index.js';
import { runProgram } from '../examples/run-example.js';
import { obedientModel } from '../support/obedient-model.js';
import type { Facts } from './conversations/facts.js';
import * as root from './conversations/root.js';
import * as snake from './conversations/snake_case.js';

/** What the conversation comes to in each voice, each with a model and a home of its own. */
async function held(converse: (config: ScriptedModelConfig) => Promise<Facts>): Promise<Facts> {
  await using model = await ScriptedModel.start(obedientModel);
  const facts = await converse(model.configFor({ requiresOpenaiAuth: true }));
  expect(new Set(model.requests.map(({ bearerToken }) => bearerToken))).toEqual(
    new Set(['sk-test']),
  );
  return facts;
}

function inProgram(voice: string): Promise<Facts> {
  return held(async ({ env, cwd }) => {
    const program = await runProgram('test/voices/converse.ts', { env, cwd, args: [voice] });
    expect(program.stderr).toBe('');
    return JSON.parse(program.stdout) as Facts;
  });
}

it('is the same conversation in all four voices', async () => {
  const [facts, ...others] = await Promise.all([
    held((config) => root.converse(config)),
    held((config) => snake.converse(config)),
    inProgram('root'),
    inProgram('snake_case'),
  ]);
  expect(facts).toMatchObject({
    server: '0.169.0',
    texts: ['a', 'b', 'c'],
    answer: 'Hello',
    asked: ['May I? true'],
    approved: true,
    tool: 'Rome: sunny for 2 days',
    output: { city: 'Rome', days: 2 },
    interrupted: 'interrupted',
    account: 'apiKey',
    resumed: 'again',
    closed: 'closed',
  });
  expect(facts.methods[0]).toBe('turn/started');
  expect(facts.misfit[0]).toMatch(/^OutputValidationError \(output_invalid\)/);
  expect(facts.refused.map((text) => text.split(' ')[0])).toEqual([
    'InvalidRequestError',
    'InvalidParamsError',
    'TurnFailedError',
    'RequestTimeoutError',
  ]);
  expect(facts.afterwards).toMatch(/^TransportClosedError/);
  for (const other of others) expect(other).toEqual(facts);
}, 60_000);
