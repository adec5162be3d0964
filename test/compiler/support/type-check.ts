import path from 'node:path';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  isolatedDeclarations: true,
  declaration: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  lib: ['lib.es2022.d.ts'],
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

/** Parsed once: libraries are most of what a small program consists of. */
const libraries = new Map<string, ts.SourceFile | undefined>();

const ROOT = '/program';

/**
 * What TypeScript says about files that exist in memory only, as a strict consumer with nothing
 * installed would see them.
 */
export function typeCheck(
  files: readonly { readonly path: string; readonly text: string }[],
  options: ts.CompilerOptions = {},
): string[] {
  const sources = new Map(files.map((file) => [`${ROOT}/${file.path}`, file.text]));
  sources.set(`${ROOT}/package.json`, '{"type":"module"}');
  const settings = { ...OPTIONS, ...options };
  const host = ts.createCompilerHost(settings);
  host.getCurrentDirectory = () => ROOT;
  host.fileExists = (name) => sources.has(name);
  host.directoryExists = (name) => [...sources.keys()].some((file) => file.startsWith(`${name}/`));
  host.readFile = (name) => sources.get(name);
  host.getSourceFile = (name, language) => {
    const text = sources.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, language);
    if (!libraries.has(name)) {
      const library = ts.sys.readFile(name);
      const parsed = library === undefined ? library : ts.createSourceFile(name, library, language);
      libraries.set(name, parsed);
    }
    return libraries.get(name);
  };
  host.getDefaultLibLocation = () => path.resolve('node_modules/typescript/lib');
  const roots = [...sources.keys()].filter((name) => name.endsWith('.ts'));
  const program = ts.createProgram(roots, settings, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
    const { file, start = 0 } = diagnostic;
    if (file === undefined) return text;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${file.fileName.slice(ROOT.length + 1)}:${line + 1} ${text}`;
  });
}
