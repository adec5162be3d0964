/** Whether a text is a word as one writes it in a sentence, and so hardly a secret. */
export function isWord(text: string): boolean {
  return /^[A-Za-z]?[a-z]*(?:[-'/][A-Za-z]?[a-z]+)*[.,:;!?)]*$/.test(text) && text.length < 24;
}

/** Whether a text stands for a secret without being it: a reference, a blank to be filled in. */
export function isStandIn(text: string): boolean {
  return (
    /^(?:\$[A-Z_][A-Z0-9_]*|\$[({].*|%\w+%|<.*>|\{\{.*\}\}|\*+|x+|\.{3,}|…)$/is.test(text) ||
    /^(?:\[redacted\]|true|false|null|none|undefined)$/i.test(text)
  );
}

/** Whether a text is an expression of a program, such as `options.token`. */
export function isExpression(text: string): boolean {
  return /^!{0,2}[A-Za-z_$]+(?:[.?!]+[A-Za-z_$]+)+[!?]?$/.test(text);
}

/** Whether a text names a directory or a file. */
export function isPath(text: string): boolean {
  return /^(?:~?\/|\.\.?\/|[A-Za-z]:[\\/])/.test(text);
}
