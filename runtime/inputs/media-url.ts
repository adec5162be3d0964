import { Buffer } from 'node:buffer';
import { invalidParams } from '../options/invalid-params.js';
import { mediaTypeOf } from './media-type.js';

/** A `data:` URL from bytes, or from a `data:` URL as it is. The runtime fetches nothing from elsewhere. */
export function mediaUrl(
  source: string | Uint8Array | ArrayBuffer,
  family: 'image' | 'audio',
  mediaType?: string,
): string {
  if (typeof source === 'string') {
    checkMediaUrl(source, family);
    return source;
  }
  const bytes = source instanceof Uint8Array ? source : new Uint8Array(source);
  const type = mediaType ?? mediaTypeOf(bytes, family);
  if (type === undefined) {
    throw invalidParams(
      'turn/start',
      `the kind of ${family} cannot be told from its bytes; name it with \`mediaType\``,
    );
  }
  const { buffer, byteOffset, byteLength } = bytes;
  return `data:${type};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`;
}

/** Rejects URLs that the runtime would refuse. */
export function checkMediaUrl(url: string, family: 'image' | 'audio'): void {
  if (/^data:/i.test(url)) return;
  const shown = url.length > 60 ? `${url.slice(0, 60)}…` : url;
  throw invalidParams(
    'turn/start',
    `the runtime takes ${family}s as data: URLs only, not ${JSON.stringify(shown)}; ` +
      `fetch it and pass the bytes, or save it and use ${family === 'image' ? 'localImageInput' : 'localAudioInput'}()`,
  );
}
