import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { hashFile, withTemporaryFolder } from '../system/folders.js';
import { npm } from '../system/npm.js';
import { CODEX_PACKAGE, platformOf, type Platform } from '../system/platforms.js';
import type { Progress } from '../system/progress.js';
import type { Surroundings } from '../system/surroundings.js';
import { unpack } from '../system/unpack.js';
import { explainNpm, PATIENCE } from './explain-npm.js';
import { runtimeInPackage } from './find-runtime.js';
import type { Runtime } from './runtime.js';

export interface FetchOptions {
  readonly cache: string;
  readonly around: Surroundings;
  readonly report: Report;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** What the cache remembers of a package beside its files. */
interface Receipt {
  readonly package: string;
  readonly integrity: string;
  readonly binarySha256: string;
}

const RECEIPT = 'fetched.json';

/** The runtime of one version for this machine. */
export async function fetchRuntime(
  version: string,
  options: FetchOptions,
): Promise<Runtime | null> {
  const { around, report } = options;
  const platform = platformOf(around);
  if (platform === undefined) {
    const machine = `${around.platform} on ${around.arch}`;
    report.error('runtime-not-found', version, `There is no runtime for ${machine}`);
    return null;
  }
  return fetchFor(platform, version, options);
}

/** The folder of the unpacked npm package that holds the runtime of one version for a platform. */
export async function fetchPackage(
  version: string,
  platform: Platform,
  options: FetchOptions,
): Promise<string | null> {
  const runtime = await fetchFor(platform, version, options);
  return runtime && packageIn(homeOf(platform, version, options));
}

/**
 * A runtime from the cache or else through the npm client, which compares what comes with the checksum
 * that the registry states. What is in the cache has to be what came then.
 */
async function fetchFor(
  platform: Platform,
  version: string,
  options: FetchOptions,
): Promise<Runtime | null> {
  const home = homeOf(platform, version, options);
  const kept = await fromCache(home, platform);
  if (kept !== null) return kept;

  const spec = `${CODEX_PACKAGE}@${version}-${platform.key}`;
  return withTemporaryFolder(options.cache, async (scratch) => {
    const receipt = await download(spec, scratch, platform, options);
    if (receipt === null) return null;
    fs.writeFileSync(path.join(scratch, RECEIPT), `${JSON.stringify(receipt, null, 2)}\n`);
    // Another command may have fetched the same meanwhile; either copy will do.
    fs.rmSync(home, { recursive: true, force: true });
    fs.renameSync(scratch, home);
    return fromCache(home, platform);
  });
}

function homeOf(platform: Platform, version: string, { cache }: FetchOptions): string {
  return path.join(cache, `${version}-${platform.key}`);
}

function packageIn(home: string): string {
  return path.join(home, 'package');
}

/** A runtime in the cache that is still what was fetched. */
async function fromCache(home: string, platform: Platform): Promise<Runtime | null> {
  const receipt = readReceipt(path.join(home, RECEIPT));
  const runtime = runtimeInPackage(packageIn(home), CODEX_PACKAGE, platform);
  if (receipt === null || runtime === null) return null;
  if ((await hashFile(runtime.binary, 'sha256', 'hex')) !== receipt.binarySha256) return null;
  return { ...runtime, integrity: receipt.integrity };
}

function readReceipt(file: string): Receipt | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Receipt;
  } catch {
    return null;
  }
}

/** Fetches and unpacks a package into `package/` of a folder. */
async function download(
  spec: string,
  folder: string,
  platform: Platform,
  { around, report, progress, signal }: FetchOptions,
): Promise<Receipt | null> {
  const packed = await progress.during(`fetching ${spec}`, () =>
    npm(
      ['pack', spec, '--json', '--ignore-scripts', '--pack-destination', folder, ...PATIENCE],
      around,
      signal && { signal },
    ),
  );
  const archive = packed.ok ? fs.readdirSync(folder).find((name) => name.endsWith('.tgz')) : null;
  if (archive === undefined || archive === null) {
    explainNpm(packed, spec, report);
    return null;
  }
  // npm has compared what came with what the registry states.
  const file = path.join(folder, archive);
  const integrity = `sha512-${await hashFile(file, 'sha512', 'base64')}`;
  try {
    await progress.fraction(`unpacking ${spec}`, (show) => unpack(file, folder, show, signal));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.error('damaged-package', spec, `It cannot be unpacked: ${reason}`);
    return null;
  }
  fs.rmSync(file);
  const runtime = runtimeInPackage(packageIn(folder), CODEX_PACKAGE, platform);
  if (runtime === null) {
    report.error('damaged-package', spec, `There is no runtime for ${platform.key} in it`);
    return null;
  }
  const binarySha256 = await hashFile(runtime.binary, 'sha256', 'hex');
  return { package: spec, integrity, binarySha256 };
}
