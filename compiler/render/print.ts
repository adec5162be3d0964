import { printStructure, type StatementStructures } from 'ts-morph';
import { printData } from './data-text.js';
import { isSettled } from './settled.js';
import { isDataConstant, type Statement } from './statement.js';
import { INDENT } from './style.js';

/** A statement as text, and whether its layout is final. */
export interface Printed {
  readonly text: string;
  readonly settled: boolean;
}

export function print(statement: Statement): Printed {
  if (typeof statement === 'string') return { text: statement.trim(), settled: true };
  if (isDataConstant(statement)) return { text: printData(statement), settled: true };
  const text = printed(statement);
  return { text, settled: isSettled(text) };
}

function printed(structure: StatementStructures): string {
  return printStructure(structure, {
    indentNumberOfSpaces: INDENT,
    useSingleQuote: true,
  })
    .trim()
    .replace(/\{\n\}$/, '{}');
}
