import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { JsonSchema } from '../schema/json-schema.js';

/**
 * What a turn's final response shall look like: a Standard Schema that gives its JSON Schema (zod
 * 4.2 or newer, arktype 2.1.28 or newer, valibot through `toStandardJsonSchema()` of
 * `@valibot/to-json-schema`), or a JSON Schema.
 */
export type OutputSchema = StandardSchemaV1 | JsonSchema;

export interface OutputOptions {
  /**
   * Asks for a final response of this form, as JSON; `output` of the result is then parsed and
   * validated. The model gets a strict copy of the schema, in which an optional property is required
   * and nullable; nulls that come of that are taken out again before the response is validated.
   * A limit that strict mode has no keyword for, such as `minLength`, becomes part of the
   * description; anything else that it cannot say, such as a map, is refused with
   * `InvalidParamsError` before the turn is started. Default: a response of any form.
   */
  readonly outputSchema?: OutputSchema | null | undefined;
  /**
   * False sends `outputSchema` as it is. The runtime asks the model to keep to it strictly all the
   * same, so it is for models whose provider takes more schemas than OpenAI does. Default true.
   */
  readonly strictOutput?: boolean | undefined;
}
