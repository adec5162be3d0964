/** One entry of a tar archive. Its body can be read until the next entry is asked for. */
export interface TarEntry {
  /** As the archive says it, which may be anything. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'other';
  /** What it is, in words. */
  readonly kind: string;
  readonly executable: boolean;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;

const KINDS: Readonly<Record<string, string>> = {
  '0': 'file',
  '1': 'hard link',
  '2': 'symbolic link',
  '3': 'character device',
  '4': 'block device',
  '5': 'directory',
  '6': 'FIFO',
  '7': 'file',
};

/** Reads an archive in the format that npm and tar write: ustar, with the extensions of pax and GNU. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(bytes);
  let extended: Readonly<Record<string, string>> = {};
  for (;;) {
    const header = await reader.read(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (header.length < BLOCK) throw new Error('the archive ends inside a header');
    checkSum(header);
    const flag = header[156] === 0 ? '0' : String.fromCharCode(header[156] ?? 0);
    const size = numberOf(extended['size']) ?? octal(header.subarray(124, 136));
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;

    if (flag === 'x' || flag === 'g' || flag === 'L' || flag === 'K') {
      const body = await reader.readFully(size);
      await reader.readFully(padding);
      if (flag === 'x') extended = { ...extended, ...paxRecords(body) };
      else if (flag === 'L') extended = { ...extended, path: text(body) };
      continue;
    }
    yield {
      path: extended['path'] ?? pathOf(header),
      type: flag === '0' || flag === '7' ? 'file' : flag === '5' ? 'directory' : 'other',
      kind: KINDS[flag] ?? `entry of type ${JSON.stringify(flag)}`,
      executable: (octal(header.subarray(100, 108)) & 0o111) !== 0,
      size,
      body: reader.part(size),
    };
    await reader.skipPart();
    await reader.readFully(padding);
    extended = {};
  }
}

/** The field `prefix` holds what does not fit into `name`. */
function pathOf(header: Uint8Array): string {
  const isUstar = text(header.subarray(257, 262)) === 'ustar';
  const prefix = isUstar ? text(header.subarray(345, 500)) : '';
  const name = text(header.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

function checkSum(header: Uint8Array): void {
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  if (sum !== octal(header.subarray(148, 156))) throw new Error('a header has a wrong checksum');
}

/** Records are `length key=value\n`, the length counting itself. */
function paxRecords(body: Uint8Array): Record<string, string> {
  const records: Record<string, string> = {};
  let start = 0;
  while (start < body.length) {
    const space = body.indexOf(32, start);
    const length = Number.parseInt(text(body.subarray(start, space)), 10);
    if (space < 0 || !(length > 0)) throw new Error('a pax header is damaged');
    const record = text(body.subarray(space + 1, start + length - 1));
    const equals = record.indexOf('=');
    records[record.slice(0, equals)] = record.slice(equals + 1);
    start += length;
  }
  return records;
}

/** A number in octal digits, or in binary if the first bit is set. */
function octal(field: Uint8Array): number {
  const first = field[0] ?? 0;
  if ((first & 0x80) === 0) return Number.parseInt(text(field).trim() || '0', 8);
  let value = first & 0x7f;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  return value;
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number.parseInt(digits, 10);
}

/** The text up to the first zero byte. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

/** Takes bytes from chunks in the pieces that the format asks for. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();
  #leftOfPart = 0;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** At most so many bytes, fewer only at the end. */
  async read(length: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let missing = length;
    for await (const piece of this.#take(length)) {
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 && missing === 0 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  }

  async readFully(length: number): Promise<Uint8Array> {
    const bytes = await this.read(length);
    if (bytes.length < length) throw new Error('the archive is cut off');
    return bytes;
  }

  /** The next bytes as a stream, which can be read once and only in part. */
  part(length: number): AsyncGenerator<Uint8Array> {
    this.#leftOfPart = length;
    return this.#readPart();
  }

  /** Passes over what nobody read of the last part. */
  async skipPart(): Promise<void> {
    for await (const _skipped of this.#readPart());
  }

  async *#readPart(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#take(this.#leftOfPart)) {
      this.#leftOfPart -= piece.length;
      yield piece;
    }
    if (this.#leftOfPart > 0) throw new Error('the archive is cut off');
  }

  async *#take(length: number): AsyncGenerator<Uint8Array> {
    let missing = length;
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) return;
        this.#rest = next.value;
        continue;
      }
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }
}
