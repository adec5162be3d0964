import { StructureKind, type StatementStructures } from 'ts-morph';
import type { Statement } from './statement.js';
import { sortedBy } from '../util/order.js';

/** Something that a generated module exports. */
export interface Exported {
  readonly name: string;
  /** The module, relative to the output folder, without an extension. */
  readonly from: string;
  readonly value?: true;
  /** The name it goes by in the importing module, if another one. */
  readonly as?: string;
}

/** One generated file in the making. Whatever is `use`d is imported; nobody writes imports. */
export class Module {
  readonly path: string;
  readonly statements: Statement[] = [];
  /** Lines that have to stand above everything but the header. */
  readonly pragmas: string[] = [];
  readonly #used = new Map<string, Exported>();

  /** @param path relative to the output folder, with `/` and without an extension */
  constructor(path: string) {
    this.path = path;
  }

  /** The name of something from this or another generated module. */
  use(symbol: Exported): string {
    if (symbol.from !== this.path) this.#used.set(`${symbol.from}#${symbol.name}`, symbol);
    return symbol.as ?? symbol.name;
  }

  add(...statements: readonly Statement[]): void {
    this.statements.push(...statements);
  }

  /** The names that the module's own statements export. */
  exports(): string[] {
    return this.statements.flatMap((statement) =>
      typeof statement === 'object' && 'name' in statement && typeof statement.name === 'string'
        ? [statement.name]
        : [],
    );
  }

  /** The import declarations, by module. */
  imports(): StatementStructures[] {
    const modules = new Map<string, Exported[]>();
    for (const symbol of this.#used.values())
      modules.set(symbol.from, [...(modules.get(symbol.from) ?? []), symbol]);
    return sortedBy(modules, ([from]) => from).map(([from, symbols]) => {
      const typeOnly = symbols.every((symbol) => symbol.value === undefined);
      return {
        kind: StructureKind.ImportDeclaration,
        isTypeOnly: typeOnly,
        moduleSpecifier: specifier(this.path, from),
        namedImports: sortedBy(symbols, (symbol) => symbol.name).map((symbol) => ({
          name: symbol.name,
          isTypeOnly: !typeOnly && symbol.value === undefined,
          ...(symbol.as !== undefined && { alias: symbol.as }),
        })),
      };
    });
  }
}

/** How one module of the output imports another. */
export function specifier(from: string, to: string): string {
  const folder = from.split('/').slice(0, -1);
  const target = to.split('/');
  let shared = 0;
  while (folder[shared] !== undefined && folder[shared] === target[shared]) shared += 1;
  const up = folder.slice(shared).map(() => '..');
  return `${[...(up.length === 0 ? ['.'] : up), ...target.slice(shared)].join('/')}.js`;
}
