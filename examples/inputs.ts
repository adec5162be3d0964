/** What a turn can be given beside text: images, sounds, skills, mentions, news from outside. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  Codex,
  externalMessage,
  imageInput,
  localImageInput,
  Sandbox,
  textInput,
} from 'codex-app-server-sdk';

// A red dot; bytes of a file do as well. The runtime takes no http(s) URLs.
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);
const path = resolve('dot.png');
await writeFile(path, dot);

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
  // audioInput(), localAudioInput(), skillInput() and mentionInput() stand in a list in the same way.
  const seen = await thread.run([
    textInput('What colour are these?'),
    imageInput(dot),
    localImageInput(path),
  ]);
  console.log(seen.finalResponse);

  // It reaches the model as a tool's output, never as words of the user.
  const told = await thread.run(externalMessage('ci', 'The build of main is green.'));
  console.log(told.finalResponse);
} finally {
  await codex.close();
}
