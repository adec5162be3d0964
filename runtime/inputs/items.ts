import type { ImageDetail, TextElement, UserInput } from '../../generated/types.js';
import { checkParamNames, type Names } from '../options/known-keys.js';
import { mediaUrl } from './media-url.js';

const method = 'turn/start';
const imageNames: Names<ImageInputOptions> = { detail: true, mediaType: true };

type Item<Type extends UserInput['type']> = Extract<UserInput, { type: Type }>;

/**
 * Text from the user. `textElements` marks spans of it for user interfaces.
 *
 * @example
 * await thread.run([textInput('What is this?'), imageInput(bytes)]);
 */
export function textInput(text: string, textElements?: TextElement[]): Item<'text'> {
  return textElements
    ? { type: 'text', text, text_elements: textElements }
    : { type: 'text', text };
}

/** Options of {@link imageInput}. */
export interface ImageInputOptions {
  /** How closely the model looks at it. Default: the runtime decides. */
  readonly detail?: ImageDetail | undefined;
  /** Media type of bytes, such as `image/png`. Default: told by their first bytes. */
  readonly mediaType?: string | undefined;
}

/**
 * An image as a `data:` URL or as bytes.
 *
 * @throws InvalidParamsError for an http(s) URL, which the runtime refuses, and for bytes of unknown kind.
 *
 * @example
 * await thread.run([textInput('What is this?'), imageInput(await readFile('photo.png'))]);
 */
export function imageInput(
  image: string | Uint8Array | ArrayBuffer,
  options: ImageInputOptions = {},
): Item<'image'> {
  checkParamNames(method, options, imageNames);
  const { detail, mediaType } = options;
  const url = mediaUrl(image, 'image', mediaType);
  return detail === undefined ? { type: 'image', url } : { type: 'image', url, detail };
}

/**
 * An image in a file that the runtime can read.
 *
 * @example
 * await thread.run(localImageInput('/data/photo.png', { detail: 'high' }));
 */
export function localImageInput(
  path: string,
  options: Pick<ImageInputOptions, 'detail'> = {},
): Item<'localImage'> {
  checkParamNames(method, options, { detail: true });
  const { detail } = options;
  return detail === undefined ? { type: 'localImage', path } : { type: 'localImage', path, detail };
}

/**
 * A sound as a `data:` URL or as bytes. Errors as for {@link imageInput}.
 *
 * @example
 * await thread.run(audioInput(bytes, { mediaType: 'audio/aac' }));
 */
export function audioInput(
  audio: string | Uint8Array | ArrayBuffer,
  options: Pick<ImageInputOptions, 'mediaType'> = {},
): Item<'audio'> {
  checkParamNames(method, options, { mediaType: true });
  return { type: 'audio', url: mediaUrl(audio, 'audio', options.mediaType) };
}

/**
 * A sound in a file that the runtime can read.
 *
 * @example
 * await thread.run(localAudioInput('/data/question.wav'));
 */
export function localAudioInput(path: string): Item<'localAudio'> {
  return { type: 'localAudio', path };
}

/**
 * A skill by its name and the path of its `SKILL.md`.
 *
 * @example
 * await thread.run([textInput('Tidy up'), skillInput('tidy', '/skills/tidy/SKILL.md')]);
 */
export function skillInput(name: string, path: string): Item<'skill'> {
  return { type: 'skill', name, path };
}

/**
 * A mention of something with a path, such as an app or a plugin.
 *
 * @example
 * await thread.run([textInput('What is new?'), mentionInput('Calendar', 'app://calendar')]);
 */
export function mentionInput(name: string, path: string): Item<'mention'> {
  return { type: 'mention', name, path };
}
