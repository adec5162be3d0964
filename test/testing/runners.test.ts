import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runProgram } from '../examples/run-example.js';

test('a scripted model runs under the runner of Node, and lets it end', async () => {
  const fixture = fileURLToPath(new URL('support/fixtures/other-runner.ts', import.meta.url));
  // Of the runner around this test the other one must know nothing.
  const {
    NODE_OPTIONS: _options,
    VITEST: _vitest,
    NODE_TEST_CONTEXT: _context,
    ...env
  } = process.env;
  const runner = spawn(process.execPath, ['--import', 'tsx', '--test', fixture], { env });
  let output = '';
  runner.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(runner, 'close')) as [number];
  expect(output).toContain('a turn on a scripted model');
  expect(code, output).toBe(0);
});

test('the fake, recordings and replays need no runner at all, and let the program end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'codex-plain-'));
  const program = 'test/testing/support/fixtures/plain-program.ts';
  const result = await runProgram(program, { cwd: folder, args: [join(folder, 'session.jsonl')] });
  await rm(folder, { recursive: true, force: true });
  expect(result).toEqual({
    stdout: 'From the fake. From the fake. true\n',
    stderr: '',
    exitCode: 0,
  });
});
