import { describe, expect, test } from 'vitest';
import { CodexNotFoundError } from '../../runtime/process/errors.js';
import { locateCodex } from '../../runtime/process/locate.js';
import { fakeHost } from './fake-host.js';

const MODULES = '/app/node_modules';
const TRIPLE = 'x86_64-unknown-linux-musl';
const CODEX = `${MODULES}/@openai/codex-linux-x64/vendor/${TRIPLE}/bin/codex`;
const RUNTIME = `${MODULES}/codex-app-server-runtime-linux-x64/vendor/${TRIPLE}/bin/codex`;

const codexPackages = {
  [`${MODULES}/@openai/codex/package.json`]: '-',
  [`${MODULES}/@openai/codex-linux-x64/package.json`]: '-',
  [CODEX]: 'x',
} as const;
const runtimePackage = {
  [`${MODULES}/codex-app-server-runtime-linux-x64/package.json`]: '-',
  [RUNTIME]: 'x',
} as const;
const everything = {
  ...codexPackages,
  ...runtimePackage,
  '/usr/bin/codex': 'x',
  '/opt/env-codex': 'x',
  '/opt/my-codex': 'x',
} as const;
const env = { PATH: '/nowhere:/usr/bin', CODEX_BIN: '/opt/env-codex' };

function failure(action: () => unknown): CodexNotFoundError {
  try {
    action();
  } catch (error) {
    if (error instanceof CodexNotFoundError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('the first that is given decides', () => {
  test('codexBin', () => {
    const found = locateCodex({ codexBin: '/opt/my-codex' }, fakeHost({ files: everything, env }));
    expect(found).toEqual({ path: '/opt/my-codex', source: 'codexBin' });
  });

  test('CODEX_BIN', () => {
    const found = locateCodex({}, fakeHost({ files: everything, env }));
    expect(found).toEqual({ path: '/opt/env-codex', source: 'CODEX_BIN' });
  });

  test('the runtime package, also if CODEX_BIN is empty', () => {
    const host = fakeHost({ files: everything, env: { ...env, CODEX_BIN: '' } });
    expect(locateCodex({}, host)).toEqual({ path: RUNTIME, source: 'runtime-package' });
  });

  test('the codex package', () => {
    const files = { ...codexPackages, '/usr/bin/codex': 'x' } as const;
    const host = fakeHost({ files, env: { PATH: '/usr/bin' } });
    expect(locateCodex({}, host)).toEqual({ path: CODEX, source: 'codex-package' });
  });

  test('PATH', () => {
    const files = { '/usr/bin/codex': 'x', '/bin/codex': 'x', '/first/codex': '-' } as const;
    const host = fakeHost({ files, env: { PATH: ':/first:/usr/bin:/bin' } });
    expect(locateCodex({}, host)).toEqual({ path: '/usr/bin/codex', source: 'PATH' });
  });
});

describe('a choice that cannot be run is an error', () => {
  const files = { ...everything, '/opt/plain': '-' } as const;
  const host = fakeHost({ files, env, directories: ['/opt/directory'] });

  test.each([
    ['/opt/missing', '/opt/missing', 'does not exist'],
    ['./missing', '/here/missing', 'does not exist'],
    ['/opt/directory', '/opt/directory', 'is a directory'],
    ['/opt/plain', '/opt/plain', 'is not executable (try chmod +x)'],
    ['other', 'other', 'is not a command on PATH'],
    ['', '', 'is not a command on PATH'],
  ])('codexBin %j', (codexBin, path, problem) => {
    const error = failure(() => locateCodex({ codexBin }, host));
    expect(error).toMatchObject({ name: 'CodexNotFoundError', code: 'codex_not_found' });
    expect(error.searched).toEqual([{ place: 'codexBin', path, problem }]);
    expect(error.message).toContain(problem);
    expect(error.message).toContain('correct codexBin');
  });

  test('CODEX_BIN', () => {
    const broken = fakeHost({ files, env: { ...env, CODEX_BIN: '/opt/missing' } });
    const error = failure(() => locateCodex({}, broken));
    expect(error.searched).toEqual([
      { place: 'CODEX_BIN', path: '/opt/missing', problem: 'does not exist' },
    ]);
  });

  test('something else than a string', () => {
    const codexBin = 5 as unknown as string;
    expect(() => locateCodex({ codexBin }, host)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    );
  });
});

test('codexBin is relative to the working directory or a command on PATH', () => {
  const host = fakeHost({
    files: { '/here/bin/mine': 'x', '/usr/bin/codex-beta': 'x' },
    env: { PATH: '/usr/bin' },
  });
  expect(locateCodex({ codexBin: 'bin/mine' }, host).path).toBe('/here/bin/mine');
  expect(locateCodex({ codexBin: 'codex-beta' }, host).path).toBe('/usr/bin/codex-beta');
});

describe('packages', () => {
  test('bring the directory for PATH', () => {
    const pathDirectory = CODEX.replace('bin/codex', 'codex-path');
    const host = fakeHost({ files: codexPackages, directories: [pathDirectory] });
    expect(locateCodex({}, host)).toEqual({ path: CODEX, source: 'codex-package', pathDirectory });
  });

  test('are found where pnpm keeps them', () => {
    const store = '/app/node_modules/.pnpm';
    const real = `${store}/@openai+codex@1/node_modules/@openai`;
    const linked = `${store}/sdk@1/node_modules/@openai/codex`;
    const binary = `${real}/codex-linux-x64/vendor/${TRIPLE}/bin/codex`;
    const host = fakeHost({
      origins: [`${store}/sdk@1/node_modules/sdk/dist/index.js`],
      files: {
        [`${linked}/package.json`]: '-',
        [`${real}/codex-linux-x64/package.json`]: '-',
        [binary]: 'x',
      },
      links: { [linked]: `${real}/codex` },
    });
    expect(locateCodex({}, host).path).toBe(binary);
  });

  test('are found beside the program when the SDK itself is elsewhere', () => {
    const host = fakeHost({
      origins: ['/linked/sdk/dist/index.js', '/app/main.js'],
      files: runtimePackage,
    });
    expect(locateCodex({}, host).path).toBe(RUNTIME);
  });

  test('are run from outside of an Electron archive', () => {
    const packed = '/Apps/My.app/Contents/Resources/app.asar';
    const inside = `${packed}/node_modules/@openai`;
    const binary = `vendor/aarch64-apple-darwin/bin/codex`;
    const files = {
      [`${inside}/codex/package.json`]: '-',
      [`${inside}/codex-darwin-arm64/package.json`]: '-',
      // Electron shows this one, but it cannot be run.
      [`${inside}/codex-darwin-arm64/${binary}`]: 'x',
    } as const;
    const origins = [`${packed}/dist/main.js`];
    const unpacked = `${packed}.unpacked/node_modules/@openai/codex-darwin-arm64/${binary}`;
    const host = { platform: 'darwin', arch: 'arm64', origins };
    expect(locateCodex({}, fakeHost({ ...host, files: { ...files, [unpacked]: 'x' } })).path).toBe(
      unpacked,
    );
    const error = failure(() => locateCodex({}, fakeHost({ ...host, files })));
    expect(error.searched).toContainEqual({
      place: '@openai/codex-darwin-arm64',
      path: unpacked,
      problem: 'does not exist',
    });
  });

  test.each([
    ['darwin', 'x64', 'x86_64-apple-darwin'],
    ['linux', 'arm64', 'aarch64-unknown-linux-musl'],
    ['android', 'arm64', 'aarch64-unknown-linux-musl'],
  ])('have the names of %s on %s', (platform, arch, triple) => {
    const name = `@openai/codex-${platform === 'android' ? 'linux' : platform}-${arch}`;
    const path = `${MODULES}/${name}/vendor/${triple}/bin/codex`;
    const host = fakeHost({
      platform,
      arch,
      files: { [`${MODULES}/${name}/package.json`]: '-', [path]: 'x' },
    });
    expect(locateCodex({}, host).path).toBe(path);
  });
});

describe('Windows', () => {
  const windows = { platform: 'win32', arch: 'x64' } as const;

  test('has its own layout', () => {
    const modules = 'C:\\app\\node_modules\\@openai';
    const path = `${modules}\\codex-win32-x64\\vendor\\x86_64-pc-windows-msvc\\bin\\codex.exe`;
    const host = fakeHost({
      ...windows,
      files: {
        [`${modules}\\codex\\package.json`]: '-',
        [`${modules}\\codex-win32-x64\\package.json`]: '-',
        [path]: '-',
      },
    });
    expect(locateCodex({}, host)).toEqual({ path, source: 'codex-package' });
  });

  test('finds shims on Path by PATHEXT, and only what can be started', () => {
    const env = { Path: '"C:\\Program Files\\x";C:\\npm', PathExt: '.JS;.CMD;.EXE' };
    const files = {
      'C:\\npm\\codex': '-',
      'C:\\npm\\codex.js': '-',
      'C:\\npm\\codex.cmd': '-',
      'C:\\npm\\codex.exe': '-',
    } as const;
    expect(locateCodex({}, fakeHost({ ...windows, env, files })).path).toBe('C:\\npm\\codex.cmd');
    const quoted = { ...files, 'C:\\Program Files\\x\\codex.exe': '-' } as const;
    const host = fakeHost({ ...windows, env, files: quoted });
    expect(locateCodex({}, host).path).toBe('C:\\Program Files\\x\\codex.exe');
  });

  test('takes a codexBin without its extension, and refuses what cannot be started', () => {
    const files = { 'C:\\x\\codex.exe': '-', 'C:\\x\\codex.js': '-' } as const;
    const host = fakeHost({ ...windows, files });
    expect(locateCodex({ codexBin: 'C:\\x\\codex' }, host).path).toBe('C:\\x\\codex.exe');
    expect(
      locateCodex(
        { codexBin: 'C:/x/codex.EXE' },
        fakeHost({
          ...windows,
          files: { 'C:\\x\\codex.EXE': '-' },
        }),
      ).path,
    ).toBe('C:\\x\\codex.EXE');
    const error = failure(() => locateCodex({ codexBin: 'C:\\x\\codex.js' }, host));
    expect(error.searched[0]?.problem).toBe('is not an .exe, .com, .cmd or .bat file');
  });
});

describe('without any runtime', () => {
  test('the error lists each place and how to mend it', () => {
    const error = failure(() => locateCodex({}, fakeHost({ env: { PATH: '/usr/bin' } })));
    expect(error.message).toMatchInlineSnapshot(`
      "The Codex runtime was not found. Looked at:
        - codexBin: not given
        - CODEX_BIN: not set
        - codex-app-server-runtime-linux-x64: is not installed
        - @openai/codex-linux-x64: is not installed
        - PATH: has no codex that can be run
      To mend it: install again with optional dependencies (not with --omit=optional), so that @openai/codex brings its binary along; or name a binary of your own with the codexBin option or the CODEX_BIN environment variable."
    `);
  });

  test('a missing platform package is told apart', () => {
    const files = { [`${MODULES}/@openai/codex/package.json`]: '-' } as const;
    const error = failure(() => locateCodex({}, fakeHost({ files })));
    expect(error.searched).toContainEqual({
      place: '@openai/codex-linux-x64',
      problem: expect.stringContaining('--omit=optional'),
    });
  });

  test('an unsupported platform is named', () => {
    const error = failure(() => locateCodex({}, fakeHost({ platform: 'sunos', arch: 'sparc' })));
    expect(error.message).toContain('there is no runtime for sunos on sparc');
  });
});

test('on this machine the pinned package is found', () => {
  const found = locateCodex({ env: { PATH: '' } });
  expect(found).toMatchObject({
    source: 'codex-package',
    path: expect.stringMatching(/codex(\.exe)?$/),
  });
});
