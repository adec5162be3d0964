import { compile, type CompiledModel } from '../compile.js';
import { hasErrors } from '../diagnostics/diagnostic.js';
import { formatDiagnostics } from '../diagnostics/format.js';
import { Diagnostics } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { inspectMethods } from '../inspect/methods.js';
import { inspectOverlay } from '../inspect/overlay.js';
import { inspectStability } from '../inspect/stability.js';
import { inspectType, type TypeReport } from '../inspect/type.js';
import { typeSource } from '../inspect/type-source.js';
import { inspectTypes } from '../inspect/types.js';
import { EXIT, type ExitCode } from './exit.js';
import { readInputs } from './inputs.js';
import { formatTable } from './table.js';

export interface InspectOptions {
  readonly schema: string;
  readonly json: boolean;
}

const LISTS: ReadonlyMap<string, (model: CompiledModel) => readonly object[]> = new Map<
  string,
  (model: CompiledModel) => readonly object[]
>([
  ['methods', inspectMethods],
  ['overlay', inspectOverlay],
  ['stability', inspectStability],
  ['types', inspectTypes],
]);

/** Shows a part of the model. Methods that cannot be bound do not stand in the way. */
export async function inspect(
  subject: string,
  options: InspectOptions,
  host: CompilerHost,
): Promise<ExitCode> {
  const report = new Diagnostics();
  const inputs = readInputs(options.schema, host, report);
  if (inputs === null || report.hasErrors) {
    host.notice(formatDiagnostics(report.list()));
    return EXIT.failed;
  }
  const { model, diagnostics } = await compile(inputs, { lenient: true, modelOnly: true });
  host.notice(formatDiagnostics(diagnostics));
  if (model === null || hasErrors(diagnostics)) return EXIT.failed;

  const list = LISTS.get(subject)?.(model);
  if (list !== undefined) {
    host.print(options.json ? json(list) : formatTable(list));
    return EXIT.ok;
  }
  const type = inspectType(model, subject);
  if (type === undefined) {
    host.notice(`No type \`${subject}\`: see \`inspect types\`.\n`);
    return EXIT.failed;
  }
  host.print(options.json ? json(type) : describe(type, await typeSource(model, type.pointer)));
  return EXIT.ok;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function describe(type: TypeReport, source: string): string {
  const facts = {
    pointer: type.pointer,
    usage: type.usage,
    stability: type.stability,
    'used by': type.usedBy.join(', '),
    'met in': type.metIn.join(', '),
    uses: type.uses.join(', '),
  };
  const lines = Object.entries(facts).map(([key, value]) => `${key}: ${value}\n`);
  return `${source}\n${lines.join('')}`;
}
