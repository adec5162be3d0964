import { assignedSecrets } from './assignments.js';
import { base64OfText, holdsBase64, textOfBase64 } from './base64.js';
import { KnownSecrets } from './known-secrets.js';
import { endsLike, isCount, isSecretName } from './names.js';
import { REDACTED, REDACTED_ADDRESS } from './redacted.js';
import { address, shapedSecrets } from './shapes.js';
import { type Span, without } from './spans.js';
import { isPath, isStandIn, isWord } from './words.js';

/** What else must not be written down. */
export interface RedactOptions {
  /** Texts to take out wherever they stand. */
  readonly secrets?: readonly string[] | undefined;
  /** Names of properties whose text is secret, such as `ticketId`; spelling conventions fall away. */
  readonly keys?: readonly string[] | undefined;
}

/** Members of a JSON schema whose own members are named after what is described, not after what they hold. */
const schemaMembers: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs']);

/** Whether what a value is part of has a telling name: itself, or something around it. */
type Place = 'plain' | 'secret' | 'within';

/**
 * Takes secrets out of what is written down: by the names of properties and variables, by shape, and
 * known ones. What it has once seen under a telling name is known from then on.
 *
 * ```ts
 * const redactor = new Redactor({ secrets: [sessionKey] }, process.env);
 * ```
 */
export class Redactor {
  readonly #keys: readonly string[];
  readonly #known: KnownSecrets = new KnownSecrets();

  /** The values of secret variables in `env` are known secrets as well. */
  constructor(options: RedactOptions = {}, env: Readonly<Record<string, string | undefined>> = {}) {
    this.#keys = options.keys ?? [];
    for (const secret of options.secrets ?? []) this.#known.add(secret, false);
    for (const [name, value] of Object.entries(env)) {
      if (value !== undefined && value.length >= 8 && this.#isSecret(name, value)) this.know(value);
    }
  }

  /** Takes this text out of everything that follows; a short one only where it stands alone. */
  know(secret: string): void {
    this.#known.add(secret);
  }

  /** A JSON value without its secrets. What is not a text stays, so that it keeps fitting the schema. */
  value(value: unknown, key?: string): unknown {
    this.#learn(value, key);
    return this.#clean(value, key, 'plain');
  }

  /** A text without its secrets. */
  text(text: string): string {
    const spans: Span[] = [
      ...this.#known.in(text),
      ...shapedSecrets(text),
      ...assignedSecrets(text, (name) => this.#isSecretName(name)),
    ];
    const clean = without(text, spans, REDACTED);
    return clean.includes('@') ? clean.replace(address, REDACTED_ADDRESS) : clean;
  }

  #clean(value: unknown, key: string | undefined, around: Place): unknown {
    if (typeof value === 'string') return this.#cleanText(value, key, around);
    if (Array.isArray(value)) return value.map((item) => this.#clean(item, key, around));
    if (typeof value !== 'object' || value === null) return value;
    const isSchema = key !== undefined && schemaMembers.has(key);
    const isWithin = around !== 'plain' || (key !== undefined && this.#isSecretName(key));
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        if (isSchema && typeof member === 'object')
          return [name, this.#clean(member, undefined, 'plain')];
        return [name, this.#clean(member, name, isWithin ? 'within' : 'plain')];
      }),
    );
  }

  #cleanText(text: string, key: string | undefined, around: Place): string {
    if (text === '') return text;
    // What tells one kind of object from another is needed to read it.
    if (around === 'within' && key !== 'type') return REDACTED;
    if (key === undefined) return this.text(text);
    if (this.#isSecret(key, text)) return REDACTED;
    const hidden = holdsBase64(key) ? textOfBase64(text) : undefined;
    if (hidden === undefined) return this.text(text);
    const clean = this.text(hidden);
    return clean === hidden ? text : base64OfText(clean);
  }

  /** Remembers what goes by a telling name, unless it may as well be an ordinary word. */
  #learn(value: unknown, key: string | undefined): void {
    if (typeof value === 'string') {
      if (key === undefined || !this.#isSecret(key, value)) return;
      // As in `Bearer …`: what is secret comes after the scheme.
      const secret = value.slice(value.lastIndexOf(' ') + 1);
      for (const text of new Set([value, secret])) {
        if (text.length >= 8 && !isWord(text) && !isStandIn(text)) this.know(text);
      }
      return;
    }
    if (Array.isArray(value)) {
      for (const item of value) this.#learn(item, key);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) this.#learn(member, name);
    }
  }

  #isSecret(name: string, text: string): boolean {
    if (!this.#isSecretName(name) || isCount(name, text)) return false;
    return !(isPath(text) && /pwd$/i.test(name));
  }

  #isSecretName(name: string): boolean {
    return isSecretName(name) || endsLike(name, this.#keys);
  }
}
