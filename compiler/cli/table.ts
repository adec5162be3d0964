/** Rows as aligned columns under their names. */
export function formatTable(rows: readonly object[]): string {
  const [first] = rows;
  if (first === undefined) return 'nothing\n';
  const columns = Object.keys(first);
  const lines = [columns, ...rows.map((row) => Object.values(row).map(String))];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
