/** File signatures: bytes at an offset that tell a media type. */
const signatures: readonly (readonly [type: string, offset: number, bytes: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['image/bmp', 0, 'BM'],
  ['audio/wav', 8, 'WAVE'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/mpeg', 0, '\xff\xfb'],
  ['audio/mpeg', 0, '\xff\xf3'],
  ['audio/mpeg', 0, '\xff\xf2'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/mp4', 4, 'ftypM4A'],
  ['audio/webm', 0, '\x1a\x45\xdf\xa3'],
];

/** The media type of an image or a sound, told by its first bytes. */
export function mediaTypeOf(bytes: Uint8Array, family: 'image' | 'audio'): string | undefined {
  return signatures.find(
    ([type, offset, signature]) =>
      type.startsWith(`${family}/`) &&
      Array.from(signature).every((char, i) => bytes[offset + i] === char.charCodeAt(0)),
  )?.[0];
}
