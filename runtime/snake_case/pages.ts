import { respelledError } from './errors.js';
import { respelled, type Respelled } from './protocol-data.js';

/** What the root lists, in this spelling. It is asked for when it is first read. */
export async function* respelledPages<Type extends keyof Respelled>(
  type: Type,
  list: () => AsyncIterable<Respelled[Type][0]>,
): AsyncGenerator<Respelled[Type][1], void, undefined> {
  try {
    for await (const value of list()) yield respelled(type, value);
  } catch (error) {
    throw respelledError(error);
  }
}
