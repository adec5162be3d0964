import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reply, ScriptedModel } from '../../runtime/testing/index.js';
import { root, run } from '../support/run.js';

/** Runs a program of this repository as a user would, on a scripted model. */
async function runExample(path: string, env: NodeJS.ProcessEnv = {}, cwd?: string) {
  const args = [
    join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
    '--tsconfig',
    join(root, 'tsconfig.json'),
    join(root, path),
  ];
  return run(process.execPath, args, {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

it('the first program streams an answer', async () => {
  await using model = await ScriptedModel.start([
    [reply.text(['An SDK ', 'for Codex.']), reply.usage({ input: 3, output: 4 })],
  ]);
  const { env, cwd } = model.configFor();
  const { stdout, stderr, exitCode } = await runExample('examples/first-program.ts', env, cwd);
  expect({ stdout, stderr, exitCode }).toEqual({
    stdout: 'An SDK for Codex.\ncompleted, 7 tokens\n',
    stderr: '',
    exitCode: 0,
  });
});

it('the README shows the first program as it is', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const program = await readFile(join(root, 'examples', 'first-program.ts'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]);
  expect(blocks).toContain(program);
});

it('the demo compiles, asks, answers and ends', async () => {
  const { stdout, stderr, exitCode } = await runExample('examples/demo/main.ts');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toContain('in step with generated/');
  expect(stdout).toContain('Codex 0.169.0');
  expect(stdout).toContain('May I write greeting.txt?');
  expect(stdout).toContain("finalResponse: 'The file is written.'");
  expect(stdout).toContain('The runtime has ended (closed, exit code 0).');
});
