import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLE } from '../../../compiler/load/schema-folder.js';
import { bundle } from './bundle.js';

export interface FakeCodex {
  readonly version?: string;
  /** How it misbehaves. */
  readonly fault?:
    | 'no experimental'
    | 'no dump'
    | 'no bundle'
    | 'unstable'
    | 'not json'
    | 'fails'
    | 'silent'
    | 'reads config';
}

/** A version that can do more than others, and one with a request of which no one knows the result. */
export const NEWER = '9.9.10';
export const UNBOUND = '9.9.11';

/** What the fake answers for its two surfaces. */
export function fakeBundle(surface: 'stable' | 'experimental', version = '9.9.9'): string {
  const requests = {
    initialize: {},
    ...(surface === 'experimental' && { ask: {} }),
    ...(version === NEWER && { 'news/read': {} }),
    ...(version === UNBOUND && { lost: {} }),
  };
  const notifications = { note: {}, ...(version === NEWER && { 'news/came': {} }) };
  const root = {
    InitializeResponse: { type: 'object', description: version },
    ...(surface === 'experimental' && { AskResponse: { type: 'object' } }),
    TellResponse: { type: 'object' },
    ...(version === NEWER && { NewsReadResponse: { type: 'object' } }),
  };
  return `${JSON.stringify(bundle({ root, requests, serverRequests: { tell: {} }, notifications }), null, 2)}\n`;
}

/** Writes a program that answers as the runtime does, as far as dumps are concerned. */
export function writeFakeCodex(file: string, { version = '9.9.9', fault }: FakeCodex = {}): string {
  mkdirSync(dirname(file), { recursive: true });
  const name = fault === 'no bundle' ? 'ClientRequest.json' : BUNDLE;
  const dump = (surface: 'stable' | 'experimental'): string =>
    `cat > "$out/${name}" <<'END'\n${fakeBundle(surface, version)}END\n`;
  writeFileSync(
    file,
    `#!/bin/sh
if [ "$1" = --version ]; then
  ${fault === 'silent' ? 'exit 0' : `echo 'codex-cli ${version}'; exit 0`}
fi
if [ "$1 $2" != 'app-server generate-json-schema' ]; then echo 'what?' >&2; exit 2; fi
${fault === undefined ? '' : FAULTS[fault]}
if [ "$3" = --experimental ]; then
out="$5"
${dump('experimental')}else
out="$4"
${dump('stable')}fi
${fault === 'not json' ? `echo , >> "$out/${name}"` : ''}
${fault === 'unstable' ? `echo " $$" >> "$out/${name}"` : ''}
`,
  );
  chmodSync(file, 0o755);
  return file;
}

type Fault = NonNullable<FakeCodex['fault']>;

const FAULTS: Readonly<Record<Fault, string>> = {
  'no experimental': `if [ "$3" = --experimental ]; then echo "error: unexpected argument '--experimental' found" >&2; exit 2; fi`,
  'no dump': `echo "error: unrecognized subcommand 'generate-json-schema'" >&2; exit 2`,
  fails: 'echo thread main panicked >&2; exit 101',
  'reads config': 'if [ -e "$CODEX_HOME/config.toml" ]; then echo invalid config >&2; exit 1; fi',
  'no bundle': '',
  unstable: '',
  'not json': '',
  silent: '',
};

/** Writes a platform package as the runtime's makers publish it, with a fake in it. */
export function writeFakePackage(
  folder: string,
  {
    version = '9.9.9',
    fault,
    platform = 'linux-x64',
    triple = 'x86_64-unknown-linux-musl',
  }: FakeCodex & {
    readonly platform?: string;
    readonly triple?: string;
  } = {},
): string {
  const [os = '', cpu = ''] = platform.split('-');
  const vendor = join(folder, 'vendor', triple);
  const exe = os === 'win32' ? '.exe' : '';
  writeFakeCodex(join(vendor, 'bin', `codex${exe}`), { version, ...(fault && { fault }) });
  writeFakeCodex(join(vendor, 'bin', `codex-code-mode-host${exe}`), { version });
  writeFakeCodex(join(vendor, 'codex-path', `rg${exe}`), { version });
  mkdirSync(join(vendor, 'codex-resources', 'deep'), { recursive: true });
  writeFileSync(join(vendor, 'codex-resources', 'deep', 'notice.md'), 'notice\n');
  writeJson(join(vendor, 'codex-package.json'), {
    layoutVersion: 1,
    version,
    target: triple,
    variant: 'codex',
    entrypoint: `bin/codex${exe}`,
    resourcesDir: 'codex-resources',
    pathDir: 'codex-path',
  });
  writeJson(join(folder, 'package.json'), {
    name: '@openai/codex',
    version: `${version}-${platform}`,
    license: 'Apache-2.0',
    os: [os],
    cpu: [cpu],
    files: ['vendor'],
  });
  return folder;
}

export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
