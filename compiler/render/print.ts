import { printStructure, type StatementStructures } from 'ts-morph';
import { breakSignatures } from './break-signatures.js';
import { printData } from './data-text.js';
import { isPort, printPort } from './port-text.js';
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
  if (isPort(statement)) return { text: printPort(statement), settled: true };
  const text = breakSignatures(printed(statement));
  return { text, settled: isSettled(text) };
}

/** The end of an object type, which ts-morph indents like the members. */
const HANGING_BRACE = /^ {4}\};$/gm;

function printed(structure: StatementStructures): string {
  return printStructure(structure, {
    indentNumberOfSpaces: INDENT,
    useSingleQuote: true,
  })
    .trim()
    .replace(/\{\n\}$/, '{}')
    .replaceAll(HANGING_BRACE, '  };');
}
