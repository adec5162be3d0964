import { INDENT, STYLE } from './style.js';

/** A signature on one line whose parameters hold no brackets but `{}`. */
const SIGNATURE = /^( *)((?:async )?[\w#]+)\(((?:[^(){}[\]<>]|\{\})+)\)(: [^(){}]+ \{)$/;

/** Puts each parameter of a signature that is too long on a line of its own. */
export function breakSignatures(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > STYLE.printWidth ? broken(line) : line))
    .join('\n');
}

function broken(line: string): string {
  const found = SIGNATURE.exec(line);
  if (found === null) return line;
  const [, margin = '', name = '', parameters = '', end = ''] = found;
  const inner = margin + ' '.repeat(INDENT);
  const lines = parameters.split(', ').map((parameter) => `${inner}${parameter},\n`);
  return `${margin}${name}(\n${lines.join('')}${margin})${end}`;
}
