import { compile, type CompiledModel } from '../../../compiler/compile.js';
import { pinnedInputs } from './schemas.js';

/** What the compiler understands of the schema that the project pins. */
export async function pinnedModel(): Promise<CompiledModel> {
  const { model } = await compile(pinnedInputs(), { lenient: false, modelOnly: true });
  if (model === null) throw new Error('The pinned schema does not compile');
  return model;
}
