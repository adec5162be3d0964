import { compile } from '../compile.js';
import { formatDiagnostics } from '../diagnostics/format.js';
import { Diagnostics } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { reasonOf } from '../util/reason.js';
import { describeDrift } from '../write/drift.js';
import { plan } from '../write/plan.js';
import { EXIT, type ExitCode } from './exit.js';
import { readInputs } from './inputs.js';

export interface GenerateOptions {
  readonly schema: string;
  readonly out: string;
  readonly check: boolean;
  readonly lenient: boolean;
}

export async function generate(options: GenerateOptions, host: CompilerHost): Promise<ExitCode> {
  const report = new Diagnostics();
  progress(host, `Reading ${options.schema}`);
  const inputs = readInputs(options.schema, host, report);
  if (inputs === null || report.hasErrors) return fail(report, host);

  progress(host, 'Compiling');
  const result = await compile(inputs, { lenient: options.lenient });
  host.notice(formatDiagnostics(result.diagnostics));
  if (result.files.length === 0) return EXIT.failed;

  progress(host, `Comparing with ${options.out}`);
  const changes = plan(options.out, result.files, host, report);
  if (report.hasErrors) return fail(report, host);
  if (options.check) {
    host.print(describeDrift(options.out, changes));
    return changes.length === 0 ? EXIT.ok : EXIT.drift;
  }
  try {
    host.checkWritable(options.out);
    host.apply(options.out, changes);
  } catch (error) {
    report.error('unwritable-output', options.out, reasonOf(error));
    return fail(report, host);
  }
  host.print(summary(options.out, result.files.length, changes));
  return EXIT.ok;
}

/** Says what is going on to a person who waits; a pipe does not. */
function progress(host: CompilerHost, step: string): void {
  if (host.interactive) host.notice(`${step} …\n`);
}

function fail(report: Diagnostics, host: CompilerHost): ExitCode {
  host.notice(formatDiagnostics(report.list()));
  return EXIT.failed;
}

function summary(
  out: string,
  total: number,
  changes: readonly { readonly action: string; readonly path: string }[],
): string {
  const lines = changes.map(({ action, path }) => `${action} ${out}/${path}\n`);
  return `${lines.join('')}${out}: ${total} files, ${changes.length} changed\n`;
}
