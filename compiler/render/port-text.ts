import {
  StructureKind,
  type ExportDeclarationStructure,
  type ImportDeclarationStructure,
} from 'ts-morph';
import type { Statement } from './statement.js';
import { INDENT, STYLE } from './style.js';
import { quoted } from './text.js';

/** An import or export of names of another module. */
export type Port = ImportDeclarationStructure | ExportDeclarationStructure;

export function isPort(statement: Statement | undefined): statement is Port {
  if (typeof statement !== 'object') return false;
  const { kind } = statement;
  return kind === StructureKind.ImportDeclaration || kind === StructureKind.ExportDeclaration;
}

/** A port laid out as prettier does it, which takes long over lists of hundreds of names. */
export function printPort(port: Port): string {
  const keyword = port.kind === StructureKind.ImportDeclaration ? 'import' : 'export';
  const head = `${keyword}${port.isTypeOnly === true ? ' type' : ''}`;
  const tail = `from ${quoted(port.moduleSpecifier ?? '')};`;
  const names = namesOf(port);
  if (names.length === 0) return `${head} * ${tail}`;
  const line = `${head} { ${names.join(', ')} } ${tail}`;
  if (line.length <= STYLE.printWidth || names.length === 1) return line;
  const margin = ' '.repeat(INDENT);
  return `${head} {\n${names.map((name) => `${margin}${name},\n`).join('')}} ${tail}`;
}

function namesOf(port: Port): string[] {
  const names =
    port.kind === StructureKind.ImportDeclaration ? port.namedImports : port.namedExports;
  if (!Array.isArray(names)) return [];
  return names.map((name) => {
    if (typeof name !== 'object') throw new Error('A name to import or export is not plain');
    const type = name.isTypeOnly === true ? 'type ' : '';
    return `${type}${name.name}${name.alias === undefined ? '' : ` as ${name.alias}`}`;
  });
}
