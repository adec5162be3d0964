import { bind } from './bind/bind.js';
import type { BindOptions } from './bind/bind-results.js';
import type { Protocol } from './bind/protocol.js';
import { markStability } from './bind/stability.js';
import type { Diagnostic } from './diagnostics/diagnostic.js';
import { Diagnostics, type Report } from './diagnostics/report.js';
import { emit } from './emit/emit.js';
import { render, type OutputFile } from './emit/render.js';
import { loadBundle, locate } from './load/load.js';
import type { SourceDocument } from './load/parse-json.js';
import { readProvenance } from './load/provenance.js';
import { buildModel, type Model } from './model/model.js';
import { name } from './name/name.js';
import type { Names } from './name/names.js';
import { normalise } from './normalise/normalise.js';
import { applyDocs } from './overlay/apply-docs.js';
import type { Overlay } from './overlay/overlay.js';
import { readOverlays } from './overlay/read-overlay.js';
import { verify } from './verify/verify.js';

/** What a compilation reads: text, from wherever. */
export interface CompilerInputs {
  /** The bundle that becomes the client's surface. */
  readonly surface: SourceDocument;
  /** The bundle that tells which part of the surface is stable; without it, all of it is. */
  readonly stable: SourceDocument | null;
  /** Corrections, a later one winning over an earlier one. */
  readonly overlays: readonly SourceDocument[];
  /** Where the bundles came from, if it is known. */
  readonly provenance: SourceDocument | null;
}

export interface CompilerOptions extends BindOptions {
  /** Stops before anything is emitted. */
  readonly modelOnly?: boolean;
}

/** What the compiler understood, for those who want to look inside. */
export interface CompiledModel {
  readonly protocol: Protocol;
  readonly names: Names;
  readonly overlay: Overlay;
  readonly runtimeVersion: string | null;
}

export interface Compilation {
  /** Relative to the output folder, in code-unit order; empty if there are errors. */
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly model: CompiledModel;
}

/** Schema in, client out. Nothing is read, written or remembered beyond what is passed in. */
export async function compile(
  inputs: CompilerInputs,
  options: CompilerOptions,
): Promise<Compilation> {
  const report = new Diagnostics();
  const { path } = inputs.surface;

  const overlay = readOverlays(inputs.overlays, report);
  const runtimeVersion = readProvenance(inputs.provenance, report);
  const surface = modelOf(inputs.surface, overlay, report);
  const stable = inputs.stable && modelOf(inputs.stable, overlay, report);

  const bound = bind(surface, overlay, options, report);
  const marked = stable ? markStability(bound, stable) : bound;
  const protocol = applyDocs(marked, overlay);
  const names = name(protocol, overlay, path, report);
  verify(protocol, path, report);

  const emits = !report.hasErrors && options.modelOnly !== true;
  const modules = !emits ? [] : emit({ protocol, names, runtimeVersion });
  return {
    files: await render(modules),
    diagnostics: report.list(),
    model: { protocol, names, overlay, runtimeVersion },
  };
}

function modelOf(document: SourceDocument, overlay: Overlay, report: Report): Model {
  const bundle = loadBundle(document, report);
  const names = new Map(
    Object.entries(overlay.names).map(([pointer, entry]) => [pointer, entry.name]),
  );
  const definitions = normalise(bundle, names, report);
  return buildModel(document.path, definitions, locate(document.path, report));
}
