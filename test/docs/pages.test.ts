import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { reply, ScriptedModel, type Script } from '../../runtime/testing/index.js';
import { runProgram } from '../examples/run-example.js';
import { root, run } from '../support/run.js';
import { type Page, readPages } from './pages.js';

/** What the model says to the programs on the pages, and what they print. Tests need neither. */
const programs: Record<string, { readonly script: Script; readonly prints: string }> = {
  'README.md first-program.ts': {
    script: [[reply.text(['An SDK ', 'for Codex.']), reply.usage({ input: 3, output: 4 })]],
    prints: 'An SDK for Codex.\ncompleted, 7 tokens in the whole thread\n',
  },
};

const pages = await readPages();
const files = pages.flatMap(({ path, blocks }) =>
  blocks.flatMap(({ title, code }) =>
    title === undefined ? [] : [{ page: path, title, code, file: join(path, title) }],
  ),
);
const isTest = ({ title }: { readonly title: string }): boolean => title.endsWith('.test.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-docs-'));
  for (const { file, code } of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), code);
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the tests on a page pass as they stand there', () => {
  const tested = files.filter(isTest);
  it.each([...new Set(tested.map(({ page }) => page))])('%s', async (page) => {
    const ofPage = tested.filter((file) => file.page === page);
    const paths = ofPage.map(({ file }) => join(folder, file));
    const args = ['--import', 'tsx', '--test', '--test-reporter', 'tap', ...paths];
    // Of the runner around this test the other one must know nothing.
    const { NODE_OPTIONS: _, VITEST: _v, NODE_TEST_CONTEXT: _c, ...env } = process.env;
    const { stdout, exitCode } = await run(process.execPath, args, {
      env: { ...env, TSX_TSCONFIG_PATH: inject('builtSdk') },
    });
    expect(exitCode, stdout).toBe(0);
    const titles = ofPage.flatMap(({ code }) =>
      [...code.matchAll(/^test\('(.*?)',/gm)].map(([, title = '']) => title),
    );
    const passed = [...stdout.matchAll(/^ *ok \d+ - (.*)$/gm)].map(([, title = '']) => title);
    expect(titles.length).toBeGreaterThanOrEqual(ofPage.length);
    expect(passed).toEqual(expect.arrayContaining(titles));
  });
});

describe('each program on a page prints what it should', () => {
  it.each(Object.keys(programs))('%s', async (name) => {
    const { script, prints } = programs[name]!;
    await using model = await ScriptedModel.start(script);
    const { env, cwd } = model.configFor();
    const path = join(folder, ...name.split(' '));
    const result = await runProgram(path, { env, cwd });
    expect(result).toEqual({ stdout: prints, stderr: '', exitCode: 0 });
  });

  it('and there is none that is not run', () => {
    const left = files.filter(
      (file) =>
        file.title.endsWith('.ts') &&
        !isTest(file) &&
        !isImported(file.page, file.title) &&
        !Object.hasOwn(programs, `${file.page} ${file.title}`),
    );
    expect(left.map(({ file }) => file)).toEqual([]);
  });
});

it('the code on the pages has the right types', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const names = files
    .filter(({ title }) => title.endsWith('.ts'))
    .map(({ file }) => join(folder, file));
  const types = join(root, 'node_modules', '@types');
  const program = ts.createProgram(names, {
    ...options,
    typeRoots: [types],
    declaration: false,
    isolatedDeclarations: false,
  });
  const faults = names
    .flatMap((name) => program.getSemanticDiagnostics(program.getSourceFile(name)))
    .map(({ file, messageText }) => [
      file?.fileName.slice(folder.length),
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    ]);
  expect(faults).toEqual([]);
});

it('fragments are TypeScript', () => {
  const faults = pages.flatMap(({ blocks }: Page) =>
    blocks
      .filter(({ language }) => language === 'ts')
      .flatMap(({ code, place }) => {
        const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
        return diagnostics.map(({ messageText }) => [place, messageText]);
      }),
  );
  expect(faults).toEqual([]);
});

function isImported(page: string, title: string): boolean {
  const specifier = `'./${title.replace(/\.ts$/, '.js')}'`;
  const names = [specifier, `new URL('${title}'`];
  return files.some((one) => one.page === page && names.some((name) => one.code.includes(name)));
}
