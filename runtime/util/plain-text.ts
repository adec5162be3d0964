/** Control sequences of terminals: CSI (colours, cursor), OSC (titles, links), then all others. */
const controlSequence =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-Z\\^-~])/g;

/** The text without colours and other control sequences, for messages that people read. */
export function plainText(text: string): string {
  return text.replace(controlSequence, '');
}

/** The newest lines of a program's diagnostics as plain text, preceded by a line end; or nothing. */
export function newestLines(text: string, count: number): string {
  const trimmed = text.trimEnd();
  let start = trimmed.length;
  for (let line = 0; line < count && start > 0; line++)
    start = trimmed.lastIndexOf('\n', start - 1);
  const lines = plainText(trimmed.slice(start + 1)).trimEnd();
  return lines === '' ? '' : `\n${lines}`;
}
