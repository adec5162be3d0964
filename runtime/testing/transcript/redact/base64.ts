/** Whether a member holds the bytes of a file or an output, as `dataBase64` does. */
export function holdsBase64(name: string): boolean {
  return name.endsWith('Base64');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that base64 stands for; undefined if it is none, or stands for something else than text. */
export function textOfBase64(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0 || bytes.includes(0) || bytes.toString('base64') !== base64) {
    return undefined;
  }
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

export function base64OfText(text: string): string {
  return Buffer.from(text).toString('base64');
}
