import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CompilerHost } from '../../../compiler/host.js';
import { BUNDLE } from '../../../compiler/load/schema-folder.js';
import { command, type Outcome } from '../support/command.js';
import { fakeBundle, writeFakeCodex, writeFakePackage, writeJson } from '../support/fake-codex.js';
import { integrityOf, Registry } from '../support/registry.js';
import { root } from '../../support/run.js';

let project: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'sdkgen-pull-')));
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

const linux = { platform: 'linux', arch: 'x64' } as const;

function pull(...args: readonly string[]): Promise<Outcome> {
  return command(['pull', ...args], { cwd: project, ...linux });
}

function read(...path: readonly string[]): string {
  return readFileSync(join(project, ...path), 'utf8');
}

interface Provenance {
  readonly runtimeVersion: string;
  readonly source: string;
  readonly integrity?: string;
  readonly binarySha256: string;
  readonly commands: Record<string, string>;
  readonly sha256: Record<string, string>;
}

function provenance(): Provenance {
  return JSON.parse(read('schema', 'provenance.json')) as Provenance;
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('a binary that the user names', () => {
  it('gives both bundles as they are, and tells where they came from', async () => {
    const binary = writeFakeCodex(join(project, 'codex'));
    expect(await pull('--codex-bin', './codex')).toMatchObject({
      code: 0,
      noticed: '',
      printed: expect.stringContaining('schema: runtime 9.9.9 from codex-bin') as string,
    });
    expect(read('schema', 'stable', BUNDLE)).toBe(fakeBundle('stable'));
    expect(read('schema', 'experimental', BUNDLE)).toBe(fakeBundle('experimental'));
    expect(provenance()).toEqual({
      runtimeVersion: '9.9.9',
      source: 'codex-bin',
      binarySha256: sha256(readFileSync(binary)),
      commands: {
        stable: 'codex app-server generate-json-schema --out DIR',
        experimental: 'codex app-server generate-json-schema --experimental --out DIR',
      },
      sha256: {
        [`experimental/${BUNDLE}`]: sha256(fakeBundle('experimental')),
        [`stable/${BUNDLE}`]: sha256(fakeBundle('stable')),
      },
    });
  });

  it('is found on PATH by its name', async () => {
    writeFakeCodex(join(project, 'bin', 'my-codex'));
    const env = { ...process.env, PATH: `${join(project, 'bin')}:${process.env['PATH'] ?? ''}` };
    const { code } = await command(['pull', '--codex-bin', 'my-codex', '--out', 'other'], {
      cwd: project,
      ...linux,
      env,
    });
    expect(code).toBe(0);
    expect(existsSync(join(project, 'other', 'provenance.json'))).toBe(true);
  });

  it('leaves alone what is not its own, and says when nothing changed', async () => {
    writeFakeCodex(join(project, 'codex'));
    writeJson(join(project, 'schema', 'overlay.json'), {});
    await pull('--codex-bin', './codex');
    const again = await pull('--codex-bin', './codex');
    expect(again.printed).toBe('schema: runtime 9.9.9 from codex-bin\n');
    expect(read('schema', 'overlay.json')).toBe('{}\n');
  });

  it('is asked without the configuration of the user', async () => {
    writeFakeCodex(join(project, 'codex'), { fault: 'reads config' });
    mkdirSync(join(project, 'home'));
    writeFileSync(join(project, 'home', 'config.toml'), 'broken');
    const env = { ...process.env, CODEX_HOME: join(project, 'home') };
    const { code } = await command(['pull', '--codex-bin', './codex'], {
      cwd: project,
      ...linux,
      env,
    });
    expect(code).toBe(0);
  });

  it('that does not know --experimental gives what it has, and what it had not goes', async () => {
    writeFakeCodex(join(project, 'codex'));
    await pull('--codex-bin', './codex');
    writeFakeCodex(join(project, 'codex'), { version: '0.50.0', fault: 'no experimental' });
    const { code, noticed } = await pull('--codex-bin', './codex');
    expect(code).toBe(0);
    expect(noticed).toContain('warning runtime-too-old: It cannot describe its experimental');
    expect(readdirSync(join(project, 'schema')).sort()).toEqual(['provenance.json', 'stable']);
    expect(Object.keys(provenance().sha256)).toEqual([`stable/${BUNDLE}`]);
    expect(Object.keys(provenance().commands)).toEqual(['stable']);
  });

  it.each([
    ['silent', 'not-a-runtime', '`--version` ended with exit code 0: nothing said'],
    ['no dump', 'runtime-too-old', "unrecognized subcommand 'generate-json-schema'"],
    ['no bundle', 'runtime-too-old', `It wrote no \`${BUNDLE}\`, but ClientRequest.json`],
    ['fails', 'dump-failed', 'exit code 101: thread main panicked'],
    ['unstable', 'unstable-dump', 'Two dumps of its stable bundle differ'],
    ['not json', 'dump-failed', 'Its stable bundle is not JSON: '],
  ] as const)('that is faulty (%s) writes nothing', async (fault, code, message) => {
    writeFakeCodex(join(project, 'codex'), { fault });
    const outcome = await pull('--codex-bin', './codex');
    expect(outcome).toMatchObject({ code: 2, printed: '' });
    expect(outcome.noticed).toContain(`error ${code}: `);
    expect(outcome.noticed).toContain(message);
    expect(existsSync(join(project, 'schema'))).toBe(false);
  });

  it('writes nothing where a folder has the name of a file', async () => {
    writeFakeCodex(join(project, 'codex'));
    mkdirSync(join(project, 'schema', 'provenance.json'), { recursive: true });
    const { code, noticed } = await pull('--codex-bin', './codex');
    expect(code).toBe(2);
    expect(noticed).toContain('error unreadable-file: EISDIR');
    expect(noticed).toContain('at schema/provenance.json');
    expect(readdirSync(join(project, 'schema'))).toEqual(['provenance.json']);
  });

  it('that is not there, or no program', async () => {
    writeFileSync(join(project, 'text'), 'x');
    for (const named of ['./missing', './text', 'no-such-command'])
      expect((await pull('--codex-bin', named)).noticed).toContain('error runtime-not-found');
  });

  it('excludes a version', async () => {
    const { code, noticed } = await pull('--codex-bin', 'x', '--runtime-version', '1.0.0');
    expect(code).toBe(2);
    expect(noticed).toContain('error contradictory-options');
  });
});

describe('the installed runtime', () => {
  const modules = (...path: readonly string[]): string => join(project, 'node_modules', ...path);

  function install(): void {
    writeJson(modules('@openai', 'codex', 'package.json'), {
      name: '@openai/codex',
      version: '9.9.9',
    });
    writeFakePackage(modules('@openai', 'codex-linux-x64'));
  }

  it('is the default, with the checksum that npm noted', async () => {
    install();
    const packages = {
      'node_modules/@openai/codex-linux-x64': {
        version: '9.9.9-linux-x64',
        integrity: 'sha512-noted',
      },
    };
    writeJson(modules('.package-lock.json'), { packages });
    expect((await pull()).code).toBe(0);
    expect(provenance()).toMatchObject({
      source: '@openai/codex@9.9.9-linux-x64',
      integrity: 'sha512-noted',
    });
  });

  it('needs no checksum', async () => {
    install();
    expect((await pull()).code).toBe(0);
    expect(provenance()).not.toHaveProperty('integrity');
  });

  it('is a staged runtime package, if there is one', async () => {
    install();
    const staged = writeFakePackage(modules('codex-app-server-runtime-linux-x64'), {
      version: '8.8.8',
    });
    writeJson(join(staged, 'package.json'), {
      name: 'codex-app-server-runtime-linux-x64',
      version: '8.8.8',
    });
    expect((await pull()).code).toBe(0);
    expect(provenance().source).toBe('codex-app-server-runtime-linux-x64@8.8.8');
  });

  it('is used for its own version, without fetching it', async () => {
    install();
    expect((await pull('--runtime-version', '9.9.9')).code).toBe(0);
  });

  it('has to be what its package says', async () => {
    install();
    writeFakePackage(modules('@openai', 'codex-linux-x64'), { version: '9.9.8' });
    writeJson(modules('@openai', 'codex-linux-x64', 'package.json'), {
      name: '@openai/codex',
      version: '9.9.9-linux-x64',
    });
    const { code, noticed } = await pull();
    expect(code).toBe(2);
    expect(noticed).toContain('wrong-version: Its package states 9.9.9, the binary itself 9.9.8');
  });

  it('may be missing', async () => {
    expect((await pull()).noticed).toContain('error runtime-not-found: No runtime is installed');
  });

  it('in this repository gives what is committed', async () => {
    const { code, printed } = await command(['pull', '--out', join(project, 'schema')], {
      cwd: root,
    });
    expect(code).toBe(0);
    expect(printed).toContain('@openai/codex@');
    for (const file of [`stable/${BUNDLE}`, `experimental/${BUNDLE}`])
      expect(read('schema', file)).toBe(readFileSync(join(root, 'schema', file), 'utf8'));
  });
});

describe('a published runtime', () => {
  let shop: Registry;
  let shelf: string;
  let tarball: Buffer;
  let first: { readonly outcome: Outcome; readonly shown: string };

  function pack(folder: string): Buffer {
    return execFileSync('tar', ['-czf', '-', '-C', folder, 'package'], { maxBuffer: 1 << 24 });
  }

  function fetch(
    version: string,
    options: Partial<CompilerHost> = {},
    { url = shop.url, npmCache = join(shelf, 'npm-cache') } = {},
  ): Promise<Outcome> {
    const env = {
      ...process.env,
      npm_config_registry: url,
      npm_config_cache: npmCache,
      npm_config_fetch_retries: '0',
    };
    const argv = ['pull', '--runtime-version', version, '--cache', 'cache'];
    return command(argv, { cwd: project, ...linux, env }, options);
  }

  const kept = (): string[] => readdirSync(join(project, 'cache'));
  /** Puts what was fetched first into the cache of this test. */
  const stock = (): void =>
    cpSync(join(shelf, 'cache'), join(project, 'cache'), { recursive: true });

  beforeAll(async () => {
    shop = await Registry.start();
    shelf = mkdtempSync(join(tmpdir(), 'sdkgen-shelf-'));
    writeFakePackage(join(shelf, 'package'));
    tarball = pack(shelf);
    shop.publish('9.9.9-linux-x64', tarball);
    project = shelf;
    let shown = '';
    const notice = (text: string): void => void (shown += text);
    first = { outcome: await fetch('9.9.9', { interactive: true, notice }), shown };
  });
  afterAll(async () => {
    await shop.close();
    rmSync(shelf, { recursive: true, force: true });
  });

  it('is fetched and kept, while a person is told what takes so long', () => {
    expect(first.outcome.code).toBe(0);
    expect(readdirSync(join(shelf, 'cache'))).toEqual(['9.9.9-linux-x64']);
    expect(first.shown).toContain('fetching @openai/codex@9.9.9-linux-x64 … 0 s');
    expect(first.shown).toContain('unpacking @openai/codex@9.9.9-linux-x64 … 100 %');
    expect(first.shown.endsWith('\r\u001B[K')).toBe(true);
  });

  it('is not fetched again, and its provenance tells its checksum', async () => {
    stock();
    const asked = shop.asked.length;
    expect(await fetch('9.9.9')).toMatchObject({ code: 0, noticed: '' });
    expect(shop.asked.length).toBe(asked);
    expect(provenance()).toMatchObject({
      runtimeVersion: '9.9.9',
      source: '@openai/codex@9.9.9-linux-x64',
      integrity: integrityOf(tarball),
    });
    expect(read('schema', 'provenance.json')).toBe(
      readFileSync(join(shelf, 'schema', 'provenance.json'), 'utf8'),
    );
  });

  it('is fetched again if what was kept is no longer what was fetched', async () => {
    stock();
    const vendor = join(project, 'cache', '9.9.9-linux-x64', 'package', 'vendor');
    const binary = join(vendor, 'x86_64-unknown-linux-musl', 'bin', 'codex');
    appendFileSync(binary, '\n# changed');
    expect((await fetch('9.9.9')).code).toBe(0);
    expect(readFileSync(binary, 'utf8')).not.toContain('# changed');
    expect(kept()).toEqual(['9.9.9-linux-x64']);
  });

  it('that does not exist, or is not one version', async () => {
    expect((await fetch('1.2.3')).noticed).toContain(
      'error unknown-version: The registry has no such package',
    );
    for (const version of ['latest', '^0.169.0', '0.169', '../../x'])
      expect((await fetch(version)).noticed).toContain('unknown-version: Not one exact version');
  });

  it('that is not what the registry states is refused', async () => {
    shop.publish('9.9.8-linux-x64', tarball, { integrity: integrityOf(Buffer.from('other')) });
    const { code, noticed } = await fetch('9.9.8');
    expect(code).toBe(2);
    expect(noticed).toContain('error damaged-package: What came does not have the checksum');
    expect(kept()).toEqual([]);
  });

  it('with a link in it is refused', async () => {
    const evil = join(project, 'evil');
    writeFakePackage(join(evil, 'package'));
    symlinkSync('/etc/passwd', join(evil, 'package', 'vendor', 'link'));
    shop.publish('9.9.7-linux-x64', pack(evil));
    const { code, noticed } = await fetch('9.9.7');
    expect(code).toBe(2);
    expect(noticed).toContain('damaged-package: It cannot be unpacked');
    expect(noticed).toContain('is a symbolic link');
    expect(kept()).toEqual([]);
  });

  it('cannot be had without a network, but what was fetched can', async () => {
    const gone = await Registry.start();
    await gone.close();
    const offline = { url: gone.url, npmCache: join(project, 'npm-cache') };
    const { code, noticed } = await fetch('9.9.6', {}, offline);
    expect(code).toBe(2);
    expect(noticed).toContain('error offline: The registry cannot be reached: ECONNREFUSED');
    expect(noticed).toContain('versions fetched earlier work without');
    expect(kept()).toEqual([]);
    stock();
    expect((await fetch('9.9.9', {}, offline)).code).toBe(0);
  });

  it('is not there for every machine', async () => {
    const { noticed } = await command(['pull', '--runtime-version', '9.9.9'], {
      cwd: project,
      platform: 'sunos',
      arch: 'x64',
    });
    expect(noticed).toContain('runtime-not-found: There is no runtime for sunos on x64');
  });
});
