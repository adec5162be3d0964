/** How generated code is laid out: the same as `prettier` does it with the project's settings. */
export const STYLE = {
  parser: 'babel-ts',
  printWidth: 100,
  singleQuote: true,
} as const;

export const INDENT = 2;
