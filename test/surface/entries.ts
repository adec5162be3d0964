import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../support/run.js';

/** One entry of the package, as its compiler sees it. */
export interface Entry {
  /** As it is imported, such as `codex-app-server-sdk/protocol`. */
  readonly name: string;
  /** The source file behind it, from the root of the repository. */
  readonly file: string;
  readonly module: ts.SourceFile;
  /** What it exports, by name; aliases are followed. */
  readonly exports: ReadonlyMap<string, ts.Symbol>;
}

/** All entries of the package. A new one in `package.json` is here by itself. */
export class Surface {
  readonly entries: readonly Entry[];
  readonly checker: ts.TypeChecker;

  constructor() {
    const names = packageEntries();
    const { paths, options } = compilerOptions();
    const files = names.map((name) => paths[name]?.[0] ?? '');
    const program = ts.createProgram(
      files.map((file) => join(root, file)),
      options,
    );
    this.checker = program.getTypeChecker();
    this.entries = names.map((name, index) => {
      const file = (files[index] ?? '').replace(/^\.\//, '');
      const module = program.getSourceFile(join(root, file));
      if (!module) throw new Error(`tsconfig.json names no source file of ${name}`);
      return { name, file, module, exports: this.exportsOf(module) };
    });
  }

  exportsOf(module: ts.SourceFile): Map<string, ts.Symbol> {
    const symbol = this.checker.getSymbolAtLocation(module);
    const exports = symbol ? this.checker.getExportsOfModule(symbol) : [];
    return new Map(exports.map((exported) => [exported.name, this.follow(exported)]));
  }

  /** The symbol that an alias stands for in the end. */
  follow(symbol: ts.Symbol): ts.Symbol {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }
}

/** The path of a file from the root of the repository. */
export function pathOf(file: ts.SourceFile): string {
  return file.fileName.slice(root.length).replaceAll('\\', '/');
}

function packageEntries(): string[] {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    exports: Record<string, unknown>;
  };
  return Object.keys(exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => name + entry.slice(1));
}

function compilerOptions(): { options: ts.CompilerOptions; paths: Record<string, string[]> } {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  ) as { config: { compilerOptions: { paths: Record<string, string[]> } } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return { options, paths: config.compilerOptions.paths };
}
