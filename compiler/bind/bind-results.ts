import type { DiagnosticCode } from '../diagnostics/catalogue.js';
import type { Report } from '../diagnostics/report.js';
import type { Message } from '../model/envelope.js';
import type { Model } from '../model/model.js';
import { referencesIn } from '../model/walk.js';
import type { Overlay } from '../overlay/overlay.js';
import { likeliest } from './candidates.js';
import { bindByName, responsesOf, type Bound } from './results.js';

export interface BindOptions {
  /** Types what stays unbound as `unknown` instead of failing. */
  readonly lenient: boolean;
}

/**
 * Binds every request to its result: by rule, then by overlay. Then both sides are counted: a method
 * without a result and a result without a method are each a sign that something was missed.
 */
export function bindResults(
  messages: readonly Message[],
  model: Model,
  overlay: Overlay,
  options: BindOptions,
  report: Report,
): ReadonlyMap<Message, Bound> {
  const taken = new Set(
    [...model.declarations.values()].flatMap((declaration) => referencesIn(declaration.type)),
  );
  const bound = bindByName(messages, model, taken);
  applyOverlay(messages, model, overlay, bound, report);

  const used = new Set([...bound.values()].map((binding) => binding.declaration));
  const unused = [...responsesOf(model).values()].filter(
    (response) => !used.has(response) && !taken.has(response.pointer),
  );
  for (const message of messages) {
    if (bound.has(message)) continue;
    const missing = overlay.results.get(message.method)?.result;
    const why =
      missing === undefined ? '' : ` (the overlay names \`${missing}\`, which is not there)`;
    say(
      'unbound-method',
      `${model.path}${message.pointer}`,
      `No result is known for \`${message.method}\`${why}; ${listed('likeliest', candidates(message))}`,
    );
  }
  for (const response of unused) {
    const methods = messages
      .filter((message) => !bound.has(message))
      .map((message) => quote(message.method));
    say(
      'unused-response',
      `${model.path}${response.pointer}`,
      `\`${response.name}\` answers no method; ${listed('methods without a result', methods)}`,
    );
  }
  return bound;

  /** What is free, then what answers another method and might answer this one too. */
  function candidates({ method }: Message): string[] {
    const free = likeliest(
      method,
      unused.map((response) => response.name),
    );
    const answered = new Map(
      [...bound].map(([message, { declaration }]) => [declaration.name, message.method]),
    );
    const shared = likeliest(method, answered.keys());
    return [
      ...free.map(quote),
      ...shared.map((name) => `${quote(name)} (answers ${quote(answered.get(name) ?? '')})`),
    ].slice(0, 3);
  }

  function say(code: DiagnosticCode, pointer: string, message: string): void {
    if (options.lenient) report.warning(code, pointer, message);
    else report.error(code, pointer, message);
  }
}

function applyOverlay(
  messages: readonly Message[],
  model: Model,
  overlay: Overlay,
  bound: Map<Message, Bound>,
  report: Report,
): void {
  const byName = new Map(
    [...model.declarations.values()].map((declaration) => [declaration.name, declaration]),
  );
  for (const message of messages) {
    const entry = overlay.results.get(message.method);
    const declaration = entry && byName.get(entry.result);
    if (declaration === undefined) continue;
    const ruled = bound.get(message);
    if (ruled !== undefined && ruled.declaration !== declaration)
      report.error(
        'overlay-contradiction',
        `${model.path}${message.pointer}`,
        `The overlay answers \`${message.method}\` with \`${declaration.name}\`, but the rule (${ruled.by}) with \`${ruled.declaration.name}\``,
      );
    else if (ruled === undefined) bound.set(message, { declaration, by: 'overlay' });
  }
}

function listed(label: string, items: readonly string[]): string {
  return `${label}: ${items.length === 0 ? 'none' : items.join(', ')}`;
}

function quote(name: string): string {
  return `\`${name}\``;
}
