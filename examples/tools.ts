/** Give the agent tools that run in this program. */
import { Codex, imageInput, Sandbox, tool, toolNamespace } from 'codex-app-server-sdk';
import * as z from 'zod';

const red = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);

const parts = new Map([
  ['bolt', 120],
  ['nut', 0],
]);

const stock = tool({
  name: 'stock',
  description: 'How many of a part are in stock.',
  input: z.object({ part: z.string().describe('Name of the part, in the singular') }),
  execute: ({ part }) => {
    const count = parts.get(part);
    // The model reads the error, and can try again.
    if (count === undefined)
      throw new Error(`no such part; there are: ${[...parts.keys()].join(', ')}`);
    return { part, count };
  },
});

const picture = tool({
  name: 'picture',
  description: 'What the store looks like.',
  // A JSON Schema is checked as well; its arguments have no type but the one you name.
  input: { type: 'object', properties: {} },
  timeoutMs: 5000,
  execute: () => ['The store from above:', imageInput(red)],
});

const codex = await Codex.start({
  onHandlerError: (error) => {
    console.log(`failed: ${error instanceof Error ? error.message : String(error)}`);
  },
});
try {
  const store = toolNamespace({ name: 'store', description: 'Our store.', tools: [picture] });
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly, tools: [stock, store] });
  const { items, finalResponse } = await thread.run(
    'Have we got screws, bolts? What colour is the store?',
  );
  for (const item of items) {
    if (item.type === 'dynamicToolCall') console.log(item.tool, item.arguments, item.status);
  }
  console.log(finalResponse);
} finally {
  await codex.close();
}
