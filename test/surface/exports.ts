import ts from 'typescript';
import { type Entry, pathOf, type Surface } from './entries.js';

/**
 * The names that an entry exports, a line each: what a bundle holds of it, then its name. Where it
 * passes a generated file on as a whole, that is one line, for what is in there is the schema's doing.
 */
export function exportLines(surface: Surface, entry: Entry): string[] {
  const names = new Set(entry.exports.keys());
  const lines: string[] = [];
  for (const file of generatedFiles(entry)) {
    const whole = surface.exportsOf(file);
    const passed = [...whole.keys()].filter((name) => whole.get(name) === entry.exports.get(name));
    if (passed.length * 2 < whole.size) continue;
    const missing = [...whole.keys()].filter((name) => !passed.includes(name));
    const without = missing.length > 0 ? ` but ${missing.toSorted().join(', ')}` : '';
    lines.push(`every name of ${pathOf(file)}${without}`);
    for (const name of passed) names.delete(name);
  }
  for (const name of names) lines.push(`${kindOf(entry.exports.get(name)!)} ${name}`);
  return lines.toSorted();
}

function generatedFiles(entry: Entry): Set<ts.SourceFile> {
  const files = [...entry.exports.values()].flatMap((symbol) =>
    (symbol.declarations ?? []).map((declaration) => declaration.getSourceFile()),
  );
  return new Set(files.filter((file) => pathOf(file).startsWith('generated/')));
}

function kindOf({ flags }: ts.Symbol): string {
  if (flags & ts.SymbolFlags.Class) return 'class';
  if (flags & ts.SymbolFlags.Function) return 'function';
  if (flags & ts.SymbolFlags.Variable) return 'const';
  return 'type';
}
