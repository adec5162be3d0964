import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../compiler/diagnostics/report.js';
import { readRuntimeLayout } from '../../../compiler/stage/runtime-layout.js';
import { writeFakePackage, writeJson } from '../support/fake-codex.js';

const triple = 'x86_64-unknown-linux-musl';

let source: string;
beforeEach(() => {
  source = writeFakePackage(mkdtempSync(join(tmpdir(), 'sdkgen-layout-')));
});
afterEach(() => {
  rmSync(source, { recursive: true, force: true });
});

function vendor(...path: readonly string[]): string {
  return join(source, 'vendor', triple, ...path);
}

describe('the runtime in a package', () => {
  it('is found with its version, platform and files', () => {
    const report = new Diagnostics();
    expect(readRuntimeLayout(source, report)).toMatchObject({
      platform: { key: 'linux-x64' },
      folder: vendor(),
      version: '9.9.9',
      files: [
        'bin/codex',
        'bin/codex-code-mode-host',
        'codex-package.json',
        'codex-path/rg',
        'codex-resources/deep/notice.md',
      ],
    });
    expect(report.list()).toEqual([]);
  });

  it.each<[string, () => void, string]>([
    [
      'a link',
      () => symlinkSync('codex', vendor('bin', 'alias')),
      'irregular-file: It is a symbolic link',
    ],
    [
      'a linked folder',
      () => symlinkSync('/etc', vendor('etc')),
      'irregular-file: It is a symbolic link',
    ],
    [
      'a FIFO',
      () => execFileSync('mkfifo', [vendor('pipe')]),
      'irregular-file: It is no plain file',
    ],
    ['no binary', () => rmSync(vendor('bin', 'codex')), '`bin/codex` is missing'],
    [
      'no host for code mode',
      () => rmSync(vendor('bin', 'codex-code-mode-host')),
      '`bin/codex-code-mode-host` is missing',
    ],
    [
      'a binary that cannot be run',
      () => chmodSync(vendor('bin', 'codex'), 0o644),
      '`bin/codex` cannot be run',
    ],
    [
      'no resources',
      () => rmSync(vendor('codex-resources'), { recursive: true }),
      '`codex-resources/` is missing or empty',
    ],
    [
      'no path',
      () => rmSync(vendor('codex-path'), { recursive: true }),
      '`codex-path/` is missing or empty',
    ],
    [
      'no description',
      () => rmSync(vendor('codex-package.json')),
      'No `codex-package.json` that tells',
    ],
    [
      'no vendor',
      () => rmSync(join(source, 'vendor'), { recursive: true }),
      'exactly one platform, but holds none',
    ],
    [
      'two platforms',
      () => mkdirSync(join(source, 'vendor', 'aarch64-apple-darwin')),
      'exactly one platform, but holds aarch64-apple-darwin, x86_64',
    ],
    [
      'a folder of another name',
      () => execFileSync('mv', [vendor(), join(source, 'vendor', 'x86_64-apple-darwin')]),
      'The runtime in it is for x86_64-unknown-linux-musl',
    ],
    [
      'a package of another version',
      () => writeJson(join(source, 'package.json'), { version: '9.9.8-linux-x64' }),
      'version-mismatch: Its package states "9.9.8-linux-x64"',
    ],
  ])('with %s is refused', (_what, spoil, message) => {
    spoil();
    const report = new Diagnostics();
    readRuntimeLayout(source, report);
    expect(report.list().map((found) => `${found.code}: ${found.message}`)).toContainEqual(
      expect.stringContaining(message),
    );
  });

  it('is told about completely, not only its first fault', () => {
    rmSync(vendor('bin'), { recursive: true });
    rmSync(vendor('codex-path'), { recursive: true });
    symlinkSync('/etc', vendor('etc'));
    const report = new Diagnostics();
    readRuntimeLayout(source, report);
    expect(report.list()).toHaveLength(4);
  });
});
