import { join } from 'node:path';
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

/** Runs a program of this repository as a user would, on a scripted model. */
export async function runExample(path: string, example: ExampleCase): Promise<RunResult> {
  await using model = await ScriptedModel.start(example.script, example.model);
  const { env, cwd } = model.configFor(example.overrides);
  const args = example.args?.(env.CODEX_HOME);
  return await runProgram(path, { ...env, ...example.env }, cwd, args);
}

/** Runs a TypeScript program of this repository. */
export function runProgram(
  path: string,
  env: NodeJS.ProcessEnv = {},
  cwd: string = root,
  more: readonly string[] = [],
): Promise<RunResult> {
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const args = [tsx, '--tsconfig', join(root, 'tsconfig.json'), join(root, path), ...more];
  return run(process.execPath, args, { env: { ...process.env, ...env }, cwd });
}
