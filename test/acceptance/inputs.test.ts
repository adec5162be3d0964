import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  externalMessage,
  imageInput,
  localImageInput,
  mentionInput,
  skillInput,
  textInput,
} from '../../runtime/index.js';
import { Gate, reply } from '../../runtime/testing/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

const shared = new SharedRuntime();

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const DATA_URL = `data:image/png;base64,${PNG.toString('base64')}`;

describe('what the user gives reaches the model', () => {
  it('an image as bytes or as a data URL, beside a text', async () => {
    const thread = await shared.thread(() => reply.text('Seen.'));
    await thread.run([textInput('Look'), imageInput(PNG)]);
    await thread.run([textInput('Look'), imageInput(DATA_URL)]);
    const [first, second] = shared.requests(thread);
    expect(first?.images).toEqual([DATA_URL]);
    expect(first?.userTexts).toContain('Look');
    expect(second?.images).toEqual([DATA_URL, DATA_URL]);
  });

  it('an image in a file, as a data URL', async () => {
    const thread = await shared.thread([reply.text('Seen.')]);
    const path = join(thread.details.cwd, 'pixel.png');
    await writeFile(path, PNG);
    await thread.run([textInput('Look'), localImageInput(path)]);
    const [image] = shared.requests(thread)[0]?.images ?? [];
    expect(image).toMatch(/^data:image\/png;base64,./);
  });

  it('a skill, with its name, its place and what it says', async () => {
    const thread = await shared.thread([reply.text('Done.')]);
    const folder = join(thread.details.cwd, '.agents', 'skills', 'greet');
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'SKILL.md');
    await writeFile(path, '---\nname: greet\ndescription: Greets.\n---\n\nAlways say ahoy.\n');
    // The runtime knows the skills that it has listed.
    await shared.codex.rpc.skills.list({ cwds: [thread.details.cwd], forceReload: true });
    await thread.run([textInput('Go'), skillInput('greet', path)]);
    const skill = shared.requests(thread)[0]?.userTexts.find((text) => text.includes('<skill>'));
    expect(skill).toContain('<name>greet</name>');
    expect(skill).toContain(path);
    expect(skill).toContain('Always say ahoy.');
  });

  it('a mention does not keep the text from the model', async () => {
    const thread = await shared.thread([reply.text('Done.')]);
    await thread.run([textInput('Read $it'), mentionInput('it', 'app://none')]);
    expect(shared.requests(thread)[0]?.userTexts).toContain('Read $it');
  });
});

describe('an external message', () => {
  const message = externalMessage('build_status', 'The build is red.', { namespace: 'ci' });

  it('is the output of a tool to the model, and stays it when the thread is resumed', async () => {
    const thread = await shared.thread(() => reply.text('Noted.'));
    const first = await thread.run(message);
    expect(first).toMatchObject({ status: 'completed', finalResponse: 'Noted.' });
    const resumed = await shared.codex.threadResume(thread.id);
    await resumed.run('And now?');
    for (const request of shared.requests(thread)) {
      expect(request.toolOutputs.map(({ text }) => text)).toEqual(['The build is red.']);
      for (const role of ['user', 'developer', 'system'] as const) {
        expect(request.texts(role).join('\n')).not.toContain('The build is red.');
      }
    }
    expect(shared.requests(thread)).toHaveLength(2);
  });

  it('joins the turn that runs, and both handles come to the same end', async () => {
    const gate = new Gate();
    const thread = await shared.thread([reply.text(['working', gate]), reply.text('Noted.')]);
    const turn = await thread.turn('Go');
    for await (const _ of turn.text()) break;
    const joined = await thread.turn(message);
    expect(joined.id).toBe(turn.id);
    gate.open();
    const ends = await Promise.all([turn.run(), joined.run()]);
    expect(ends[0]).toEqual(ends[1]);
    expect(ends[0].finalResponse).toBe('Noted.');
    const outputs = shared.requests(thread).at(-1)?.toolOutputs;
    expect(outputs?.map(({ text }) => text)).toEqual(['The build is red.']);
  });

  it('may be read by both handles, each at its own pace', async () => {
    const gate = new Gate();
    const thread = await shared.thread([reply.text(['working', gate]), reply.text(['No', 'ted.'])]);
    const turn = await thread.turn('Go');
    for await (const _ of turn.text()) break;
    const joined = await thread.turn(message);
    gate.open();
    const read = async (texts: AsyncIterable<string>): Promise<string> => {
      let all = '';
      for await (const text of texts) all += text;
      return all;
    };
    const [whole, since] = await Promise.all([read(turn.text()), read(joined.text())]);
    expect(since).toBe('Noted.');
    expect(whole.endsWith('Noted.')).toBe(true);
  });

  it('that is too long is cut by the rule for the output of tools', async () => {
    const thread = await shared.thread([reply.text('Noted.')]);
    const long = `start ${'x'.repeat(200_000)} end`;
    await thread.run(externalMessage('log', long));
    const [output] = shared.requests(thread)[0]?.toolOutputs ?? [];
    expect(output?.text.length).toBeLessThan(long.length / 2);
    expect(output?.text).toMatch(/start x+/);
    expect(output?.text).toMatch(/x+ end/);
    expect(output?.text).toContain('truncated');
  });
});
