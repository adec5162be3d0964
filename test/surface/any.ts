import ts from 'typescript';
import { type Entry, pathOf, type Surface } from './entries.js';

/** Where the public names say `any`: members, parameters and results of what is written by hand. */
export function anysOf({ checker }: Surface, entry: Entry): string[] {
  const found = new Set<string>();
  for (const symbol of entry.exports.values()) {
    for (const declaration of symbol.declarations ?? []) {
      if (pathOf(declaration.getSourceFile()).startsWith('runtime/')) visit(declaration, '');
    }
  }
  return [...found].toSorted();

  /** Bodies and private parts are nobody's business; what has no type written down has its own. */
  function visit(node: ts.Node, path: string): void {
    if (ts.isBlock(node) || isPrivate(node)) return;
    const name = (node as Partial<ts.NamedDeclaration>).name;
    const own = name && ts.isIdentifier(name) ? [name.text] : [];
    const place = [...(path === '' ? [] : [path]), ...own].join('.');
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.add(path);
    if (ts.isParameter(node) || ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) {
      if (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) found.add(place);
    }
    if (ts.isFunctionLike(node)) {
      const signature = checker.getSignatureFromDeclaration(node as ts.SignatureDeclaration);
      const result = signature && checker.getReturnTypeOfSignature(signature);
      if (result && result.flags & ts.TypeFlags.Any) found.add(`${place}()`);
    }
    ts.forEachChild(node, (child) => {
      visit(child, place);
    });
  }
}

function isPrivate(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false;
  const isHidden = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0;
  return isHidden || (node.name !== undefined && ts.isPrivateIdentifier(node.name));
}
