import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MANIFEST } from '../../generated/manifest.js';
import { run, runOk, type RunResult } from '../support/run.js';
import { commit, git, scratchClone } from './support/scratch-clone.js';

const OTHER = '0.166.0';
const PINNED: string = MANIFEST.runtimeVersion;
/** What has to be the same again after a bump there and back. */
const EXACT = ['package.json', 'package-lock.json', 'schema', 'generated', 'CHANGELOG.md'];

let scratch: string;
let clone: string;
beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'versions-bump-')));
  clone = await scratchClone(join(scratch, 'clone'));
  await runOk('npm', ['ci'], { cwd: clone, timeoutMs: 600_000 });
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function bump(version: string): Promise<RunResult> {
  const args = ['run', '--silent', 'sdkgen', '--', 'bump', version];
  return run('npm', args, { cwd: clone, timeoutMs: 600_000 });
}

it('goes to another runtime and back, and leaves every byte as it was', async () => {
  const there = await bump(OTHER);
  expect(there.exitCode, there.stderr).toBe(0);
  expect(there.stdout).toContain(`Runtime ${PINNED} → ${OTHER}: `);
  expect(there.stdout.split('\n').length).toBeLessThan(40);
  const manifest = readFileSync(join(clone, 'package.json'), 'utf8');
  expect(manifest).toContain(`"@openai/codex": "${OTHER}"`);
  await runOk('npm', ['ci', '--dry-run'], { cwd: clone });
  await commit(clone, OTHER);

  const back = await bump(PINNED);
  expect(back.exitCode, back.stderr).toBe(0);
  expect(await git(clone, 'diff', '--stat', 'HEAD~1', '--', ...EXACT)).toBe('');
  await runOk('npm', ['ci'], { cwd: clone, timeoutMs: 600_000 });
});
