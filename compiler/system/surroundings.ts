import os from 'node:os';
import process from 'node:process';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a command runs: what it would otherwise ask the process for. */
export interface Surroundings {
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly env: Environment;
  readonly platform: string;
  readonly arch: string;
  /** The folder for what lives as long as a command. */
  readonly temporary: string;
}

export function surroundings(): Surroundings {
  return {
    cwd: process.cwd(),
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    temporary: os.tmpdir(),
  };
}
