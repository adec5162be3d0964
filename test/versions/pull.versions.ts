import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { BUNDLE } from '../../compiler/load/schema-folder.js';
import { command } from '../compiler/support/command.js';
import { inputsOf } from '../compiler/support/schemas.js';
import { OLDER } from './support/older-runtimes.js';

const project = mkdtempSync(join(tmpdir(), 'versions-pull-'));
afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

it.each(OLDER)('runtime %s is fetched and says what it always said', async (version) => {
  const out = join(project, version);
  const argv = ['pull', '--runtime-version', version, '--out', out];
  expect(await command(argv, { cwd: project })).toMatchObject({ code: 0, noticed: '' });
  const { surface, stable } = inputsOf(version);
  for (const [name, kept] of Object.entries({ experimental: surface, stable })) {
    const text = readFileSync(join(out, name, BUNDLE), 'utf8');
    expect(isDeepStrictEqual(JSON.parse(text), JSON.parse(kept?.text ?? ''))).toBe(true);
  }
  const provenance: unknown = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
  expect(provenance).toMatchObject({
    runtimeVersion: version,
    source: expect.stringContaining(`@openai/codex@${version}-`) as string,
    integrity: expect.stringMatching(/^sha512-/) as string,
  });
});

it('two of them are compared by their versions', async () => {
  const argv = ['diff', ...OLDER, '--fail-on', 'breaking'];
  const { code, printed } = await command(argv, { cwd: project });
  expect(code).toBe(1);
  expect(printed).toContain(`Runtime ${OLDER.join(' → ')}: `);
});
