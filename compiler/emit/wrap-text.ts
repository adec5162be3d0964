/** Breaks long lines of prose at spaces. Lists, tables, quotes and code keep their lines. */
export function wrapText(text: string, width: number): string {
  let fenced = false;
  return text
    .split('\n')
    .map((line) => {
      if (line.trimStart().startsWith('```')) fenced = !fenced;
      return fenced ? line : wrapLine(line, width);
    })
    .join('\n');
}

function wrapLine(line: string, width: number): string {
  if (line.length <= width || /^\s{4}|^\s*[|>]/.test(line)) return line;
  const marker = /^\s*(?:[-*+]|\d+[.)])\s+/.exec(line)?.[0] ?? '';
  const indent = ' '.repeat(marker.length);
  const lines: string[] = [];
  let current = marker;
  for (const word of line.slice(marker.length).split(' ')) {
    const empty = current === marker || current === indent;
    if (!empty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = indent + word;
    } else {
      current += empty ? word : ` ${word}`;
    }
  }
  return [...lines, current].join('\n');
}
