import ts from 'typescript';
import { type Entry, pathOf, type Surface } from './entries.js';

/**
 * What a reader of the public names would miss: names and members without a doc comment, classes and
 * functions without an example, options without their unit or default. Generated types speak the
 * schema's words and are passed over.
 */
export function missingDocs(surface: Surface, entry: Entry): string[] {
  const missing = new Set<string>();
  for (const [name, symbol] of entry.exports) {
    if (!isHandWritten(symbol)) continue;
    if (docOf(surface, symbol) === '') missing.add(name);
    if (wantsExample(symbol) && !hasExample(surface, symbol)) missing.add(`${name}: @example`);
    for (const member of membersOf(surface, symbol)) {
      const doc = docOf(surface, member);
      if (doc === '') missing.add(`${name}.${member.name}`);
      else for (const gap of gapsOf(surface, name, member, doc)) missing.add(gap);
    }
  }
  return [...missing].toSorted();
}

/** Whether the entry's own file says what it is for, with an example. */
export function hasModuleDoc({ module }: Entry): boolean {
  const comments = ts.getLeadingCommentRanges(module.text, 0) ?? [];
  return comments.some(({ pos, end }) => {
    const text = module.text.slice(pos, end);
    return text.startsWith('/**') && text.includes('@module') && text.includes('@example');
  });
}

function isHandWritten({ declarations = [] }: ts.Symbol): boolean {
  return (
    declarations.length > 0 &&
    declarations.every((node) => pathOf(node.getSourceFile()).startsWith('runtime/'))
  );
}

/** A type that shares its name with a documented const is documented by it. */
function docOf({ checker }: Surface, symbol: ts.Symbol): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker));
}

function wantsExample({ flags }: ts.Symbol): boolean {
  return (flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function)) !== 0;
}

/** Errors need no example of their own: the class that they extend has it. */
function hasExample(surface: Surface, symbol: ts.Symbol): boolean {
  if (symbol.getJsDocTags(surface.checker).some(({ name }) => name === 'example')) return true;
  if (docOf(surface, symbol).includes('```ts')) return true;
  const type = surface.checker.getDeclaredTypeOfSymbol(symbol);
  return (
    type.isClass() &&
    surface.checker
      .getBaseTypes(type)
      .some(({ symbol: base }) => isHandWritten(base) && hasExample(surface, base))
  );
}

/** What is made of the words of JSON Schema itself. */
const standard: ReadonlySet<string> = new Set(['JsonSchema']);

/** The members that a reader meets: of a class or interface the inherited ones too, else those in it. */
function membersOf({ checker }: Surface, symbol: ts.Symbol): ts.Symbol[] {
  if (standard.has(symbol.name)) return [];
  const types = [checker.getDeclaredTypeOfSymbol(symbol), checker.getTypeOfSymbol(symbol)].flatMap(
    (type) => (type.isUnion() ? type.types : [type]),
  );
  const inherits = (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0;
  return types
    .flatMap((type) => checker.getPropertiesOfType(type))
    .filter((member) => isHandWritten(member) && (inherits || isWithin(member, symbol)))
    .filter(({ name, declarations = [] }) => name !== 'prototype' && declarations.every(isPublic));
}

function isWithin(member: ts.Symbol, { declarations = [] }: ts.Symbol): boolean {
  return (member.declarations ?? []).some((node) =>
    declarations.some(
      (owner) =>
        owner.getSourceFile() === node.getSourceFile() &&
        owner.pos <= node.pos &&
        node.end <= owner.end,
    ),
  );
}

function isPublic(declaration: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(declaration);
  if (!name || ts.isPrivateIdentifier(name) || ts.isComputedPropertyName(name)) return false;
  const flags = ts.getCombinedModifierFlags(declaration);
  // What overrides a member of the language, such as the name of an error, needs no words.
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  if (flags & hidden) return false;
  return !ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');
}

const units: readonly (readonly [name: RegExp, words: RegExp])[] = [
  [/Ms$|_ms$/, /millisecond/i],
  [/Bytes$|_bytes$/, /bytes|MiB/i],
];

/** What the doc of a member should tell and does not: its unit, and an option's default. */
function gapsOf({ checker }: Surface, owner: string, member: ts.Symbol, doc: string): string[] {
  const { name } = member;
  const gaps = units
    .filter(([unit, words]) => unit.test(name) && !words.test(doc))
    .map(() => `${owner}.${name}: unit`);
  if (!/Options$|^CodexConfig$/.test(owner)) return gaps;
  const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
  const isPlain = (type.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.NumberLike)) !== 0;
  if (isOptional && isPlain && !/default/i.test(doc)) gaps.push(`${owner}.${name}: default`);
  return gaps;
}
