import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedModel, reply } from '../../runtime/testing/index.js';
import { root, runOk } from '../support/run.js';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
/** What the packed package needs from the registry, and what a consumer's compiler needs. */
const installed = ['@openai/codex', '@openai/codex-linux-x64', 'ajv', 'ws', '@types/node'];
const entries = [
  '.',
  './protocol',
  './snake_case',
  './snake_case/sync',
  './sync',
  './testing',
  './validation',
];

let scratch: string;
let project: string;
let tarball: Buffer;

beforeAll(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'codex-package-')));
  project = join(scratch, 'project');
  const pack = await runOk(npm, ['pack', '--silent', '--pack-destination', scratch]);
  const file = join(scratch, pack.stdout.trim().split('\n').at(-1) ?? '');
  tarball = await readFile(file);
  const target = join(project, 'node_modules', 'codex-app-server-sdk');
  await mkdir(target, { recursive: true });
  await runOk('tar', ['-xzf', file, '--strip-components=1', '-C', target]);
  for (const name of installed) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', name), link, 'junction').catch(() => {});
  }
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
}, 120_000);

afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

it('is a well-formed package', async () => {
  const { messages } = await publint({
    pack: { tarball: new Uint8Array(tarball).buffer },
    strict: true,
  });
  expect(messages).toEqual([]);
});

it('has types that resolve for every entry', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  if (!analysis.types) throw new Error('the package has no types');
  expect(Object.keys(analysis.entrypoints).filter((e) => e !== './package.json')).toEqual(entries);
  // ESM only: old resolution and require() of ESM types are not on offer.
  const serious = analysis.problems.filter(
    (problem) =>
      !('resolutionKind' in problem && problem.resolutionKind === 'node10') &&
      problem.kind !== 'CJSResolvesToESM',
  );
  expect(serious).toEqual([]);
});

it('holds what its pages refer to', async () => {
  const home = join(project, 'node_modules', 'codex-app-server-sdk');
  const pages = ['README.md', ...(await readdir(join(home, 'docs'))).map((file) => `docs/${file}`)];
  const links = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(join(home, page), 'utf8');
      return [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, to = '']) => join(dirname(page), to));
    }),
  );
  expect(links.flat()).toEqual(expect.arrayContaining(['docs/from-python.md', 'examples']));
  for (const link of links.flat())
    await expect(stat(join(home, link)), link).resolves.toBeDefined();
  expect(await readdir(home)).toEqual(
    expect.arrayContaining(['CHANGELOG.md', 'README.md', 'dist', 'docs', 'examples']),
  );
  // What needs the repository around it stays there.
  expect((await readdir(join(home, 'examples'))).every((file) => file.endsWith('.ts'))).toBe(true);
});

describe('installed into a project', () => {
  it.each([
    ['NodeNext', 'ES2022'],
    ['Preserve', 'ES2024'],
  ])('compiles with module %s and lib %s', async (module, lib) => {
    await writeFile(
      join(project, 'consumer.ts'),
      [
        "import { Codex, type TurnResult } from 'codex-app-server-sdk';",
        "import { METHODS, type RequestMap, type ServerNotification } from 'codex-app-server-sdk/protocol';",
        "import { ScriptedModel } from 'codex-app-server-sdk/testing';",
        "import { Codex as Blocking, tool } from 'codex-app-server-sdk/sync';",
        "import type { Thread } from 'codex-app-server-sdk/snake_case/sync';",
        'export function blocking(codex: Blocking, thread: Thread): (string | null)[] {',
        "  const up = tool({ name: 'up', description: '', input: {}, execute: () => 'UP' });",
        "  const result = codex.threadStart({ tools: [up] }).run('x');",
        "  return [result.finalResponse, thread.run('x').final_response];",
        '}',
        'export async function main(codex: Codex): Promise<TurnResult> {',
        "  const page: RequestMap['thread/list']['result'] = await codex.rpc.thread.list();",
        '  console.log(page.data.length, METHODS["thread/list"].kind, ScriptedModel.name);',
        '  const thread = await codex.threadStart();',
        "  const turn = await thread.turn('x');",
        '  for await (const event of turn as AsyncIterable<ServerNotification>) {',
        "    if (event.method === 'item/completed') console.log(event.params.item.id);",
        '  }',
        '  return turn.run();',
        '}',
        '',
      ].join('\n'),
    );
    await writeFile(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          module,
          ...(module === 'Preserve' ? { moduleResolution: 'bundler' } : {}),
          target: 'ES2022',
          lib: [lib],
          types: ['node'],
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          skipLibCheck: false,
        },
        files: ['consumer.ts'],
      }),
    );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await runOk(process.execPath, [tsc, '-p', project]);
  });

  it('runs a turn with the runtime that it brings', async () => {
    await using model = await ScriptedModel.start([reply.text('hello from the package')]);
    const { env, cwd } = model.configFor();
    const program = join(project, 'program.js');
    await writeFile(
      program,
      [
        "import { Codex } from 'codex-app-server-sdk';",
        'const codex = await Codex.start({ cwd: process.argv[2] });',
        'try {',
        '  const thread = await codex.threadStart();',
        "  console.log((await thread.run('Hi')).finalResponse);",
        '} finally {',
        '  await codex.close();',
        '}',
        '',
      ].join('\n'),
    );
    const { stdout } = await runOk(process.execPath, [program, cwd], {
      cwd: project,
      env: { ...process.env, ...env },
    });
    expect(stdout.trim()).toBe('hello from the package');
  });

  it('runs a turn for programs that cannot wait, in both spellings and both kinds of modules', async () => {
    await using model = await ScriptedModel.start(() => reply.text('hello from the package'));
    const { env, cwd } = model.configFor();
    const program = join(project, 'program.cjs');
    await writeFile(
      program,
      [
        "const { Codex } = require('codex-app-server-sdk/sync');",
        'const codex = new Codex({ cwd: process.argv[2] });',
        "console.log(codex.threadStart().run('Hi').finalResponse);",
        'codex.close();',
        "import('codex-app-server-sdk/snake_case/sync').then((snake) => {",
        '  const codex = snake.Codex.start({ cwd: process.argv[2], validate: "strict" });',
        "  console.log(codex.thread_start().run('Hi').final_response);",
        '});',
        '',
      ].join('\n'),
    );
    const { stdout, stderr } = await runOk(process.execPath, [program, cwd], {
      cwd: project,
      env: { ...process.env, ...env },
    });
    expect(stdout).toBe('hello from the package\nhello from the package\n');
    expect(stderr.replace(/^.*ExperimentalWarning.*\n.*--trace-warnings.*\n/m, '')).toBe('');
  });

  it('does no work at import time', async () => {
    const program =
      "await import('codex-app-server-sdk');" +
      // The module loader closes its files after the import.
      'await new Promise(setImmediate); await new Promise(setImmediate);' +
      'console.log(JSON.stringify(process.getActiveResourcesInfo()))';
    const args = ['--input-type=module', '--eval', program];
    const { stdout } = await runOk(process.execPath, args, { cwd: project });
    expect(stdout.trim()).toBe('[]');
  });

  it('calls its classes by their names', async () => {
    const program =
      "const sdk = await import('codex-app-server-sdk');" +
      "const blocking = await import('codex-app-server-sdk/sync');" +
      'for (const module of [sdk, blocking]) for (const [name, it] of Object.entries(module))' +
      "  if (typeof it === 'function' && it.name !== name) console.log(name, it.name);";
    const args = ['--input-type=module', '--eval', program];
    expect((await runOk(process.execPath, args, { cwd: project })).stdout).toBe('');
  });

  it('loads no dependency before it is needed', async () => {
    const dist = join(project, 'node_modules', 'codex-app-server-sdk', 'dist');
    expect(await packagesLoadedBy(join(dist, 'index.js'))).toEqual([]);
    expect(await packagesLoadedBy(join(dist, 'protocol.js'))).toEqual([]);
  });
});

/** Packages that a module imports statically, itself or through its chunks. */
async function packagesLoadedBy(file: string, seen = new Set<string>()): Promise<string[]> {
  if (seen.has(file)) return [];
  seen.add(file);
  const source = await readFile(file, 'utf8');
  const specifiers = [...source.matchAll(/^(?:import|export)\b[^'"]*['"]([^'"]+)['"]/gm)].map(
    (match) => match[1] ?? '',
  );
  const found = specifiers.filter((s) => !s.startsWith('.') && !s.startsWith('node:'));
  for (const relative of specifiers.filter((s) => s.startsWith('.'))) {
    found.push(...(await packagesLoadedBy(join(dirname(file), relative), seen)));
  }
  return found.filter((name) => !builtinModules.includes(name));
}
