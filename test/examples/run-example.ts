import { join, resolve } from 'node:path';
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
  /** By which it finds the SDK. Default: the one of this repository, which leads to the source. */
  readonly tsconfig?: string | undefined;
}

/** Runs a program of this repository as a user would, on a scripted model. */
export async function runExample(
  path: string,
  example: ExampleCase,
  tsconfig?: string,
): Promise<RunResult> {
  await using model = await ScriptedModel.start(example.script, example.model);
  const { env, cwd } = model.configFor(example.overrides);
  const args = example.args?.(env.CODEX_HOME) ?? [];
  return await runProgram(path, { env: { ...env, ...example.env }, cwd, args, tsconfig });
}

/** Runs a TypeScript program of this repository. */
export function runProgram(
  path: string,
  { env, cwd = root, args = [], tsconfig = join(root, 'tsconfig.json') }: ProgramOptions = {},
): Promise<RunResult> {
  return run(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), resolve(root, path), ...args],
    { env: { ...process.env, ...env, TSX_TSCONFIG_PATH: tsconfig }, cwd },
  );
}
