import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Node, Project, SyntaxKind, type SourceFile } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { lawFor, type Law } from './laws.js';

const FOLDERS = ['compiler', 'generated', 'runtime'].filter((folder) => existsSync(folder));

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join(folder, ...file.split(path.sep))),
);

interface Import {
  /** A path in the repository, or the name of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

function importsOf(file: string): Import[] {
  const source = project.addSourceFileAtPath(file);
  const declared = [...source.getImportDeclarations(), ...source.getExportDeclarations()].flatMap(
    (declaration): Import[] => {
      const specifier = declaration.getModuleSpecifierValue();
      return specifier === undefined
        ? []
        : [
            {
              target: resolve(file, specifier),
              typeOnly: declaration.isTypeOnly(),
              dynamic: false,
            },
          ];
    },
  );
  const loaded = source.getFullText().includes('import(') ? dynamicImports(file, source) : [];
  return [...declared, ...loaded];
}

function dynamicImports(file: string, source: SourceFile): Import[] {
  return source.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call): Import[] => {
    const [argument] = call.getArguments();
    return call.getExpression().getKind() === SyntaxKind.ImportKeyword &&
      Node.isStringLiteral(argument)
      ? [{ target: resolve(file, argument.getLiteralValue()), typeOnly: false, dynamic: true }]
      : [];
  });
}

const project = new Project({
  skipAddingFilesFromTsConfig: true,
  skipFileDependencyResolution: true,
});

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.')
    ? path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/, '.ts')
    : specifier;
}

function breaches(file: string, law: Law): string[] {
  return importsOf(file)
    .filter((entry) => !law.allows(entry))
    .map(({ target }) => `${file} imports ${target}`);
}

describe.each(FOLDERS)('%s', (folder) => {
  it('imports only what the law of its folders allows', () => {
    const own = files.filter((file) => file.startsWith(`${folder}/`));
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap((file) => breaches(file, lawFor(file)))).toEqual([]);
  });
});

describe('the law', () => {
  const one = (file: string, target: string, options: Partial<Import> = {}): boolean =>
    lawFor(file).allows({ target, typeOnly: false, dynamic: false, ...options });

  it.each([
    ['compiler/name/name.ts', 'runtime/util/codex-error.ts'],
    ['compiler/name/name.ts', 'generated/types.ts'],
    ['compiler/name/name.ts', 'typescript'],
    ['generated/api.ts', 'runtime/rpc/transport.ts'],
    ['runtime/rpc/connection.ts', 'node:events'],
    ['runtime/rpc/connection.ts', 'generated/types.ts'],
    ['runtime/session/turns.ts', 'node:fs'],
    ['runtime/session/turns.ts', 'runtime/transport/stdio.ts'],
    ['runtime/transport/stdio.ts', 'runtime/session/turns.ts'],
    ['runtime/sync/codex.ts', 'runtime/session/turns.ts'],
    ['runtime/snake_case/codex.ts', 'node:fs'],
    ['runtime/testing/fake.ts', 'compiler/compile.ts'],
    ['runtime/validation/index.ts', 'runtime/session/turns.ts'],
    ['runtime/util/queue.ts', 'runtime/rpc/connection.ts'],
    ['runtime/codex.ts', 'compiler/compile.ts'],
    ['runtime/codex.ts', 'runtime/validation/index.ts'],
    ['runtime/codex.ts', 'ajv'],
    ['runtime/codex.ts', '@standard-schema/spec'],
  ])('keeps %s from %s', (file, target) => {
    expect(one(file, target)).toBe(false);
  });

  it('lets the facade load validation lazily, and anyone name the standard schema', () => {
    expect(one('runtime/codex.ts', 'runtime/validation/index.ts', { dynamic: true })).toBe(true);
    expect(one('runtime/session/x.ts', '@standard-schema/spec', { typeOnly: true })).toBe(true);
  });
});
