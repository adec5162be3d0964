import { invalidParams } from '../../options/invalid-params.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { prune } from './prune.js';
import { readSchema } from './read.js';
import { renderStrict } from './render.js';

/** A schema as strict mode wants it, and the way back. */
export interface StrictSchema {
  /** A copy of its own: every property required, optional ones nullable, no object open. */
  readonly schema: Record<string, unknown>;
  /** Takes out, in place, the nulls that stand for absent properties because of the copy. */
  prune(reply: unknown): void;
}

/**
 * Makes the strict copy of a schema.
 *
 * @throws InvalidParamsError if strict mode cannot say it; the message has a pointer to each place.
 */
export function strictSchema(method: string, schema: JsonSchema): StrictSchema {
  const result = readSchema(schema);
  if ('problems' in result) {
    const lines = result.problems.map(({ at, problem }) => `\n- ${at}: ${problem}`).join('');
    throw invalidParams(
      method,
      'strict output cannot be asked for with this `outputSchema`; change it, or send it as it is ' +
        `with \`strictOutput: false\`:${lines}`,
    );
  }
  const { read } = result;
  return {
    schema: renderStrict(read),
    prune: (reply) => {
      prune(read.root, reply);
    },
  };
}
