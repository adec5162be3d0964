import { fetchRuntime, type FetchOptions } from './fetch-runtime.js';
import { givenRuntime, installedRuntime } from './find-runtime.js';
import { isExactVersion, type Runtime } from './runtime.js';

/** Which runtime a user asked for; without a choice it is the installed one. */
export interface RuntimeChoice {
  readonly codexBin?: string;
  readonly runtimeVersion?: string;
}

export async function chooseRuntime(
  { codexBin, runtimeVersion }: RuntimeChoice,
  options: FetchOptions,
): Promise<Runtime | null> {
  const { around, report } = options;
  if (codexBin !== undefined && runtimeVersion !== undefined) {
    const both = 'A binary and a version exclude each other';
    report.error('contradictory-options', '--codex-bin', both);
    return null;
  }
  if (codexBin !== undefined) return givenRuntime(codexBin, around, report);
  if (runtimeVersion !== undefined) return runtimeOfVersion(runtimeVersion, options);
  const installed = installedRuntime(around);
  if (installed === null)
    report.error('runtime-not-found', around.cwd, 'No runtime is installed in this project');
  return installed;
}

/** The runtime of a version: the installed one, where it is that, else from the cache or the registry. */
export async function runtimeOfVersion(
  version: string,
  options: FetchOptions,
): Promise<Runtime | null> {
  if (!isExactVersion(version)) {
    const problem = 'Not one exact version, such as 0.169.0';
    options.report.error('unknown-version', version, problem);
    return null;
  }
  const installed = installedRuntime(options.around);
  return installed?.version === version ? installed : fetchRuntime(version, options);
}
