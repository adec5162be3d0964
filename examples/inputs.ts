/** What a turn can be given beside text: images, sounds, skills, mentions, news from outside. */
import { Codex, externalMessage, imageInput, Sandbox, textInput } from 'codex-app-server-sdk';

// A red dot; bytes of a file do as well. The runtime takes no http(s) URLs.
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
  const seen = await thread.run([textInput('What colour is this?'), imageInput(dot)]);
  console.log(seen.finalResponse);

  // It reaches the model as a tool's output, never as words of the user.
  const told = await thread.run(externalMessage('ci', 'The build of main is green.'));
  console.log(told.finalResponse);
} finally {
  await codex.close();
}
