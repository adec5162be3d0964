import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import type { CompilerHost } from '../host.js';
import { npm, npmScript } from '../system/npm.js';
import type { Progress } from '../system/progress.js';
import { lastWords, type Finished } from '../system/run.js';
import type { Surroundings } from '../system/surroundings.js';
import { reasonOf } from '../util/reason.js';
import { LOCK, MANIFEST } from './pin.js';
import type { Prepared } from './prepare.js';
import { Safekeeping } from './safekeeping.js';

/** Where the transcripts are that `npm run transcripts` records. */
export const TRANSCRIPTS = 'test/transcripts/recorded';

/** What is run on the new tree, in this order: the types, then what the runtime does. */
const SCRIPTS = ['typecheck', 'transcripts', 'smoke'] as const;

const WORDS = 40;

/** A step that was taken. */
export interface Step {
  readonly name: string;
  readonly seconds: number;
}

export interface Done {
  readonly steps: readonly Step[];
  /** Transcripts that say something else now, beside the version, relative to the root. */
  readonly transcripts: readonly string[];
}

export interface CarryOutOptions {
  readonly host: CompilerHost;
  readonly around: Surroundings;
  readonly report: Report;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Leaves the tree as it is when a step fails. */
  readonly keep: boolean;
}

/** Writes what was prepared and tries it; if that fails, all is put back and null is the answer. */
export async function carryOut(prepared: Prepared, options: CarryOutOptions): Promise<Done | null> {
  const { host, around } = options;
  const files = prepared.changes.map((change) => change.path);
  const before = new Safekeeping(around.cwd, files, [TRANSCRIPTS], host);
  let isDone = false;
  try {
    if (!apply(prepared, options)) return null;
    before.setRuntimeAside();
    const steps = await takeSteps(prepared, options);
    isDone = steps !== null;
    return steps && { steps, transcripts: transcriptsThatDiffer(prepared, before, host, around) };
  } finally {
    if (isDone || options.keep) before.release();
    else before.restore();
  }
}

function apply({ changes }: Prepared, { host, around, report }: CarryOutOptions): boolean {
  try {
    host.checkWritable(around.cwd);
    host.apply(around.cwd, changes);
    return true;
  } catch (error) {
    report.error('unwritable-output', around.cwd, reasonOf(error));
    return false;
  }
}

async function takeSteps(prepared: Prepared, options: CarryOutOptions): Promise<Step[] | null> {
  const { host, around, report, progress, signal } = options;
  const steps: Step[] = [];
  const take = async (name: string, work: () => Promise<Finished>): Promise<boolean> => {
    const started = performance.now();
    const said = await progress.during(name, work);
    const step = { name, seconds: Math.round((performance.now() - started) / 1000) };
    steps.push(step);
    host.notice(`${said.ok ? 'ok    ' : 'failed'}  ${name} (${step.seconds} s)\n`);
    if (!said.ok) report.error('step-failed', name, `${said.end}\n${lastWords(said, WORDS)}`);
    return said.ok;
  };

  if (!(await take('npm install', () => npm(['install'], around, { signal })))) return null;
  for (const [file, text] of [
    [MANIFEST, prepared.pin.manifest],
    [LOCK, prepared.pin.lock],
  ] as const)
    if (host.readText(path.join(around.cwd, file)) !== text) {
      report.error('unsettled-lock-file', file, '`npm install` changes it again');
      return null;
    }
  for (const script of SCRIPTS)
    if (!(await take(`npm run ${script}`, () => npmScript(script, around, { signal }))))
      return null;
  return steps;
}

/** Every transcript names the version; that and the order of lines are no news. */
function transcriptsThatDiffer(
  { from, to }: Prepared,
  before: Safekeeping,
  host: CompilerHost,
  { cwd }: Surroundings,
): string[] {
  const essence = (text: string | null): string =>
    (text ?? '').replaceAll(from, '#').replaceAll(to, '#').split('\n').sort().join('\n');
  return before
    .changedIn(TRANSCRIPTS)
    .filter(
      (file) => essence(before.before(file)) !== essence(host.readText(path.join(cwd, file))),
    );
}
