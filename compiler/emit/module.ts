import type { StatementStructures } from 'ts-morph';
import { StructureKind } from 'ts-morph';
import { sortedBy } from '../util/order.js';

/** Something that a generated module exports. */
export interface Exported {
  readonly name: string;
  /** The module, relative to the output folder, without an extension. */
  readonly from: string;
  readonly value?: true;
}

/** One generated file in the making. Whatever is `use`d is imported; nobody writes imports. */
export class Module {
  readonly path: string;
  readonly statements: StatementStructures[] = [];
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
    return symbol.name;
  }

  add(...statements: readonly StatementStructures[]): void {
    this.statements.push(...statements);
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
        })),
      };
    });
  }
}

/** How one module of the output imports another. */
export function specifier(from: string, to: string): string {
  const up = from.split('/').slice(1);
  const prefix = up.length === 0 ? './' : up.map(() => '../').join('');
  return `${prefix}${to}.js`;
}
