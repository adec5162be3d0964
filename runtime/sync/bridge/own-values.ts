import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isThenable } from '../../options/shapes.js';
import { verdict } from '../../schema/verdict.js';
import { isPlain } from './pack.js';

/** Holds a value that stays on the calling thread. What crosses is a stand-in, which comes back as the value. */
export class Own {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/**
 * What a schema said, to be sent. What it made of a value may be anything, of which a clone keeps the
 * data at best, and only the program uses it. A promise is passed on: whoever called refuses it.
 */
export function verdictToSend(said: unknown): unknown {
  if (isThenable(said)) return said;
  const checked = verdict(said as StandardSchemaV1.Result<unknown>);
  if ('issues' in checked || isPlain(checked.value)) return checked;
  return { value: new Own(checked.value) };
}
