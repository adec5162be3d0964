import { expect, test } from 'vitest';
import { CodexNotFoundError, StartupError } from '../../runtime/process/errors.js';
import { CodexError } from '../../runtime/util/codex-error.js';

test('StartupError shows the last lines of stderr, without colours', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `\u001b[31mline ${index}\u001b[0m`);
  const stderr = `${lines.join('\n')}\n`;
  const error = new StartupError('It exited', { exitCode: 1, stderr });
  expect(error).toBeInstanceOf(CodexError);
  expect(error).toMatchObject({ code: 'startup_failed', exitCode: 1, signal: null, stderr });
  const shown = Array.from({ length: 20 }, (_, index) => `line ${index + 10}`);
  expect(error.message).toBe(['It exited', ...shown].join('\n'));
});

test('StartupError without stderr is its message', () => {
  const cause = new Error('Why');
  const error = new StartupError('It did not start', { signal: 'SIGKILL', stderr: ' \n', cause });
  expect(error.message).toBe('It did not start');
  expect(error).toMatchObject({ exitCode: null, signal: 'SIGKILL', cause });
});

test('CodexNotFoundError lists where it was looked', () => {
  const searched = [
    { place: 'A', problem: 'is not installed' },
    { place: 'B', path: '/b', problem: 'does not exist' },
  ];
  const error = new CodexNotFoundError('Not found:', searched, 'Do this.');
  expect(error).toMatchObject({ name: 'CodexNotFoundError', code: 'codex_not_found', searched });
  expect(error.message).toBe(
    'Not found:\n  - A: is not installed\n  - B: /b does not exist\nDo this.',
  );
});
