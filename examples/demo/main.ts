/**
 * The main job in one command: compile the schema, start the real runtime, run streamed turns.
 * Offline and without a key on an embedded model; with --live on your own Codex login and model.
 */
import {
  ApprovalMode,
  Codex,
  type CodexConfig,
  type Handlers,
  Sandbox,
  type Thread,
} from 'codex-app-server-sdk';
import { ScriptedModel } from 'codex-app-server-sdk/testing';
import { regenerate } from './regenerate.js';
import { script } from './script.js';

const live = process.argv.includes('--live');

const handlers: Handlers = {
  commandApproval: ({ command, reason }) => {
    const decision = live ? 'decline' : 'accept';
    console.log(
      `\n  ? ${reason ?? 'May this run?'}\n    $ ${command}\n  ! the demo answers: ${decision}`,
    );
    return { decision };
  },
};

heading('Compiling the schema');
await regenerate();

if (live) await converse({ handlers });
else {
  const model = await ScriptedModel.start(script);
  try {
    await converse({ ...model.configFor(), handlers });
  } finally {
    await model.close();
  }
}

async function converse(config: CodexConfig): Promise<void> {
  heading('Starting the runtime');
  const codex = await Codex.start(config);
  try {
    const { serverVersion, platformOs } = codex.metadata;
    console.log(`Codex ${serverVersion} on ${platformOs}`);
    const thread = await codex.threadStart({
      sandbox: Sandbox.readOnly,
      approvalMode: ApprovalMode.ask,
    });
    await turn(thread, 'Introduce yourself in one sentence.');
    await turn(thread, 'Write a greeting into greeting.txt.');
  } finally {
    await codex.close();
  }
  const { reason, exitCode } = await codex.closed;
  console.log(`\nThe runtime has ended (${reason}, exit code ${exitCode}).`);
}

async function turn(thread: Thread, prompt: string): Promise<void> {
  heading(`> ${prompt}`);
  const turn = await thread.turn(prompt);
  for await (const text of turn.text()) process.stdout.write(text);
  const { status, finalResponse, items, usage, durationMs } = await turn.run();
  console.log('\n');
  console.log({
    status,
    finalResponse,
    items: items.map((item) => item.type),
    tokens: usage?.total.totalTokens,
    durationMs,
  });
}

function heading(text: string): void {
  console.log(`\n── ${text}`);
}
