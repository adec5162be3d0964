import type { Report } from '../diagnostics/report.js';
import { lastWords, type Finished } from '../system/run.js';
import type { Runtime } from './runtime.js';

/** Runs the binary of a runtime. */
export type Ask = (args: readonly string[]) => Promise<Finished>;

/** The version that a runtime's binary states, which has to be that of its package; null otherwise. */
export async function binaryVersion(
  runtime: Pick<Runtime, 'binary' | 'version'>,
  ask: Ask,
  report: Report,
): Promise<string | null> {
  const said = await ask(['--version']);
  const version = /\b\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?/.exec(said.stdout)?.[0];
  if (!said.ok || version === undefined || !/codex/i.test(said.stdout)) {
    const answer = `\`--version\` ended with ${said.end}: ${lastWords(said, 3) || 'nothing said'}`;
    report.error('not-a-runtime', runtime.binary, `No Codex runtime: ${answer}`);
    return null;
  }
  if (runtime.version !== null && runtime.version !== version) {
    const claim = `Its package states ${runtime.version}, the binary itself ${version}`;
    report.error('wrong-version', runtime.binary, claim);
    return null;
  }
  return version;
}
