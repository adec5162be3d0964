import { afterAll, beforeAll } from 'vitest';
import { ScriptedModel } from '../../../runtime/testing/index.js';
import type {
  ConfigOverrides,
  Script,
  ScriptedModelOptions,
} from '../../../runtime/testing/index.js';
import { Runtime } from './runtime.js';

/** One model and one runtime for all tests of a file, which enqueue what they need. */
export interface Session {
  readonly model: ScriptedModel;
  readonly runtime: Runtime;
}

export function useSession(
  overrides: ConfigOverrides = {},
  options: ScriptedModelOptions = {},
  script: Script = [],
): Session {
  const session: { model?: ScriptedModel; runtime?: Runtime } = {};
  beforeAll(async () => {
    session.model = await ScriptedModel.start(script, options);
    session.runtime = await Runtime.start(session.model.configFor(overrides));
  });
  afterAll(async () => {
    await session.runtime?.[Symbol.asyncDispose]();
    await session.model?.close();
  });
  return session as Session;
}
