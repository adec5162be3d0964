import { describe, expect, it } from 'vitest';
import {
  audioInput,
  externalMessage,
  imageInput,
  InvalidParamsError,
  localAudioInput,
  localImageInput,
  mentionInput,
  type RunInput,
  skillInput,
  textInput,
} from '../../runtime/index.js';
import { toUserInput, turnInput } from '../../runtime/inputs/input.js';

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2);
const pngUrl = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

describe('each kind of input becomes its wire object', () => {
  it.each([
    ['a string', 'hi', [{ type: 'text', text: 'hi' }]],
    ['an empty string', '', [{ type: 'text', text: '' }]],
    ['an empty list', [], []],
    ['text', textInput('hi'), [{ type: 'text', text: 'hi' }]],
    [
      'text with elements',
      textInput('hi', [{ byteRange: { start: 0, end: 2 } }]),
      [{ type: 'text', text: 'hi', text_elements: [{ byteRange: { start: 0, end: 2 } }] }],
    ],
    ['an image as URL', imageInput(pngUrl), [{ type: 'image', url: pngUrl }]],
    [
      'an image as URL with a scheme in capitals',
      imageInput(pngUrl.replace('data:', 'DATA:')),
      [{ type: 'image', url: pngUrl.replace('data:', 'DATA:') }],
    ],
    ['an image as bytes', imageInput(png), [{ type: 'image', url: pngUrl }]],
    [
      'an image as part of a buffer',
      imageInput(Uint8Array.of(9, 9, ...png).subarray(2), { detail: 'low' }),
      [{ type: 'image', url: pngUrl, detail: 'low' }],
    ],
    ['a local image', localImageInput('a.png'), [{ type: 'localImage', path: 'a.png' }]],
    [
      'a sound as bytes of a named type',
      audioInput(Uint8Array.of(1), { mediaType: 'audio/aac' }),
      [{ type: 'audio', url: 'data:audio/aac;base64,AQ==' }],
    ],
    ['a local sound', localAudioInput('a.wav'), [{ type: 'localAudio', path: 'a.wav' }]],
    ['a skill', skillInput('s', '/s.md'), [{ type: 'skill', name: 's', path: '/s.md' }]],
    ['a mention', mentionInput('m', 'app://m'), [{ type: 'mention', name: 'm', path: 'app://m' }]],
    ['a wire object', { type: 'image', fileId: 'f' }, [{ type: 'image', fileId: 'f' }]],
    ['a list', [textInput('a'), textInput('b')], [textInput('a'), textInput('b')]],
    ['an item newer than the schema', { type: 'hologram', x: 1 }, [{ type: 'hologram', x: 1 }]],
  ] as const)('%s', (_name, input, wire) => {
    expect(turnInput(input as RunInput)).toEqual({ input: wire });
  });

  it('an external message', () => {
    const content = [{ type: 'input_text' as const, text: 'green' }];
    expect(turnInput(externalMessage('ci', content, { namespace: 'build' }))).toEqual({
      input: [],
      toolOutput: { name: 'ci', namespace: 'build', output: content },
    });
  });

  it.each([
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
    ['image/gif', [...Buffer.from('GIF89a')]],
    ['image/webp', [...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')]],
    ['audio/wav', [...Buffer.from('RIFF\0\0\0\0WAVEfmt ')]],
    ['audio/mpeg', [...Buffer.from('ID3')]],
    ['audio/ogg', [...Buffer.from('OggS')]],
  ])('bytes of %s tell their type', (type, bytes) => {
    const make = type.startsWith('image') ? imageInput : audioInput;
    expect(make(Uint8Array.from(bytes))).toMatchObject({
      url: expect.stringMatching(`^data:${type};base64,`),
    });
  });
});

describe('wrong input is told before anything is sent', () => {
  it.each([
    ['a number', 42, /must be a string or an item.*number/],
    ['null', null, /not null/],
    ['no type', { text: 'x' }, /without a `type`/],
    ['text without text', { type: 'text' }, /needs a text `text`/],
    ['a skill without a path', { type: 'skill', name: 's' }, /needs a text `path`/],
    ['an image without a source', { type: 'image' }, /`url` or `fileId`/],
    ['a bad item in a list', [textInput('a'), { type: 'mention' }], /input item 1/],
    [
      'an http image',
      { type: 'image', url: 'https://x/y.png' },
      /data: URLs only.*localImageInput/,
    ],
    ['a mixed list', [externalMessage('ci', 'x')], /must be the whole input/],
  ])('%s', (_name, input, message) => {
    const attempt = (): unknown => turnInput(input as RunInput);
    expect(attempt).toThrow(InvalidParamsError);
    expect(attempt).toThrow(message);
  });

  it.each([
    ['an http image', () => imageInput('http://x/y.png'), /data: URLs only/],
    ['bytes of no known kind', () => imageInput(Uint8Array.of(1, 2, 3)), /mediaType/],
    ['a blank tool name', () => externalMessage('  ', 'x'), /not blank/],
    [
      'an external message to steer',
      () => toUserInput('turn/steer', externalMessage('a', 'b') as never),
      /steer/,
    ],
  ])('%s', (_name, attempt, message) => {
    expect(attempt).toThrow(InvalidParamsError);
    expect(attempt).toThrow(message);
  });
});
