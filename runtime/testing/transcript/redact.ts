/** What stands in a transcript where a secret stood. */
export const REDACTED = '[redacted]';

/** What else must not be written down. */
export interface RedactOptions {
  /** Texts to take out wherever they stand. */
  readonly secrets?: readonly string[] | undefined;
  /** Names of properties whose text is secret, such as `ticketId`; spelling conventions fall away. */
  readonly keys?: readonly string[] | undefined;
}

/** Ends of property and variable names, in small letters and nothing else, that hold secrets. */
const secretNames = [
  'accesskey',
  'accesskeyid',
  'apikey',
  'authorization',
  'codeverifier',
  'cookie',
  'credential',
  'credentials',
  'passphrase',
  'passwd',
  'password',
  'privatekey',
  'secret',
  'secretkey',
  'token',
  'usercode',
];

const assignable = 'api[_-]?key|access[_-]?key(?:[_-]?id)?|token|secret|passw(?:or)?d|passphrase';

/** Secrets by their shape. A capture group is kept. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:sk|rk|pk)-[\w-]{16,}/g,
  /\b(?:gh[opsur]_\w{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35})/g,
  /\b((?:Bearer|Basic)\s+)[\w.~+/=-]{8,}/gi,
  /(:\/\/)[^\s/:@"']+:[^\s/@"']+(?=@)/g,
  /([?&](?:access_token|api_key|code|code_challenge|id_token|key|sig|signature|state|token)=)[^&#\s"']+/gi,
  // An assignment, as in a file of variables, a command line, or JSON inside a text.
  new RegExp(`((?:${assignable})["'\\\\]*\\s*[=:]\\s*["'\\\\]*)[^\\s"'\\\\,;&]{8,}`, 'gi'),
];

const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Takes secrets out of what is written down: by the name of the property, by shape, and known ones.
 *
 * ```ts
 * const redactor = new Redactor({ secrets: [sessionKey] }, process.env);
 * ```
 */
export class Redactor {
  readonly #names: readonly string[];
  readonly #secrets: readonly string[];

  /** The values of secret variables in `env` are known secrets as well. */
  constructor(options: RedactOptions = {}, env: Readonly<Record<string, string | undefined>> = {}) {
    this.#names = [...secretNames, ...(options.keys ?? []).map(bare)];
    const fromEnvironment = Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && value.length >= 8 && this.#isSecret(name) ? [value] : [],
    );
    this.#secrets = [...(options.secrets ?? []), ...fromEnvironment].filter((text) => text !== '');
  }

  /** A JSON value without its secrets. What is not a text stays, so that it keeps fitting the schema. */
  value(value: unknown, key?: string): unknown {
    if (typeof value === 'string') {
      return key !== undefined && value !== '' && this.#isSecret(key) ? REDACTED : this.text(value);
    }
    if (Array.isArray(value)) return value.map((item) => this.value(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, this.value(member, name)]),
    );
  }

  /** A text without its secrets. */
  text(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, REDACTED);
    for (const shape of shapes) {
      clean = clean.replace(shape, (_match, kept: unknown) =>
        typeof kept === 'string' ? kept + REDACTED : REDACTED,
      );
    }
    return clean.includes('@') ? clean.replace(email, 'redacted@example.com') : clean;
  }

  #isSecret(name: string): boolean {
    const plain = bare(name);
    return this.#names.some((secret) => plain.endsWith(secret));
  }
}

function bare(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}
