import { describe, expect, test } from 'vitest';
import {
  checkCommandLine,
  runtimeArguments,
  type ConfigOverrides,
} from '../../runtime/process/arguments.js';

const SERVE = ['app-server', '--listen', 'stdio://'];

describe('runtimeArguments', () => {
  test('serve on stdin and stdout', () => {
    expect(runtimeArguments()).toEqual(SERVE);
    expect(runtimeArguments({})).toEqual(SERVE);
    expect(runtimeArguments([])).toEqual(SERVE);
  });

  test('take overrides by key, dotted keys as they are', () => {
    const overrides = {
      model: 'gpt',
      'features.web_search': true,
      unset: undefined,
      mcp_servers: { docs: { args: ['-p', '80'] } },
    };
    expect(runtimeArguments(overrides)).toEqual([
      '--config',
      'model="gpt"',
      '--config',
      'features.web_search=true',
      '--config',
      'mcp_servers={ docs = { args = ["-p", "80"] } }',
      ...SERVE,
    ]);
  });

  test('take overrides that are written already', () => {
    expect(runtimeArguments(['model="a=b"', 'x=1'])).toEqual([
      '--config',
      'model="a=b"',
      '--config',
      'x=1',
      ...SERVE,
    ]);
  });

  test.each<[unknown, string]>([
    [['model'], 'configOverrides[0] must be key=value'],
    [['=x'], 'must be key=value'],
    [[' =x'], 'must be key=value'],
    [['a=1', 5], 'configOverrides[1] must be a string, not number'],
    [['a=\0'], 'NUL'],
    [{ '': 1 }, 'must be key=value'],
    [{ 'a=b': 1 }, 'a key cannot contain "="'],
    [{ a: { b: null } }, 'configOverrides["a"]["b"] is null'],
    ['model="gpt"', 'configOverrides must be'],
    [null, 'configOverrides must be'],
  ])('refuse %j', (overrides, message) => {
    expect(() => runtimeArguments(overrides as ConfigOverrides)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('checkCommandLine', () => {
  test('gives back what can be started', () => {
    expect(checkCommandLine(['ssh', 'host', ''])).toEqual(['ssh', 'host', '']);
  });

  test.each([[[]], [['']], [[5]], [['a', 'b\0']], [['a', undefined]], ['codex app-server']])(
    'refuses %j',
    (line) => {
      expect(() => checkCommandLine(line as unknown as string[])).toThrow(
        expect.objectContaining({ name: 'ConfigurationError' }),
      );
    },
  );
});
