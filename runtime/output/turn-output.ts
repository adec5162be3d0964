import { schemaSource } from '../schema/schema-source.js';
import type { TurnResult } from '../session/turn-result.js';
import type { OutputOptions } from './output-schema.js';
import { OutputValidationError } from './output-validation-error.js';
import { strictSchema } from './strict/strict-schema.js';

/** What a turn was asked to answer with, and how to read its answer. */
export interface TurnOutput {
  /** The schema that the model gets. */
  readonly schema: object;
  /** Makes ready to validate. Rejects with InvalidParamsError if the schema itself is wrong. */
  prepare(): Promise<void>;
  /**
   * The parsed and validated final response of a turn that has ended. Undefined for one that did
   * not complete, which owes no answer.
   *
   * @throws OutputValidationError if the response does not fit, or is missing.
   */
  read(result: TurnResult<undefined>): Promise<unknown>;
}

/**
 * The output that the options ask for; undefined if they ask for none.
 *
 * @throws InvalidParamsError if the schema cannot be sent.
 */
export function turnOutput(
  method: string,
  { outputSchema, strictOutput = true }: OutputOptions,
): TurnOutput | undefined {
  if (outputSchema === undefined || outputSchema === null) return undefined;
  const source = schemaSource(method, '`outputSchema`', outputSchema);
  const strict = strictOutput ? strictSchema(method, source.jsonSchema) : undefined;
  return {
    schema: strict?.schema ?? source.jsonSchema,
    prepare: () => source.prepare(),
    read: async (result) => {
      if (result.status !== 'completed') return undefined;
      const reply = parse(result);
      strict?.prune(reply);
      const checked = await source.check(reply);
      if ('issues' in checked) throw new OutputValidationError(result, checked.issues);
      return checked.value;
    },
  };
}

function parse(result: TurnResult<undefined>): unknown {
  const { finalResponse: text } = result;
  if (text === null) {
    throw new OutputValidationError(result, [
      { message: 'the turn ended without a final response', path: [] },
    ]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new OutputValidationError(result, [{ message, path: [] }], { cause: error });
  }
}
