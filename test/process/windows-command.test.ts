import { describe, expect, test } from 'vitest';
import { nativeCommand } from '../../runtime/process/windows-command.js';

const SHIM = 'C:\\npm\\codex.cmd';

/** The command line that cmd.exe gets after its own flags. */
function line(...args: readonly string[]): string | undefined {
  return nativeCommand(SHIM, args, 'win32').args.at(-1);
}

test('programs are started directly', () => {
  const plain = { command: 'C:\\codex.exe', args: ['a b'], verbatim: false };
  expect(nativeCommand('C:\\codex.exe', ['a b'], 'win32')).toEqual(plain);
  expect(nativeCommand('/bin/codex.cmd', ['a b'], 'linux')).toEqual({
    command: '/bin/codex.cmd',
    args: ['a b'],
    verbatim: false,
  });
});

test.each([SHIM, 'C:\\npm\\CODEX.BAT'])('batch files are started by cmd.exe: %s', (file) => {
  const { command, args, verbatim } = nativeCommand(file, ['app-server'], 'win32', 'C:\\cmd.exe');
  expect(command).toBe('C:\\cmd.exe');
  expect(args).toEqual(['/e:ON', '/v:OFF', '/d', '/s', '/c', `""${file}" app-server"`]);
  expect(verbatim).toBe(true);
});

describe('arguments', () => {
  test.each([
    ['stdio://', 'stdio://'],
    ['--listen', '--listen'],
    ['', '""'],
    ['a b', '"a b"'],
    ['model="gpt"', '"model=""gpt"""'],
    ['a&calc', '"a&calc"'],
    ['a|b>c<d^e', '"a|b>c<d^e"'],
    ['(x)', '"(x)"'],
    ['!x!', '"!x!"'],
    ['C:\\dir\\', '"C:\\dir\\\\"'],
    ['a\\"b', '"a\\\\""b"'],
    ['a\\\\', '"a\\\\\\\\"'],
    ['%PATH%', '"%%cd:~,%PATH%%cd:~,%"'],
    ['ä', '"ä"'],
  ])('%j is given as %s', (argument, expected) => {
    expect(line(argument)).toBe(`""${SHIM}" ${expected}"`);
  });

  test.each(['a\nb', 'a\rb', 'a\0b'])('%j is refused', (argument) => {
    expect(() => line(argument)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        message: expect.stringContaining('line break'),
      }),
    );
  });
});

test('a percent sign in the name of the file is no variable either', () => {
  expect(nativeCommand('C:\\100%\\a.cmd', [], 'win32').args.at(-1)).toBe(
    '""C:\\100%%cd:~,%\\a.cmd""',
  );
});
