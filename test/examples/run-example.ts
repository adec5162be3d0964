import { resolve } from 'node:path';
import { inject } from 'vitest';
import type { ConfigOverrides, Script, ScriptedModelOptions } from '../../runtime/testing/index.js';
import { ScriptedModel } from '../../runtime/testing/index.js';
import { root, run, type RunResult } from '../support/run.js';

export interface ExampleCase {
  readonly script: Script;
  readonly overrides?: ConfigOverrides;
  readonly model?: ScriptedModelOptions;
  readonly env?: NodeJS.ProcessEnv;
  /** Arguments of the program, given the home that points a runtime at the model. */
  readonly args?: (codexHome: string) => readonly string[];
}

/** How a TypeScript program is run. */
export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly args?: readonly string[];
  /** By which it finds the SDK. Default: the one that leads to the built package. */
  readonly tsconfig?: string;
}

/** Runs a program of this repository as a user would, on a scripted model. */
export async function runExample(path: string, example: ExampleCase): Promise<RunResult> {
  await using model = await ScriptedModel.start(example.script, example.model);
  const { env, cwd } = model.configFor(example.overrides);
  const args = example.args?.(env.CODEX_HOME) ?? [];
  return await runProgram(path, { env: { ...env, ...example.env }, cwd, args });
}

/** Runs a TypeScript program of this repository. */
export function runProgram(
  path: string,
  { env, cwd = root, args = [], tsconfig = inject('builtSdk') }: ProgramOptions = {},
): Promise<RunResult> {
  return run(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), resolve(root, path), ...args],
    { env: { ...process.env, ...env, TSX_TSCONFIG_PATH: tsconfig }, cwd },
  );
}
