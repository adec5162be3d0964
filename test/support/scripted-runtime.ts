import { Codex, type CodexConfig } from '../../runtime/index.js';
import {
  type ConfigOverrides,
  type Script,
  ScriptedModel,
  type ScriptedModelOptions,
} from '../../runtime/testing/index.js';

/** The real runtime on a scripted model; both end with the test. */
export interface ScriptedRuntime extends AsyncDisposable {
  readonly codex: Codex;
  readonly model: ScriptedModel;
  readonly warnings: string[];
}

export async function scriptedRuntime(
  script: Script,
  config: CodexConfig = {},
  overrides: ConfigOverrides = {},
  options: ScriptedModelOptions = {},
): Promise<ScriptedRuntime> {
  const model = await ScriptedModel.start(script, options);
  const warnings: string[] = [];
  const codex = new Codex({
    ...model.configFor(overrides),
    onWarning: (message) => warnings.push(message),
    ...config,
  });
  return {
    codex,
    model,
    warnings,
    async [Symbol.asyncDispose]() {
      await codex.close();
      await model.close();
    },
  };
}
