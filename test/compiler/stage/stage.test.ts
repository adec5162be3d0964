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
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PLATFORMS } from '../../../compiler/system/platforms.js';
import { command, type Outcome } from '../support/command.js';
import { writeFakePackage, writeJson } from '../support/fake-codex.js';
import { commitAll, git, scratchProject } from '../support/scratch-project.js';

const linux = { platform: 'linux', arch: 'x64' } as const;
const triple = 'x86_64-unknown-linux-musl';

let scratch: string;
let original: string;
let project: string;
let source: string;

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'sdkgen-stage-')));
  original = await scratchProject(join(scratch, 'original'));
});
beforeEach(() => {
  for (const name of ['project', 'source', 'out'])
    rmSync(join(scratch, name), { recursive: true, force: true });
  project = join(scratch, 'project');
  cpSync(original, project, { recursive: true });
  source = writeFakePackage(join(scratch, 'source'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function stageSdk(dir = '../out', version = '9.9.9'): Promise<Outcome> {
  return command(['stage-sdk', dir, '--runtime-version', version], { cwd: project, ...linux });
}

function stageRuntime(from = source, dir = '../out', version = '9.9.9'): Promise<Outcome> {
  const argv = ['stage-runtime', dir, from, '--runtime-version', version];
  return command(argv, { cwd: project, ...linux });
}

function out(...path: readonly string[]): string {
  return join(scratch, 'out', ...path);
}

function json(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

function vendor(...path: readonly string[]): string {
  return join(source, 'vendor', triple, ...path);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe('the SDK', () => {
  it('is what npm packs, pinned to the runtime packages', async () => {
    expect(await stageSdk()).toEqual({
      code: 0,
      printed: '../out: codex-app-server-sdk@0.1.0\n',
      noticed: '',
    });
    expect(filesIn(out())).toEqual([
      '.codex-sdkgen-stage.json',
      'LICENSE',
      'README.md',
      'dist/cli.js',
      'dist/index.d.ts',
      'dist/index.js',
      'package.json',
    ]);
    const manifest = json(out('package.json'));
    expect(manifest).toMatchObject({
      name: 'codex-app-server-sdk',
      version: '0.1.0',
      dependencies: { ws: '8.0.0' },
      optionalDependencies: Object.fromEntries(
        PLATFORMS.map(({ key }) => [`codex-app-server-runtime-${key}`, '9.9.9']),
      ),
    });
    expect(manifest['dependencies']).not.toHaveProperty('@openai/codex');
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
    // What is staged is packed as it is, without the mark.
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json'], {
      cwd: out(),
      encoding: 'utf8',
    });
    expect(packed).toContain('dist/index.js');
    expect(packed).not.toContain('codex-sdkgen-stage');
    expect(git(project, 'status', '--porcelain')).toBe('');
  });

  it('has to have what its package.json names', async () => {
    const manifest = json(join(project, 'package.json'));
    writeJson(join(project, 'package.json'), { ...manifest, bin: { other: './dist/other.js' } });
    commitAll(project);
    const { code, noticed } = await stageSdk();
    expect(code).toBe(2);
    expect(noticed).toContain('pack-failed: package.json names it, but it was not packed');
    expect(noticed).toContain('at dist/other.js');
    expect(existsSync(out())).toBe(false);
  });

  it('is not staged if it cannot be built, and what was staged before stays', async () => {
    await stageSdk();
    const manifest = json(join(project, 'package.json'));
    const scripts = { prepack: 'echo the build is broken >&2; exit 1' };
    writeJson(join(project, 'package.json'), { ...manifest, scripts });
    commitAll(project);
    const before = filesIn(out());
    const { code, noticed } = await stageSdk();
    expect(code).toBe(2);
    expect(noticed).toContain('the build is broken');
    expect(filesIn(out())).toEqual(before);
    expect(readdirSync(scratch).sort()).toEqual(['original', 'out', 'project', 'source']);
  });
});

describe('a runtime', () => {
  it('is one platform, as it is published, with its run bits and no commands', async () => {
    expect(await stageRuntime()).toEqual({
      code: 0,
      printed: '../out: codex-app-server-runtime-linux-x64@9.9.9\n',
      noticed: '',
    });
    expect(filesIn(out())).toEqual([
      '.codex-sdkgen-stage.json',
      'LICENSE',
      'README.md',
      'package.json',
      ...filesIn(join(source, 'vendor')).map((file) => `vendor/${file}`),
    ]);
    expect(json(out('package.json'))).toEqual({
      name: 'codex-app-server-runtime-linux-x64',
      version: '9.9.9',
      description: 'The Codex runtime for linux-x64, for codex-app-server-sdk',
      license: 'Apache-2.0',
      os: ['linux'],
      cpu: ['x64'],
      files: ['vendor'],
      preferUnplugged: true,
    });
    const mode = (file: string): number => statSync(out('vendor', triple, file)).mode & 0o777;
    expect(mode('bin/codex')).toBe(0o755);
    expect(mode('codex-path/rg')).toBe(0o755);
    expect(mode('codex-package.json')).toBe(0o644);
    expect(mode('codex-resources/deep/notice.md')).toBe(0o644);
  });

  it.each([
    ['win32-arm64', 'aarch64-pc-windows-msvc', 'codex.exe'],
    ['darwin-x64', 'x86_64-apple-darwin', 'codex'],
  ])('for %s is staged on any machine', async (platform, target, program) => {
    const other = writeFakePackage(join(scratch, 'source', 'other'), { platform, triple: target });
    expect((await stageRuntime(other)).code).toBe(0);
    expect(json(out('package.json'))).toMatchObject({
      name: `codex-app-server-runtime-${platform}`,
      os: [platform.split('-')[0]],
      cpu: [platform.split('-')[1]],
    });
    expect(existsSync(out('vendor', target, 'bin', program))).toBe(true);
  });

  it('may come as an archive, and bare', async () => {
    const archive = join(scratch, 'source', 'a.tgz');
    writeFakePackage(join(scratch, 'source', 'package'));
    execFileSync('tar', ['-czf', archive, '-C', join(scratch, 'source'), 'package']);
    expect((await stageRuntime(archive)).code).toBe(0);
    const fromArchive = filesIn(out());
    const bare = join(source, 'vendor', triple);
    expect((await stageRuntime(bare)).code).toBe(0);
    expect(filesIn(out())).toEqual(fromArchive);
    execFileSync('tar', ['-czf', archive, '-C', bare, '.']);
    expect((await stageRuntime(archive)).code).toBe(0);
    expect(filesIn(out())).toEqual(fromArchive);
  });

  it.each<[string, () => void, string]>([
    ['a link', () => symlinkSync('codex', vendor('bin', 'alias')), 'It is a symbolic link'],
    [
      'a binary of another version',
      () => {
        writeFakePackage(join(scratch, 'source', 'newer'), { version: '9.9.10' });
        const newer = join(scratch, 'source', 'newer', 'vendor', triple, 'bin');
        cpSync(newer, vendor('bin'), { recursive: true });
      },
      'wrong-version: Its package states 9.9.9, the binary itself 9.9.10',
    ],
  ])('with %s is refused', async (_what, spoil, message) => {
    spoil();
    const { code, printed, noticed } = await stageRuntime();
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(noticed).toContain(message);
    expect(existsSync(out())).toBe(false);
  });

  it('of another version than the one asked for is refused', async () => {
    source = writeFakePackage(join(scratch, 'source'), { version: '9.9.8' });
    expect((await stageRuntime()).noticed).toContain(
      'version-mismatch: It holds 9.9.8, but 9.9.9 is to be staged',
    );
  });

  it('is not staged into itself or out of itself', async () => {
    for (const dir of ['../source/out', '../source', '..']) {
      const { code, noticed } = await stageRuntime(source, dir);
      expect(code).toBe(2);
      expect(noticed).toContain('error unusable-folder');
    }
  });

  it('has to be there', async () => {
    expect((await stageRuntime(join(scratch, 'nothing'))).noticed).toContain('error missing-file');
  });
});

describe('a release', () => {
  /** What was fetched earlier, so that nothing has to be. */
  function stock(except = ''): void {
    for (const { key, triple: target, exe } of PLATFORMS.filter((other) => other.key !== except)) {
      const home = join(scratch, 'source', 'cache', `9.9.9-${key}`);
      writeFakePackage(join(home, 'package'), { platform: key, triple: target });
      const binary = readFileSync(join(home, 'package', 'vendor', target, 'bin', `codex${exe}`));
      writeJson(join(home, 'fetched.json'), {
        package: `@openai/codex@9.9.9-${key}`,
        integrity: 'sha512-x',
        binarySha256: createHash('sha256').update(binary).digest('hex'),
      });
    }
  }

  function stageAll(env: NodeJS.ProcessEnv = process.env): Promise<Outcome> {
    const argv = [
      'stage-all',
      '../out',
      '--runtime-version',
      '9.9.9',
      '--cache',
      '../source/cache',
    ];
    return command(argv, { cwd: project, ...linux, env });
  }

  it('is the SDK and a runtime for every platform', async () => {
    stock();
    const { code, printed, noticed } = await stageAll();
    expect({ code, noticed }).toEqual({ code: 0, noticed: '' });
    expect(printed.split('\n')).toHaveLength(PLATFORMS.length + 2);
    const dependencies = json(out('codex-app-server-sdk', 'package.json'))['optionalDependencies'];
    for (const [name, version] of Object.entries(dependencies as Record<string, string>))
      expect(json(out(name, 'package.json'))).toMatchObject({ name, version });
  });

  it('needs them all', async () => {
    stock('win32-arm64');
    const { code, noticed } = await stageAll({
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:1/',
      npm_config_cache: join(scratch, 'source', 'npm'),
      npm_config_fetch_retries: '0',
    });
    expect(code).toBe(2);
    expect(noticed).toContain('error offline');
    expect(noticed).toContain('at @openai/codex@9.9.9-win32-arm64');
    expect(existsSync(out())).toBe(false);
  });
});

describe('staging', () => {
  it('replaces what it made, and nothing else', async () => {
    await stageSdk();
    expect((await stageRuntime()).code).toBe(0);
    expect(existsSync(out('dist'))).toBe(false);

    rmSync(out(), { recursive: true });
    mkdirSync(out());
    expect((await stageRuntime()).code).toBe(0);

    rmSync(out(), { recursive: true });
    mkdirSync(out());
    writeFileSync(out('mine.txt'), 'mine');
    const { code, noticed } = await stageRuntime();
    expect(code).toBe(2);
    expect(noticed).toContain('unusable-folder: It has other things in it');
    expect(readFileSync(out('mine.txt'), 'utf8')).toBe('mine');
  });

  it('does not follow a link to the folder', async () => {
    mkdirSync(join(scratch, 'source', 'target'));
    symlinkSync(join(scratch, 'source', 'target'), out());
    expect((await stageSdk()).noticed).toContain('unusable-folder: It is no folder');
  });

  it('refuses what is not committed', async () => {
    appendFileSync(join(project, 'README.md'), 'more\n');
    writeFileSync(join(project, 'new.txt'), '');
    for (const outcome of [await stageSdk(), await stageRuntime()]) {
      expect(outcome.code).toBe(2);
      expect(outcome.noticed).toContain('dirty-tree: Not committed: README.md, new.txt');
    }
    expect(existsSync(out())).toBe(false);
  });

  it('refuses what no one can tell to be committed', async () => {
    rmSync(join(project, '.git'), { recursive: true });
    expect((await stageSdk()).noticed).toContain('dirty-tree: git cannot tell what is committed');
  });

  it('refuses generated code or dumps that are out of step', async () => {
    appendFileSync(join(project, 'generated', 'types.ts'), '// edited\n');
    writeFileSync(
      join(project, 'generated', 'old.ts'),
      readFileSync(join(project, 'generated', 'index.ts')),
    );
    const dump = join('schema', 'stable', 'codex_app_server_protocol.schemas.json');
    appendFileSync(join(project, dump), '\n');
    commitAll(project);
    for (const { code, noticed } of [await stageSdk(), await stageRuntime()]) {
      expect(code).toBe(2);
      expect(noticed).toContain('drifted-tree: It differs\n  at generated/types.ts');
      expect(noticed).toContain('drifted-tree: It is stale\n  at generated/old.ts');
      expect(noticed).toContain(
        `drifted-tree: Not the dump that the provenance speaks of\n  at ${dump}`,
      );
    }
  });

  it('never writes into the tree', async () => {
    const before = filesIn(join(project, 'generated'));
    rmSync(join(project, 'generated', 'types.ts'));
    commitAll(project);
    await stageSdk();
    expect(filesIn(join(project, 'generated'))).toEqual(
      before.filter((file) => file !== 'types.ts'),
    );
  });

  it('refuses another version than the one that is pinned', async () => {
    const { code, noticed } = await stageSdk('../out', '9.9.10');
    expect(code).toBe(2);
    for (const place of ['package.json', 'package-lock.json', 'schema/provenance.json'])
      expect(noticed).toContain(
        `version-mismatch: It names 9.9.9, but 9.9.10 is to be staged\n  at ${place}`,
      );
    expect((await stageRuntime(source, '../out', 'latest')).noticed).toContain('unknown-version');
  });

  it('works inside the repository only where git ignores it and nobody else writes', async () => {
    expect((await stageSdk('staged/sdk')).code).toBe(0);
    expect((await stageSdk('staged/sdk')).code).toBe(0);
    for (const [dir, why] of [
      ['visible', 'git does not ignore it'],
      ['dist/staged', 'others write to'],
      ['node_modules/staged', 'others write to'],
      ['.', 'holds the repository itself'],
      ['..', 'holds the repository itself'],
    ] as const)
      expect((await stageSdk(dir)).noticed).toContain(why);
  });

  it('works in the root of the repository only', async () => {
    const { code, noticed } = await command(['stage-sdk', 'x', '--runtime-version', '1.0.0'], {
      cwd: scratch,
    });
    expect(code).toBe(2);
    expect(noticed).toContain('error not-the-project');
  });
});
