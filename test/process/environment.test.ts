import { describe, expect, test } from 'vitest';
import { mergeEnvironment, prependToPath } from '../../runtime/process/environment.js';

describe('mergeEnvironment', () => {
  test('changes, adds and removes', () => {
    const base = { A: '1', B: '2', C: '3', D: undefined };
    const merged = mergeEnvironment(base, { A: 'one', B: undefined, E: '' }, 'linux');
    expect(merged).toEqual({ A: 'one', C: '3', E: '' });
    expect(base).toEqual({ A: '1', B: '2', C: '3', D: undefined });
  });

  test('tells names apart by case, but not on Windows', () => {
    const base = { Path: 'a', Other: 'b' };
    expect(mergeEnvironment(base, { PATH: 'c' }, 'linux')).toEqual({ ...base, PATH: 'c' });
    expect(mergeEnvironment(base, { PATH: 'c' }, 'win32')).toEqual({ Path: 'c', Other: 'b' });
    expect(mergeEnvironment({ Path: 'a', PATH: 'b' }, { path: 'c' }, 'win32')).toEqual({
      Path: 'c',
    });
    expect(mergeEnvironment(base, { OTHER: undefined }, 'win32')).toEqual({ Path: 'a' });
  });

  test('takes any name, also one that objects have already', () => {
    const changes = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
    const merged = mergeEnvironment({}, changes, 'linux');
    expect(Object.entries(merged)).toEqual(Object.entries(changes));
  });

  test.each([
    [{ '': 'x' }, 'cannot name'],
    [{ 'A=B': 'x' }, 'cannot name'],
    [{ 'A\0': 'x' }, 'cannot name'],
    [{ A: 'x\0' }, 'NUL'],
    [{ A: 5 as unknown as string }, 'must be a string'],
    [{ A: null as unknown as string }, 'must be a string'],
  ])('refuses %j', (changes, message) => {
    expect(() => mergeEnvironment({}, changes)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('prependToPath', () => {
  test('puts the directory first, once', () => {
    const env = { PATH: '/usr/bin:/tools::/bin', HOME: '/home' };
    expect(prependToPath(env, '/tools', 'linux')).toEqual({
      PATH: '/tools:/usr/bin:/bin',
      HOME: '/home',
    });
    expect(prependToPath({}, '/tools', 'darwin')).toEqual({ PATH: '/tools' });
  });

  test('keeps the spelling of the variable on Windows, and only one of it', () => {
    const env = { Path: 'C:\\Windows;c:\\TOOLS\\', PATH: 'C:\\lost' };
    expect(prependToPath(env, 'C:\\tools', 'win32')).toEqual({ Path: 'C:\\tools;C:\\Windows' });
  });
});
