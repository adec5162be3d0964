// Records the transcripts anew: `npm run transcripts`, or some of them by name.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { formatTranscript } from '../../runtime/testing/index.js';
import { foldTurns } from './fold.js';
import { Normaliser } from './normalise.js';
import { playBack, playLive, resultPath, transcriptPath } from './play.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios/index.js';

const names = process.argv.slice(2);
const wanted = scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
const scratch = await mkdtemp(join(tmpdir(), 'codex-transcripts-'));
const failed: string[] = [];

async function recordScenario(scenario: Scenario): Promise<void> {
  const live = await playLive(scenario, join(scratch, `${scenario.name}.jsonl`));
  const normaliser = new Normaliser();
  const transcript = normaliser.transcript(live.transcript);
  const program = normaliser.value(live.result);
  await writeTranscript(transcriptPath(scenario), formatTranscript(transcript));
  const again = await playBack(scenario, transcript);
  if (!isDeepStrictEqual(again, program)) {
    throw new Error(`the replay comes to something else: ${JSON.stringify(again)}`);
  }
  const result = { program, turns: foldTurns(transcript) };
  await writeFile(resultPath(scenario), `${JSON.stringify(result, null, 2)}\n`);
}

/**
 * The runtime does some things at the same time: a new recording in another order is no news, and of
 * another version with nothing else new only the version is.
 */
async function writeTranscript(path: string, text: string): Promise<void> {
  const old = await readFile(path, 'utf8').catch(() => '');
  const lines = (all: string): string => all.split('\n').sort().join('\n');
  const updated = old.replaceAll(versionIn(old), versionIn(text));
  const next = lines(updated) === lines(text) ? updated : text;
  if (next !== old) await writeFile(path, next);
}

/** The version of the runtime that a transcript was recorded with. */
function versionIn(transcript: string): string {
  return /"runtime":"([^"]+)"/.exec(transcript)?.[1] ?? '\0';
}

async function work(queue: Iterator<Scenario>): Promise<void> {
  for (let next = queue.next(); !next.done; next = queue.next()) {
    const { name } = next.value;
    try {
      await recordScenario(next.value);
      console.log(`recorded ${name}`);
    } catch (error) {
      failed.push(name);
      console.error(`${name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    }
  }
}

try {
  const queue = wanted[Symbol.iterator]();
  await Promise.all([work(queue), work(queue)]);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) console.error(`There is no scenario ${unknown.join(', ')}`);
if (failed.length > 0) console.error(`Not recorded: ${failed.join(', ')}`);
process.exitCode = failed.length + unknown.length > 0 ? 1 : 0;
