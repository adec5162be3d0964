import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

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
