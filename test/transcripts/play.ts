import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Codex } from '../../runtime/index.js';
import {
  record,
  readTranscript,
  replay,
  ScriptedModel,
  type Transcript,
} from '../../runtime/testing/index.js';
import { killableSpawn } from '../support/killable-spawn.js';
import type { Scenario } from './scenario.js';

/** The folder of the transcripts and of what they come to. */
export const recorded: string = fileURLToPath(new URL('recorded/', import.meta.url));

export function transcriptPath({ name }: Scenario): string {
  return join(recorded, `${name}.jsonl`);
}

export function resultPath({ name }: Scenario): string {
  return join(recorded, `${name}.result.json`);
}

/** Plays a scenario on the real runtime, and records it to a file. */
export async function playLive(
  scenario: Scenario,
  path: string,
): Promise<{ transcript: Transcript; result: unknown }> {
  const play = scenario.play();
  const model = await ScriptedModel.start(play.script, play.model);
  const killable = killableSpawn();
  const codex = new Codex({
    ...model.configFor(play.overrides),
    ...play.client,
    spawn: killable.spawn,
    transport: record(path),
  });
  try {
    const live = { kill: () => void killable.kill(), settle: () => quiet(codex) };
    const result = await play.program(codex, live);
    await codex.close();
    return { transcript: readTranscript(path), result: json(result) };
  } finally {
    await codex.close();
    await model.close();
  }
}

/** Plays a scenario's program on a transcript, which it must follow to the letter. */
export async function playBack(scenario: Scenario, transcript: Transcript): Promise<unknown> {
  const play = scenario.play();
  const transport = replay(transcript);
  const codex = new Codex({ ...play.client, transport });
  try {
    const result = await play.program(codex, { kill() {}, settle: () => Promise.resolve() });
    await codex.close();
    transport.assertFinished();
    return json(result);
  } catch (error) {
    throw transport.error ?? error;
  } finally {
    await codex.close();
  }
}

/** Resolves when no notification has come for a while. */
function quiet(codex: Codex, ms = 60): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      listening[Symbol.dispose]();
      resolve();
    };
    let timer = setTimeout(done, ms);
    const listening = codex.on('*', () => {
      clearTimeout(timer);
      timer = setTimeout(done, ms);
    });
  });
}

/** As JSON has it. */
function json(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
