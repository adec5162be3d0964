import fs from 'node:fs';
import path from 'node:path';
import { readInputs } from '../cli/inputs.js';
import { compile } from '../compile.js';
import type { Report } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { PROVENANCE, sha256 } from '../pull/provenance.js';
import { git } from '../system/git.js';
import { CODEX_PACKAGE } from '../system/platforms.js';
import type { Surroundings } from '../system/surroundings.js';
import { isJsonObject } from '../util/json.js';
import { plan } from '../write/plan.js';
import { readJsonFile, type Project } from './project.js';

/**
 * What is staged has to be what is committed, generated from the schema that is committed, of the
 * runtime that is asked for. Reports everything that is not so.
 */
export async function checkTree(
  project: Project,
  runtimeVersion: string,
  host: CompilerHost,
  around: Surroundings,
  report: Report,
): Promise<void> {
  checkVersions(project, runtimeVersion, report);
  await checkCommitted(around, report);
  checkSchema(project, report);
  await checkGenerated(project, host, report);
}

/** Every place that names the runtime's version names this one. */
function checkVersions({ root, pinned }: Project, wanted: string, report: Report): void {
  const lock = readJsonFile(path.join(root, 'package-lock.json'))?.['packages'];
  const locked = isJsonObject(lock) ? lock[`node_modules/${CODEX_PACKAGE}`] : undefined;
  const places: readonly (readonly [string, unknown])[] = [
    ['package.json', pinned],
    ['package-lock.json', isJsonObject(locked) ? locked['version'] : undefined],
    [
      `schema/${PROVENANCE}`,
      readJsonFile(path.join(root, 'schema', PROVENANCE))?.['runtimeVersion'],
    ],
  ];
  for (const [place, found] of places) {
    if (found === wanted) continue;
    const version = typeof found === 'string' ? found : 'no version';
    report.error('version-mismatch', place, `It names ${version}, but ${wanted} is to be staged`);
  }
}

const SHOWN = 5;

async function checkCommitted(around: Surroundings, report: Report): Promise<void> {
  const status = await git(['status', '--porcelain', '--untracked-files=all'], around);
  if (!status.ok) {
    const reason = `git cannot tell what is committed: ${status.stderr.trim() || status.end}`;
    report.error('dirty-tree', around.cwd, reason);
    return;
  }
  const changed = status.stdout.split('\n').filter((line) => line !== '');
  if (changed.length === 0) return;
  const shown = changed.slice(0, SHOWN).map((line) => line.slice(3));
  const more = changed.length > SHOWN ? ` and ${changed.length - SHOWN} more` : '';
  report.error('dirty-tree', around.cwd, `Not committed: ${shown.join(', ')}${more}`);
}

/** The dumps are those that the provenance speaks of. */
function checkSchema({ root }: Project, report: Report): void {
  const digests = readJsonFile(path.join(root, 'schema', PROVENANCE))?.['sha256'];
  for (const [file, digest] of Object.entries(isJsonObject(digests) ? digests : {})) {
    const place = path.join(root, 'schema', file);
    if (!fs.existsSync(place) || sha256(fs.readFileSync(place, 'utf8')) !== digest)
      report.error('drifted-tree', `schema/${file}`, 'Not the dump that the provenance speaks of');
  }
}

/** The generated code is what the compiler makes of the schema. */
async function checkGenerated(
  { root }: Project,
  host: CompilerHost,
  report: Report,
): Promise<void> {
  const inputs = readInputs(path.join(root, 'schema'), host, report);
  if (inputs === null) return;
  const { files, diagnostics } = await compile(inputs, { lenient: false });
  for (const { severity, code, pointer, message } of diagnostics)
    if (severity === 'error') report.error(code, pointer, message);
  if (files.length === 0) return;
  for (const { path: file, action } of plan(path.join(root, 'generated'), files, host, report)) {
    const state = { create: 'is missing', update: 'differs', delete: 'is stale' }[action];
    report.error('drifted-tree', `generated/${file}`, `It ${state}`);
  }
}
