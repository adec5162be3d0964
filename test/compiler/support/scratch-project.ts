import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile } from '../../../compiler/compile.js';
import { BUILTIN_OVERLAY } from '../../../compiler/overlay/builtin.js';
import { BUNDLE } from '../../../compiler/load/schema-folder.js';
import { schemaFiles } from '../../../compiler/pull/provenance.js';
import { fakeBundle, writeJson } from './fake-codex.js';

export interface ScratchProject {
  readonly runtimeVersion?: string;
  /** Files beside those that every project has. */
  readonly files?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  /** Depends on nothing but the runtime. */
  readonly bare?: boolean;
}

/** A small repository like that of the SDK, committed: a schema, what is generated of it, a package. */
export async function scratchProject(
  root: string,
  { runtimeVersion = '9.9.9', files = {}, scripts = {}, bare = false }: ScratchProject = {},
): Promise<string> {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const dependencies = { '@openai/codex': runtimeVersion, ...(!bare && { ws: '8.0.0' }) };
  writeJson(join(root, 'package.json'), {
    name: 'codex-app-server-sdk',
    version: '0.1.0',
    license: 'Apache-2.0',
    type: 'module',
    files: ['dist'],
    bin: { 'codex-sdkgen': './dist/cli.js' },
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    scripts: {
      prepack: "mkdir -p dist && touch dist/index.js dist/index.d.ts && echo '#!' > dist/cli.js",
      ...scripts,
    },
    dependencies,
    ...(!bare && { devDependencies: { typescript: '5.9.3' } }),
  });
  writeJson(join(root, 'package-lock.json'), {
    name: 'codex-app-server-sdk',
    version: '0.1.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': {
        name: 'codex-app-server-sdk',
        version: '0.1.0',
        license: 'Apache-2.0',
        dependencies,
        bin: { 'codex-sdkgen': 'dist/cli.js' },
      },
      'node_modules/@openai/codex': { version: runtimeVersion },
    },
  });
  write('README.md', '# Scratch\n');
  write('LICENSE', 'Apache License\n');
  write('CHANGELOG.md', '# Changelog\n\n## 0.1.0\n\nFirst version.\n');
  write('.gitignore', 'node_modules/\ndist/\nstaged/\n');

  const [stable, experimental] = [
    fakeBundle('stable', runtimeVersion),
    fakeBundle('experimental', runtimeVersion),
  ];
  const schema = schemaFiles({
    runtimeVersion,
    source: `@openai/codex@${runtimeVersion}-linux-x64`,
    integrity: null,
    binarySha256: '0'.repeat(64),
    stable,
    experimental,
  });
  for (const [file, text] of schema) if (text !== null) write(`schema/${file}`, text);
  const compiled = await compile(
    {
      surface: { path: `schema/experimental/${BUNDLE}`, text: experimental },
      stable: { path: `schema/stable/${BUNDLE}`, text: stable },
      overlays: [BUILTIN_OVERLAY],
      provenance: { path: 'provenance.json', text: schema.get('provenance.json') ?? '' },
    },
    { lenient: false },
  );
  if (compiled.files.length === 0) throw new Error(JSON.stringify(compiled.diagnostics));
  for (const { path, text } of compiled.files) write(`generated/${path}`, text);
  for (const [file, text] of Object.entries(files)) write(file, text);

  git(root, 'init', '--quiet', '--initial-branch=main');
  appendFileSync(join(root, '.git', 'info', 'exclude'), 'ignored-here\n');
  commitAll(root);
  return root;
}

export function git(root: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
}

export function commitAll(root: string, message = 'A state'): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', message);
}
