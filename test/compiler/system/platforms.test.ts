import { expect, it } from 'vitest';
import {
  CODEX_PACKAGE,
  platformOf,
  PLATFORMS,
  runtimePackageName,
} from '../../../compiler/system/platforms.js';
import { platformNames } from '../../../runtime/process/platform.js';

it('names platforms and packages as the client looks for them', () => {
  for (const platform of PLATFORMS) {
    expect(platformNames(platform.os, platform.cpu)).toEqual({
      key: platform.key,
      triple: platform.triple,
      codexPackage: `${CODEX_PACKAGE}-${platform.key}`,
      runtimePackage: runtimePackageName(platform),
      executable: `codex${platform.exe}`,
    });
  }
});

it('knows as many as the client', () => {
  for (const platform of ['linux', 'android', 'darwin', 'win32', 'freebsd'])
    for (const arch of ['x64', 'arm64', 'ia32'])
      expect(platformOf({ platform, arch })?.key).toBe(platformNames(platform, arch)?.key);
});
