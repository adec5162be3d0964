interface Header {
  readonly mode?: number;
  readonly flag?: string;
  readonly prefix?: string;
}

/** One entry of a tar archive, of any kind, with any path. */
export function tarEntry(
  path: string,
  text: string,
  { mode = 0o644, flag = '0', prefix = '' }: Header = {},
): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write(mode.toString(8).padStart(7, '0'), 100);
  header.write(body.length.toString(8).padStart(11, '0'), 124);
  header.write(flag, 156);
  header.write('ustar\x0000', 257);
  header.write(prefix, 345, 155);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** What ends an archive. */
export const tarEnd: Buffer = Buffer.alloc(1024);
