import path from 'node:path';
import { readInputs } from '../cli/inputs.js';
import { compile, type CompiledModel } from '../compile.js';
import type { Diagnostics } from '../diagnostics/report.js';
import { compare, type Difference } from '../diff/compare.js';
import { formatMarkdown } from '../diff/format/markdown.js';
import { inMemory, inputsOf, readSide, sideOf } from '../diff/read-side.js';
import type { Side } from '../diff/side.js';
import type { CompilerHost, FileChange } from '../host.js';
import type { OverlayRow } from '../inspect/overlay.js';
import { runtimeOfVersion } from '../pull/choose-runtime.js';
import { dumpSchema } from '../pull/dump.js';
import type { FetchOptions } from '../pull/fetch-runtime.js';
import { schemaFiles } from '../pull/provenance.js';
import type { OutputFile } from '../render/render.js';
import { plan } from '../write/plan.js';
import { releasedRuntime, withRuntimeSection } from './changelog.js';
import { overlayNotes } from './overlay-notes.js';
import { LOCK, MANIFEST, pinRuntime, type Pin } from './pin.js';

export const SCHEMA = 'schema';
export const GENERATED = 'generated';
export const CHANGELOG = 'CHANGELOG.md';

/** Everything that a bump will write, and what there is to know about it. Nothing is written yet. */
export interface Prepared {
  /** The runtime that is committed. */
  readonly from: string;
  readonly to: string;
  readonly difference: Difference;
  /** Entries of the overlay that the new runtime has no use for. */
  readonly overlay: readonly OverlayRow[];
  readonly pin: Pin;
  /** Relative to the root of the repository. */
  readonly changes: readonly FileChange[];
}

export interface PrepareOptions extends FetchOptions {
  readonly host: CompilerHost;
  readonly report: Diagnostics;
  readonly signal: AbortSignal;
}

/** Finds out what a bump comes to; null if it cannot be, which is reported. */
export async function prepareBump(
  version: string,
  options: PrepareOptions,
): Promise<Prepared | null> {
  const { host, around, report, progress, signal } = options;
  const before = await committedModel(options);
  const runtime = before && (await runtimeOfVersion(version, options));
  if (before === null || runtime === null) return null;

  const dump = await progress.during(`asking runtime ${version} for its schema`, () =>
    dumpSchema(runtime, around, report, signal),
  );
  if (dump === null) return null;
  const schema = schemaFiles(dump);
  const after = await progress.during('compiling', () => newModel(schema, options));
  const pin = after && (await pinRuntime(version, around, report, signal));
  if (after === null || pin === null) return null;

  const generated = plan(path.join(around.cwd, GENERATED), after.files, host, report);
  const changelog = await changelogWith(before.side, after.side, options);
  if (changelog === null || report.hasErrors) return null;
  const candidates: FileChange[] = [
    { path: MANIFEST, text: pin.manifest },
    { path: LOCK, text: pin.lock },
    ...[...schema].map(([file, text]) => ({ path: `${SCHEMA}/${file}`, text })),
    ...generated.map((change) => ({ path: `${GENERATED}/${change.path}`, text: change.text })),
    { path: CHANGELOG, text: changelog },
  ];
  return {
    from: before.version,
    to: dump.runtimeVersion,
    difference: compare(before.side, after.side),
    overlay: overlayNotes(before.model, after.model),
    pin,
    changes: candidates.filter(
      (change) => host.readText(path.join(around.cwd, change.path)) !== change.text,
    ),
  };
}

interface Modelled {
  readonly side: Side;
  readonly model: CompiledModel;
}

/** The schema that is committed: what is in the working tree may be left over from a bump that failed. */
async function committedModel(
  options: PrepareOptions,
): Promise<(Modelled & { readonly version: string }) | null> {
  const { host, report } = options;
  const inputs = await inputsOf('HEAD', host, options);
  if (inputs === null) return null;
  const { model, diagnostics } = await compile(inputs, { lenient: true, modelOnly: true });
  for (const { severity, code, pointer, message } of diagnostics)
    if (severity === 'error') report.error(code, pointer, message);
  if (model === null || report.hasErrors) return null;
  const version = model.runtimeVersion;
  if (version === null) {
    const problem = 'The committed schema does not tell which runtime it is of';
    report.error('invalid-provenance', `HEAD:${SCHEMA}`, problem);
    return null;
  }
  return { side: sideOf('HEAD', inputs, model), model, version };
}

/** The new schema, compiled as `generate` does it: every method has to be bound. */
async function newModel(
  schema: ReadonlyMap<string, string | null>,
  { host, around, report }: PrepareOptions,
): Promise<(Modelled & { readonly files: readonly OutputFile[] }) | null> {
  const overlay = host.readText(path.join(around.cwd, SCHEMA, 'overlay.json'));
  const documents = new Map([...schema, ['overlay.json', overlay] as const]);
  const inputs = readInputs(SCHEMA, inMemory(SCHEMA, documents), report);
  if (inputs === null) return null;
  const { model, files, diagnostics } = await compile(inputs, { lenient: false });
  for (const { severity, code, pointer, message } of diagnostics)
    report[severity](code, pointer, message);
  if (model === null || files.length === 0) return null;
  return { side: sideOf(SCHEMA, inputs, model), model, files };
}

/** The changelog, telling what changed since the runtime of the last release. */
async function changelogWith(
  before: Side,
  after: Side,
  options: PrepareOptions,
): Promise<string | null> {
  const { host, around } = options;
  const text = host.readText(path.join(around.cwd, CHANGELOG)) ?? '# Changelog\n';
  const released = releasedRuntime(text) ?? before.runtimeVersion;
  if (released === null || released === after.runtimeVersion) return withRuntimeSection(text, null);
  const base =
    released === before.runtimeVersion ? before : await readSide(released, host, options);
  return base && withRuntimeSection(text, formatMarkdown(compare(base, after)));
}
