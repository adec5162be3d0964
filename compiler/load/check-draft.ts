import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Report } from '../diagnostics/report.js';
import type { RawDefinition } from './definitions.js';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

let compiled: ValidateFunction | undefined;

function metaSchema(): ValidateFunction {
  compiled ??= new Ajv({ strict: false, logger: false }).getSchema(DRAFT_07);
  if (compiled === undefined) throw new Error(`ajv does not know ${DRAFT_07}`);
  return compiled;
}

/** Checks each definition against the draft-07 meta-schema, so that later phases may trust shapes. */
export function checkDraft(
  path: string,
  definitions: readonly RawDefinition[],
  report: Report,
): boolean {
  const fits = metaSchema();
  let valid = true;
  for (const definition of definitions) {
    if (fits(definition.json)) continue;
    valid = false;
    for (const error of deepest(fits.errors ?? []))
      report.error(
        'invalid-schema',
        `${path}${definition.pointer}${error.instancePath}`,
        `Not draft-07: ${error.message ?? error.keyword}`,
      );
  }
  return valid;
}

/** An alternative that failed says less than the reasons below it. */
function deepest(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const depth = Math.max(0, ...errors.map((error) => error.instancePath.length));
  return errors.filter((error) => error.instancePath.length === depth).slice(0, 1);
}
