import { compile, type Compilation, type CompilerOptions } from '../../../compiler/compile.js';
import type { Json, JsonObject } from '../../../compiler/util/json.js';

export interface CompileSpec extends Partial<CompilerOptions> {
  readonly surface: JsonObject;
  readonly stable?: JsonObject;
  readonly overlay?: Json;
}

/** Compiles bundles that a test made up. Their path in diagnostics is empty. */
export function compileBundle(spec: CompileSpec): Promise<Compilation> {
  const { surface, stable, overlay, ...options } = spec;
  return compile(
    {
      surface: { path: '', text: JSON.stringify(surface) },
      stable: stable === undefined ? null : { path: 'stable', text: JSON.stringify(stable) },
      overlays:
        overlay === undefined ? [] : [{ path: 'overlay.json', text: JSON.stringify(overlay) }],
      provenance: null,
    },
    { lenient: false, ...options },
  );
}

/** The text of one generated file. */
export function fileOf(compilation: Compilation, path: string): string {
  const file = compilation.files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`No file ${path}: ${problemsOf(compilation).join('; ')}`);
  return file.text;
}

/** Diagnostics in short: `code pointer`. */
export function problemsOf({ diagnostics }: Pick<Compilation, 'diagnostics'>): string[] {
  return diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
}
