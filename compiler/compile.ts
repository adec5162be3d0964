import { bind } from './bind/bind.js';
import type { BindOptions } from './bind/bind-results.js';
import type { Protocol } from './bind/protocol.js';
import { markStability } from './bind/stability.js';
import type { Diagnostic } from './diagnostics/diagnostic.js';
import { Diagnostics, type Report } from './diagnostics/report.js';
import { emit } from './emit/emit.js';
import { render, type OutputFile } from './render/render.js';
import { loadBundle, type Bundle } from './load/load.js';
import type { SourceDocument } from './load/parse-json.js';
import { readProvenance } from './load/provenance.js';
import { buildModel, type Model } from './model/model.js';
import { name } from './name/name.js';
import type { Names } from './name/names.js';
import { normalise } from './normalise/normalise.js';
import { applyDocs } from './overlay/apply-docs.js';
import type { Overlay } from './overlay/overlay.js';
import { readOverlays } from './overlay/read-overlay.js';
import { spell } from './spell/spell.js';
import { stripSchemas } from './strip/validation-schemas.js';
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
  /** The corrections of property names that the schema needed, by overlay entry. */
  readonly corrected: ReadonlySet<string>;
  readonly runtimeVersion: string | null;
}

export interface Compilation {
  /** Relative to the output folder, in code-unit order; empty if there are errors. */
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Null if the inputs could not be read at all. */
  readonly model: CompiledModel | null;
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
  const bundle = loadBundle(inputs.surface, overlay, report);
  const stableBundle = inputs.stable && loadBundle(inputs.stable, overlay, report);
  if (report.hasErrors) return { files: [], diagnostics: report.list(), model: null };

  const definitions = normalise(bundle, overlay, report);
  const surface = buildModel(bundle, definitions, report);
  const stable = stableBundle && modelOf(stableBundle, overlay, report);

  const bound = bind(surface, overlay, options, report);
  const marked = stable ? markStability(bound, stable) : bound;
  const protocol = applyDocs(marked, overlay);
  const names = name(protocol, overlay, path, report);
  const spelling = spell(protocol, names.types, overlay, path, report);
  const schemas = stripSchemas(protocol, definitions, names.types);
  verify(protocol, path, report);

  const emits = !report.hasErrors && options.modelOnly !== true;
  const modules = emits ? emit({ protocol, names, spelling, schemas, runtimeVersion }) : [];
  return {
    files: await render(modules),
    diagnostics: report.list(),
    model: { protocol, names, overlay, corrected: bundle.corrected, runtimeVersion },
  };
}

function modelOf(bundle: Bundle, overlay: Overlay, report: Report): Model {
  return buildModel(bundle, normalise(bundle, overlay, report), report);
}
