import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MANIFEST } from '../../generated/manifest.js';
import { readTranscript } from '../../runtime/testing/index.js';
import { createValidator } from '../../runtime/validation/index.js';
import { TrafficCheck } from '../schema-truth/traffic-check.js';
import { foldTurns } from './fold.js';
import { playBack, recorded, resultPath, transcriptPath } from './play.js';
import { scenarios } from './scenarios/index.js';

const validator = createValidator();

it('every scenario is recorded, and nothing else', async () => {
  const files = (await readdir(recorded)).sort();
  expect(files).toEqual(
    scenarios.flatMap(({ name }) => [`${name}.jsonl`, `${name}.result.json`]).sort(),
  );
});

describe.each(scenarios)('$name', (scenario) => {
  const transcript = readTranscript(transcriptPath(scenario));

  it('was recorded with the runtime of the schema', () => {
    // If this fails after a bump, `npm run transcripts` records them anew.
    expect(transcript.header.runtime).toBe(MANIFEST.runtimeVersion);
  });

  it('comes to what was reviewed, turn by turn and for the program', async () => {
    const expected = JSON.parse(await readFile(resultPath(scenario), 'utf8')) as {
      program: unknown;
      turns: unknown;
    };
    expect(foldTurns(transcript)).toEqual(expected.turns);
    expect(await playBack(scenario, transcript)).toEqual(expected.program);
  });

  it('fits the schema, in both directions', () => {
    const check = new TrafficCheck();
    for (const entry of transcript.entries) {
      if (!('message' in entry)) continue;
      const line = JSON.stringify(entry.message);
      if (entry.from === 'server') {
        expect({ line, problems: check.received(line) }).toEqual({ line, problems: [] });
        continue;
      }
      check.sent(line);
      const { method, params } = entry.message as { method?: string; params?: unknown };
      const deliberate = scenario.name === 'refusals' && method === 'thread/read';
      if (method === undefined || deliberate) continue;
      expect(validator.checkParams(method, params)).toBeUndefined();
    }
  });

  it('tells nothing of the machine that it was recorded on', () => {
    const text = JSON.stringify(transcript);
    const places = /codex-scripted-|\/tmp\/|\/home\/(?!\.codex)|\/Users\/|127\.0\.0\.1:(?!1\b)/;
    expect(places.exec(text)?.[0]).toBeUndefined();
    expect(/sk-not|eyJ|[\w.]{2,}@(?!example\.com)\w/.exec(text)?.[0]).toBeUndefined();
  });
});

it('a turn that has begun before its start was answered loses nothing', async () => {
  const path = fileURLToPath(new URL('kept/answer-overtaken.jsonl', import.meta.url));
  const transcript = readTranscript(path);
  const methods = transcript.entries.map((entry) =>
    'message' in entry && entry.from === 'server' ? entry.message : {},
  );
  const started = methods.findLastIndex(({ method }) => method === 'turn/started');
  const answered = methods.findIndex(({ id }) => id === 3);
  expect(started).toBeLessThan(answered);
  const scenario = scenarios.find(({ name }) => name === 'failure-cyber-policy')!;
  expect(await playBack(scenario, transcript)).toMatchObject([
    { name: 'TurnFailedError' },
    { status: 'completed', finalResponse: 'Better.', partialItems: [] },
  ]);
});
