import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { BUNDLE } from '../load/schema-folder.js';
import { hashFile, withTemporaryFolder } from '../system/folders.js';
import { lastWords, run, type Finished } from '../system/run.js';
import { reasonOf } from '../util/reason.js';
import type { Surroundings } from '../system/surroundings.js';
import { binaryVersion, type Ask } from './binary-version.js';
import type { Dump, Runtime } from './runtime.js';

const TIMEOUT_MS = 60_000;

/**
 * Asks a runtime for both of its schema bundles, each twice: a description that is not the same each
 * time would make every later comparison worthless.
 */
export function dumpSchema(
  runtime: Runtime,
  around: Surroundings,
  report: Report,
  signal?: AbortSignal,
): Promise<Dump | null> {
  return withTemporaryFolder(around.temporary, async (scratch) => {
    const home = path.join(scratch, 'home');
    fs.mkdirSync(home);
    const ask: Ask = (args) =>
      run(runtime.binary, args, {
        cwd: scratch,
        // The user's configuration has no say in what the protocol is.
        env: { ...around.env, CODEX_HOME: home },
        timeoutMs: TIMEOUT_MS,
        ...(signal && { signal }),
      });

    const runtimeVersion = await binaryVersion(runtime, ask, report);
    if (runtimeVersion === null) return null;
    const stable = await bundle('stable', [], scratch, runtime, ask, report);
    if (stable === null) return null;
    const experimental = await bundle(
      'experimental',
      ['--experimental'],
      scratch,
      runtime,
      ask,
      report,
    );
    if (experimental === null) return null;
    return {
      runtimeVersion,
      source: runtime.source,
      integrity: runtime.integrity,
      binarySha256: await hashFile(runtime.binary, 'sha256', 'hex'),
      stable: stable.text ?? '',
      experimental: experimental.text,
    };
  });
}

/** One bundle, dumped twice; its text is null if the runtime does not know such a bundle. */
async function bundle(
  name: 'stable' | 'experimental',
  flags: readonly string[],
  scratch: string,
  runtime: Runtime,
  ask: Ask,
  report: Report,
): Promise<{ readonly text: string | null } | null> {
  const dumps: Buffer[] = [];
  for (const turn of ['first', 'second']) {
    const out = path.join(scratch, `${name}-${turn}`);
    fs.mkdirSync(out);
    const said = await ask(['app-server', 'generate-json-schema', ...flags, '--out', out]);
    if (!said.ok && isUnknown(said, '--experimental')) {
      const loss = 'It cannot describe its experimental surface: only the stable one is pulled';
      report.warning('runtime-too-old', runtime.binary, loss);
      return { text: null };
    }
    if (!said.ok) {
      const old = isUnknown(said, 'generate-json-schema') || isUnknown(said, 'app-server');
      const command = `\`codex app-server generate-json-schema\` ended with ${said.end}`;
      const code = old ? 'runtime-too-old' : 'dump-failed';
      report.error(code, runtime.binary, `${command}: ${lastWords(said)}`);
      return null;
    }
    const file = path.join(out, BUNDLE);
    if (!fs.existsSync(file)) {
      const found = fs.readdirSync(out).sort().slice(0, 5).join(', ') || 'nothing';
      report.error('runtime-too-old', runtime.binary, `It wrote no \`${BUNDLE}\`, but ${found}`);
      return null;
    }
    dumps.push(fs.readFileSync(file));
  }
  const [first, second] = dumps;
  if (first === undefined || second === undefined || !first.equals(second)) {
    const problem = `Two dumps of its ${name} bundle differ`;
    report.error('unstable-dump', runtime.binary, problem);
    return null;
  }
  const text = first.toString('utf8');
  const damage = damageOf(text);
  if (damage !== null) {
    report.error('dump-failed', runtime.binary, `Its ${name} bundle is not JSON: ${damage}`);
    return null;
  }
  return { text };
}

/** What is wrong with a text that should be JSON. */
function damageOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/** True if the runtime's argument parser refused a word. */
function isUnknown({ stderr }: Finished, word: string): boolean {
  return /unexpected argument|unrecognized subcommand/.test(stderr) && stderr.includes(word);
}
