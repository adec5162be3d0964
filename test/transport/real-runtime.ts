import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runtimeArguments, type ConfigOverrides } from '../../runtime/process/arguments.js';
import { mergeEnvironment } from '../../runtime/process/environment.js';
import { locateCodex } from '../../runtime/process/locate.js';
import type { StdioTransportOptions } from '../../runtime/transport/stdio.js';

/** The binary that the tests run. */
export const CODEX: string = locateCodex({ env: {} }).path;

const CONFIG = `
check_for_update_on_startup = false
[analytics]
enabled = false
[features]
plugins = false
apps = false
`;

const homes: string[] = [];

/** A home for the runtime in which it does nothing by itself. */
export async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'codex-home-'));
  homes.push(home);
  await writeFile(join(home, 'config.toml'), CONFIG);
  return home;
}

export async function removeHomes(): Promise<void> {
  // The runtime may still be writing its logs while it is killed.
  const options = { recursive: true, force: true, maxRetries: 5 };
  await Promise.all(homes.splice(0).map((home) => rm(home, options)));
}

/** Options for the real runtime over stdio. */
export function realRuntime(home: string, overrides: ConfigOverrides = {}): StdioTransportOptions {
  return {
    command: CODEX,
    args: runtimeArguments(overrides),
    env: mergeEnvironment(process.env, { CODEX_HOME: home }),
  };
}

/** A request as text. */
export function request(id: number, method: string, params: unknown = {}): string {
  return JSON.stringify({ id, method, params });
}

export const INITIALIZE: string = request(0, 'initialize', {
  clientInfo: { name: 'test', version: '0' },
});
