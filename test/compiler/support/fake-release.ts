import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFakePackage, writeJson } from './fake-codex.js';
import type { Registry } from './registry.js';

/**
 * Publishes a fake runtime as its makers do: one package that names one for each platform, of which
 * the registry has that of linux-x64 only.
 */
export function publishFakeRuntime(registry: Registry, scratch: string, version: string): void {
  const platforms = ['linux-x64', 'win32-x64'];
  const manifest = {
    bin: { codex: 'bin/codex.js' },
    optionalDependencies: Object.fromEntries(
      platforms.map((key) => [`@openai/codex-${key}`, `npm:@openai/codex@${version}-${key}`]),
    ),
  };
  const main = join(scratch, `${version}-main`);
  writeJson(join(main, 'package', 'package.json'), { name: '@openai/codex', version, ...manifest });
  registry.publish(version, packed(main), { manifest });
  const platform = join(scratch, `${version}-linux-x64`);
  writeFakePackage(join(platform, 'package'), { version });
  registry.publish(`${version}-linux-x64`, packed(platform), {
    manifest: { os: ['linux'], cpu: ['x64'] },
  });
}

/** The archive of a folder with a `package` in it. */
export function packed(folder: string): Buffer {
  return execFileSync('tar', ['-czf', '-', '-C', folder, 'package'], { maxBuffer: 1 << 24 });
}
