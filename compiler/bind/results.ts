import type { Message } from '../model/envelope.js';
import type { Declaration, Model } from '../model/model.js';
import type { Pointer } from '../util/pointer.js';
import { pascalCase } from '../util/words.js';
import { isSubset, wordSet } from './candidates.js';
import type { Binding } from './method.js';

const RESPONSE = 'Response';

export interface Bound {
  readonly declaration: Declaration;
  readonly by: Binding;
}

/** The definitions that might answer a method. */
export function responsesOf(model: Model): ReadonlyMap<string, Declaration> {
  return new Map(
    [...model.declarations.values()]
      .filter((declaration) => declaration.name.endsWith(RESPONSE))
      .map((declaration) => [declaration.name, declaration]),
  );
}

/**
 * Finds the results that names give away. No artefact of the runtime links methods to results, so
 * what is not certain stays unbound.
 *
 * @param taken the definitions that other definitions refer to
 */
export function bindByName(
  messages: readonly Message[],
  model: Model,
  taken: ReadonlySet<Pointer>,
): Map<Message, Bound> {
  const responses = responsesOf(model);
  const bound = new Map<Message, Bound>();
  for (const message of messages) {
    const byParams = responses.get(paramsName(message, model).replace(/Params$/, RESPONSE));
    const byMethod = responses.get(pascalCase(message.method) + RESPONSE);
    if (byParams !== undefined) bound.set(message, { declaration: byParams, by: 'params name' });
    else if (byMethod !== undefined)
      bound.set(message, { declaration: byMethod, by: 'method name' });
  }
  bindByWords(
    'words',
    (response, method) => isSubset(response, method) && isSubset(method, response),
  );
  bindByWords('fewer words', (response, method) => response.size > 1 && isSubset(response, method));
  bindByWords('more words', (response, method) => method.size > 1 && isSubset(method, response));
  return bound;

  /** Binds what is unbound to what is unused, where each has no choice but the other. */
  function bindByWords(
    by: Binding,
    match: (response: ReadonlySet<string>, method: ReadonlySet<string>) => boolean,
  ): void {
    const used = new Set([...bound.values()].map((binding) => binding.declaration));
    const unused = [...responses.values()].filter(
      (response) => !used.has(response) && !taken.has(response.pointer),
    );
    const matches = messages
      .filter((message) => !bound.has(message))
      .flatMap((message) => unused.map((declaration) => ({ message, declaration })))
      .filter(({ message, declaration }) =>
        match(wordSet(declaration.name.slice(0, -RESPONSE.length)), wordSet(message.method)),
      );
    for (const { message, declaration } of matches) {
      const rivals = matches.filter(
        (other) => other.message === message || other.declaration === declaration,
      );
      if (rivals.length === 1) bound.set(message, { declaration, by });
    }
  }
}

/** The name of the definition that the params refer to; empty if they do not. */
function paramsName(message: Message, model: Model): string {
  const type = message.params?.kind === 'nullable' ? message.params.type : message.params;
  return type?.kind === 'reference' ? (model.declarations.get(type.to)?.name ?? '') : '';
}
