import fs from 'node:fs';
import path from 'node:path';
import { readInputs } from '../cli/inputs.js';
import { compile, type CompiledModel, type CompilerInputs } from '../compile.js';
import type { Report } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { runtimeOfVersion } from '../pull/choose-runtime.js';
import { dumpSchema } from '../pull/dump.js';
import type { FetchOptions } from '../pull/fetch-runtime.js';
import { schemaFiles } from '../pull/provenance.js';
import { isExactVersion } from '../pull/runtime.js';
import { git } from '../system/git.js';
import type { Side } from './side.js';

type Files = Pick<CompilerHost, 'readText'>;

/** One side of a comparison, from what a user may name: a folder, a version or a git revision. */
export async function readSide(
  named: string,
  host: CompilerHost,
  options: FetchOptions,
): Promise<Side | null> {
  const inputs = await inputsOf(named, host, options);
  return inputs && modelSide(named, inputs, options.report);
}

/** Models a schema. What its methods answer may stay unknown: the comparison does without. */
export async function modelSide(
  label: string,
  inputs: CompilerInputs,
  report: Report,
): Promise<Side | null> {
  const { model, diagnostics } = await compile(inputs, { lenient: true, modelOnly: true });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const { code, pointer, message } of errors) report.error(code, pointer, message);
  if (model === null || errors.length > 0) return null;
  return sideOf(label, inputs, model);
}

/** A schema that is modelled, as one side of a comparison. */
export function sideOf(
  label: string,
  inputs: CompilerInputs,
  { protocol, runtimeVersion }: CompiledModel,
): Side {
  return { label, runtimeVersion, protocol, graded: inputs.stable !== null };
}

/** What a side is compiled from. */
export async function inputsOf(
  named: string,
  host: CompilerHost,
  options: FetchOptions,
): Promise<CompilerInputs | null> {
  const { around, report, signal } = options;
  const folder = path.resolve(around.cwd, named);
  if (isFolder(folder)) return readInputs(folder, host, report);
  if (!isExactVersion(named)) return committed(named, options);
  const runtime = await runtimeOfVersion(named, options);
  const dump = runtime && (await dumpSchema(runtime, around, report, signal));
  if (dump === null) return null;
  const files = schemaFiles(dump);
  return readInputs(named, inMemory(named, files), report);
}

/** The schema folder of a git revision: `HEAD~1`, `v1.2.0`, or `HEAD~1:path/to/schema`. */
async function committed(
  named: string,
  { around, report }: FetchOptions,
): Promise<CompilerInputs | null> {
  const colon = named.indexOf(':');
  const revision = colon < 0 ? named : named.slice(0, colon);
  const folder = colon < 0 ? './schema' : named.slice(colon + 1);
  const known = await git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], around);
  if (!known.ok) {
    const kinds = 'neither a folder, nor an exact version, nor a git revision';
    report.error('unknown-side', named, `\`${named}\` is ${kinds}`);
    return null;
  }
  const commit = known.stdout.trim();
  const files = new Map<string, string>();
  const listed = await git(['ls-tree', '-r', '-z', '--name-only', `${commit}:${folder}`], around);
  for (const file of listed.stdout.split('\0').filter((name) => name.endsWith('.json'))) {
    const shown = await git(['show', `${commit}:${folder}/${file}`], around);
    if (shown.ok) files.set(file, shown.stdout);
  }
  if (files.size === 0) {
    report.error('missing-file', named, `The revision has no schema in \`${folder}\``);
    return null;
  }
  return readInputs(named, inMemory(named, files), report);
}

/** A schema folder that exists in memory only. */
export function inMemory(folder: string, files: ReadonlyMap<string, string | null>): Files {
  return { readText: (file) => files.get(file.slice(folder.length + 1)) ?? null };
}

function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
