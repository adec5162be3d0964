import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
import { Gate, type ModelRequest, reply } from '../../runtime/testing/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const runtime = new SharedRuntime();

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);
const url = `data:image/png;base64,${png.toString('base64')}`;
const wav = Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt '), Buffer.alloc(28)]);

/** What the model gets to see of an input. */
async function seen(input: RunInput): Promise<ModelRequest> {
  const thread = await runtime.thread(['Seen.']);
  expect((await thread.run(input)).finalResponse).toBe('Seen.');
  return runtime.requests(thread)[0]!;
}

/** A file in the runtime's workspace. */
async function file(name: string, content: string | Uint8Array): Promise<string> {
  await runtime.codex.start();
  const path = join(runtime.codex.metadata.codexHome, '..', '..', 'workspace', name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

it('texts and images arrive as they are, from bytes, URLs and files', async () => {
  const path = await file('dot.png', png);
  const { images, userTexts } = await seen([
    textInput('First'),
    imageInput(png),
    imageInput(url, { detail: 'high' }),
    localImageInput(path),
    { type: 'text', text: 'Last' },
  ]);
  expect(images.slice(0, 2)).toEqual([url, url]);
  expect(images[2]).toMatch(/^data:image\/png;base64,/);
  expect(images).toHaveLength(3);
  expect(userTexts).toEqual(expect.arrayContaining(['First', 'Last']));
});

it('a skill brings its text, and a mention goes along', async () => {
  const path = await file(
    '.agents/skills/tidy/SKILL.md',
    '---\nname: tidy\ndescription: Tidies up\n---\nPut things where they belong.',
  );
  const request = await seen([
    textInput('Use $tidy'),
    skillInput('tidy', path),
    mentionInput('Calendar', 'app://calendar'),
  ]);
  const skill = request.userTexts.find((text) => text.includes('Put things where they belong.'));
  expect(skill).toContain('<skill>');
  expect(skill).toContain('tidy');
});

it('sounds arrive as data URLs, or as the word that a model without ears would not hear them', async () => {
  const path = await file('question.wav', wav);
  const { input } = await seen([textInput('Listen'), audioInput(wav), localAudioInput(path)]);
  const sounds = /data:audio\/wav;base64,|audio content omitted/g;
  expect(JSON.stringify(input).match(sounds)).toHaveLength(2);
  expect(JSON.stringify(input)).toContain('question.wav');
});

it('an external message is a tool output, never words of the user, and stays one', async () => {
  const thread = await runtime.thread(['Noted.', 'Again.']);
  const content = [{ type: 'input_text' as const, text: 'The build is green.' }];
  await thread.run(externalMessage('ci', content, { namespace: 'build' }));
  const resumed = await runtime.codex.threadResume(thread.id, { excludeTurns: true });
  await resumed.run('What of the build?');
  for (const request of runtime.requests(thread)) {
    expect(request.toolOutputs.map((output) => output.text)).toContain('The build is green.');
    expect(request.userTexts.join()).not.toContain('green');
    expect(request.texts('developer').join()).not.toContain('green');
  }
});

it('steering takes all kinds of user input', async () => {
  const gate = new Gate();
  const thread = await runtime.thread([reply.text(['Working', gate]), 'Steered.']);
  const turn = await thread.turn('Go');
  for await (const _ of turn.text()) break;
  await turn.steer([textInput('Look at this'), imageInput(png)]);
  gate.open();
  expect((await turn.run()).finalResponse).toBe('Steered.');
  const [, second] = runtime.requests(thread);
  expect(second?.images).toEqual([url]);
  expect(second?.userTexts).toContain('Look at this');
});

it('what the runtime would refuse is refused before anything is sent', async () => {
  const thread = await runtime.thread([]);
  for (const input of [
    { type: 'image', url: 'https://example.com/a.png' },
    [textInput('x'), { type: 'skill', name: 's' }],
    [externalMessage('ci', 'x')],
    7,
  ] as RunInput[]) {
    await expect(thread.run(input)).rejects.toThrow(InvalidParamsError);
  }
  expect(runtime.requests(thread)).toEqual([]);
});
