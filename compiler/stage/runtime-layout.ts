import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../diagnostics/report.js';
import { PLATFORMS, type Platform } from '../system/platforms.js';
import { readJsonFile } from './project.js';

/** The files of a runtime for one platform, found in a package. */
export interface RuntimeLayout {
  readonly platform: Platform;
  /** The folder that is to become `vendor/<triple>`. */
  readonly folder: string;
  readonly version: string;
  /** All files below it, relative to it, with `/`. */
  readonly files: readonly string[];
}

const LAYOUT = 'codex-package.json';

/**
 * Finds the runtime in an unpacked package: an npm platform package, which has it under
 * `vendor/<triple>`, or the bare package, which is it. Reports all that is missing or has no business
 * there.
 */
export function readRuntimeLayout(root: string, report: Report): RuntimeLayout | null {
  const folder = fs.existsSync(path.join(root, LAYOUT)) ? root : soleVendor(root, report);
  if (folder === null) return null;
  const description = readJsonFile(path.join(folder, LAYOUT));
  const platform = PLATFORMS.find(({ triple }) => triple === description?.['target']);
  const version = description?.['version'];
  if (platform === undefined || typeof version !== 'string') {
    const problem = `No \`${LAYOUT}\` that tells a version and a known platform`;
    report.error('incomplete-runtime', folder, problem);
    return null;
  }
  if (folder !== root && path.basename(folder) !== platform.triple) {
    const problem = `The runtime in it is for ${platform.triple}`;
    report.error('incomplete-runtime', folder, problem);
  }
  const files = regularFiles(folder, '', report);
  checkComplete(folder, platform, files, report);
  checkManifest(root, platform, version, report);
  return { platform, folder, version, files };
}

function soleVendor(root: string, report: Report): string | null {
  const vendor = path.join(root, 'vendor');
  const triples = fs.existsSync(vendor) ? fs.readdirSync(vendor) : [];
  const [sole] = triples;
  if (sole !== undefined && triples.length === 1) return path.join(vendor, sole);
  const found = triples.length === 0 ? 'none' : triples.join(', ');
  const problem = `It has to hold the runtime for exactly one platform, but holds ${found}`;
  report.error('incomplete-runtime', root, problem);
  return null;
}

/** What every release of the runtime consists of. */
function checkComplete(
  folder: string,
  { exe }: Platform,
  files: readonly string[],
  report: Report,
): void {
  for (const program of [`bin/codex${exe}`, `bin/codex-code-mode-host${exe}`]) {
    if (!files.includes(program))
      report.error('incomplete-runtime', folder, `\`${program}\` is missing`);
    else if (exe === '' && (fs.statSync(path.join(folder, program)).mode & 0o111) === 0)
      report.error('incomplete-runtime', folder, `\`${program}\` cannot be run`);
  }
  for (const part of ['codex-path', 'codex-resources'])
    if (!files.some((file) => file.startsWith(`${part}/`)))
      report.error('incomplete-runtime', folder, `\`${part}/\` is missing or empty`);
}

/** The package around the runtime, where there is one, speaks of the same runtime. */
function checkManifest(root: string, platform: Platform, version: string, report: Report): void {
  const manifest = readJsonFile(path.join(root, 'package.json'));
  const stated = manifest?.['version'];
  if (stated === undefined || stated === version || stated === `${version}-${platform.key}`) return;
  const claim = `Its package states ${JSON.stringify(stated)}, the runtime in it ${version}`;
  report.error('version-mismatch', root, claim);
}

/** The files below a folder in a fixed order; anything but plain files and folders is reported. */
function regularFiles(root: string, below: string, report: Report): string[] {
  const entries = fs.readdirSync(path.join(root, below), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return regularFiles(root, file, report);
      if (entry.isFile()) return [file];
      const kind = entry.isSymbolicLink() ? 'a symbolic link' : 'no plain file';
      report.error('irregular-file', path.join(root, file), `It is ${kind}`);
      return [];
    });
}
