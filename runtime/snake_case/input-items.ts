import type { ImageDetail, TextElement, UserInput } from '../../generated/snake_case/types.js';
import {
  audioInput,
  imageInput,
  localAudioInput,
  localImageInput,
  mentionInput,
  skillInput,
} from '../index.js';
import { spokenNow } from './errors.js';
import { checkOptions, type OptionNames } from './known-keys.js';

const audioNames: OptionNames = { method: 'turn/start', facade: { media_type: 'mediaType' } };
const imageNames: OptionNames = {
  method: 'turn/start',
  facade: { ...audioNames.facade, detail: 'detail' },
};

type Item<Type extends UserInput['type']> = Extract<UserInput, { type: Type }>;

/**
 * Text from the user. `text_elements` marks spans of it for user interfaces.
 *
 * @example
 * await thread.run([text_input('What is this?'), image_input(bytes)]);
 */
export function text_input(text: string, text_elements?: TextElement[]): Item<'text'> {
  return text_elements ? { type: 'text', text, text_elements } : { type: 'text', text };
}

/** Options of {@link image_input}. */
export interface ImageInputOptions {
  /** How closely the model looks at it. Default: the runtime decides. */
  readonly detail?: ImageDetail | undefined;
  /** Media type of bytes, such as `image/png`. Default: told by their first bytes. */
  readonly media_type?: string | undefined;
}

/**
 * An image as a `data:` URL or as bytes.
 *
 * @throws InvalidParamsError for an http(s) URL, which the runtime refuses, and for bytes of unknown kind.
 *
 * @example
 * await thread.run([text_input('What is this?'), image_input(await readFile('photo.png'))]);
 */
export function image_input(
  image: string | Uint8Array | ArrayBuffer,
  options: ImageInputOptions = {},
): Item<'image'> {
  return spokenNow(() => {
    checkOptions(options, imageNames);
    const { detail, media_type: mediaType } = options;
    return imageInput(image, { detail, mediaType });
  }) as Item<'image'>;
}

/**
 * An image in a file that the runtime can read.
 *
 * @example
 * await thread.run(local_image_input('/data/photo.png', { detail: 'high' }));
 */
export function local_image_input(
  path: string,
  options: Pick<ImageInputOptions, 'detail'> = {},
): Item<'localImage'> {
  return spokenNow(() => localImageInput(path, options));
}

/**
 * A sound as a `data:` URL or as bytes. Errors as for {@link image_input}.
 *
 * @example
 * await thread.run(audio_input(bytes, { media_type: 'audio/aac' }));
 */
export function audio_input(
  audio: string | Uint8Array | ArrayBuffer,
  options: Pick<ImageInputOptions, 'media_type'> = {},
): Item<'audio'> {
  return spokenNow(() => {
    checkOptions(options, audioNames);
    return audioInput(audio, { mediaType: options.media_type });
  }) as Item<'audio'>;
}

/**
 * A sound in a file that the runtime can read.
 *
 * @example
 * await thread.run(local_audio_input('/data/question.wav'));
 */
export function local_audio_input(path: string): Item<'localAudio'> {
  return localAudioInput(path);
}

/**
 * A skill by its name and the path of its `SKILL.md`.
 *
 * @example
 * await thread.run([text_input('Tidy up'), skill_input('tidy', '/skills/tidy/SKILL.md')]);
 */
export function skill_input(name: string, path: string): Item<'skill'> {
  return skillInput(name, path);
}

/**
 * A mention of something with a path, such as an app or a plugin.
 *
 * @example
 * await thread.run([text_input('What is new?'), mention_input('Calendar', 'app://calendar')]);
 */
export function mention_input(name: string, path: string): Item<'mention'> {
  return mentionInput(name, path);
}
