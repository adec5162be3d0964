import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { compile, type CompilerInputs } from '../../compiler/compile.js';
import type { SourceDocument } from '../../compiler/load/parse-json.js';
import { isJsonObject, type Json } from '../../compiler/util/json.js';
import { byCodeUnit, sortedBy } from '../../compiler/util/order.js';
import { inputsOf, pinnedInputs } from './support/schemas.js';
import { writeSchemaFolder } from './support/schema-folder.js';

const VERSION = '0.115.0';

async function outputOf(inputs: CompilerInputs): Promise<Record<string, string>> {
  const { files } = await compile(inputs, { lenient: false });
  return Object.fromEntries(files.map((file) => [file.path, file.text]));
}

/** The same JSON with the keys of every object in an order that has nothing to do with them. */
function reordered(json: Json): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map(reordered);
  if (!isJsonObject(json)) return json;
  const digest = (key: string): string => createHash('sha1').update(key).digest('hex');
  return Object.fromEntries(
    sortedBy(Object.entries(json), ([key]) => digest(key)).map(([key, value]) => [
      key,
      reordered(value),
    ]),
  );
}

function shuffled(document: SourceDocument): SourceDocument {
  return {
    path: `elsewhere/${document.path}`,
    text: JSON.stringify(reordered(JSON.parse(document.text) as Json), null, 4),
  };
}

describe('the output', () => {
  it('depends on what the schema says, not on how it is written or where it lies', async () => {
    const inputs = pinnedInputs();
    const other = await outputOf({
      ...inputs,
      surface: shuffled(inputs.surface),
      stable: inputs.stable && shuffled(inputs.stable),
    });
    expect(other).toEqual(await outputOf(inputs));
  });

  it('does not depend on the machine: folder, time zone, locale', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sdkgen-'));
    try {
      writeSchemaFolder(path.join(folder, 'schema'), inputsOf(VERSION));
      const tool = path.resolve('compiler/bin.ts');
      const tsx = import.meta.resolve('tsx');
      execFileSync(process.execPath, ['--import', tsx, tool, 'generate', '--out', 'deep/out'], {
        cwd: folder,
        env: { ...process.env, TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      });
      const out = path.join(folder, 'deep/out');
      const written = readdirSync(out, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .sort(byCodeUnit)
        .map((file) => [file, readFileSync(path.join(out, file), 'utf8')]);
      expect(Object.fromEntries(written)).toEqual(await outputOf(inputsOf(VERSION)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
