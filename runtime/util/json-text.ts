const escapes = /\\(?:u(d[89a-f][0-9a-f]{2})|.)/g;

/**
 * JSON text of a value with every lone surrogate replaced by U+FFFD. `JSON.stringify` writes a
 * lone surrogate as `\udXXX`; the app-server rejects such a line and never answers it.
 */
export function wellFormedJson(value: unknown): string | undefined {
  // `undefined` for a value that JSON does not have, against what the library's types say.
  const text = JSON.stringify(value) as string | undefined;
  // Only lone surrogates are escaped as \ud…; a backslash in the data stands as \\ before it.
  if (text === undefined || !text.includes('\\ud')) return text;
  return text.replace(escapes, (escape, surrogate: string | undefined) =>
    surrogate === undefined ? escape : '\ufffd',
  );
}

/** Length of a well-formed string in UTF-8 bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
