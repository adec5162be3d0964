/**
 * Ends of names that hold secrets: words in the singular, in small letters, with nothing between them.
 * So `apiKeys`, `X-Api-Key` and `OPENAI_API_KEY` all end in `apikey`.
 */
const endings: readonly string[] = [
  'accesskey',
  'accesskeyid',
  'accountkey',
  'apikey',
  'authcode',
  'authkey',
  'authorizationcode',
  'bearer',
  'codeverifier',
  'cookie',
  'credential',
  'devicecode',
  'encryptionkey',
  'jwt',
  'masterkey',
  'passcode',
  'passphrase',
  'passwd',
  'password',
  'privatekey',
  'secret',
  'secretkey',
  'servicekey',
  'sessionkey',
  'signingkey',
  'token',
  'usercode',
  'verificationcode',
];

/** Whole names, for the same words at the end of longer ones tell about a permission. */
const names: ReadonlySet<string> = new Set([
  'authorization',
  'httpauthorization',
  'proxyauthorization',
  'xauthorization',
]);

/** Words too short to be told at the end of another one: these stand alone. */
const words: ReadonlySet<string> = new Set(['otp', 'pwd']);

/** Last words that mean a secret only after one that says of what, as in `dbPass`. */
const lastWords: ReadonlySet<string> = new Set(['pass', 'pat', 'pw']);

/** What may come before `pass` in names that are no variables, for a pass is many things. */
const passOwners: ReadonlySet<string> = new Set(
  'admin auth basic database db ftp http imap ldap login mail mongo mysql pg postgres proxy redis root smtp ssh user'.split(
    ' ',
  ),
);

/** Keys in the names of variables that open nothing. */
const plainKeys: ReadonlySet<string> = new Set(
  'cache foreign hash host hot index issue map object partition primary project public sort unique'.split(
    ' ',
  ),
);

/** First words, in the singular, of names that ask, such as `isSecret`: they hold the answer. */
const questions: ReadonlySet<string> = new Set(['has', 'is', 'need', 'require', 'use']);

/** Variables of a shell, all in capitals. */
const variable = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Variables that hold where one is. */
const directories: ReadonlySet<string> = new Set(['PWD', 'OLDPWD']);

/** Whether what goes by this name is secret: a property, a variable, a header, an option. */
export function isSecretName(name: string): boolean {
  // Settings are named by paths, such as `mcp_servers.x.env.TOKEN`.
  const last = name.slice(name.lastIndexOf('.') + 1).slice(-128);
  if (directories.has(last)) return false;
  const parts = wordsOf(last);
  const word = parts.at(-1);
  if (word === undefined || questions.has(parts[0] ?? '')) return false;
  const joined = parts.join('');
  if (names.has(joined) || words.has(word) || endings.some((ending) => joined.endsWith(ending)))
    return true;
  const before = parts.at(-2);
  if (before === undefined) return false;
  const isVariable = variable.test(last);
  if (lastWords.has(word)) return word !== 'pass' || isVariable || passOwners.has(before);
  return word === 'key' && isVariable && !plainKeys.has(before);
}

/** Whether a name ends like one of these, whatever the spelling convention. */
export function endsLike(name: string, others: readonly string[]): boolean {
  const plain = bare(name);
  return others.some((other) => plain.endsWith(bare(other)));
}

/** Whether a text is a number of tokens of a model, and not a token that opens something. */
export function isCount(name: string, text: string): boolean {
  return /tokens?$/i.test(name.slice(-128)) && /^\d[\d,._]{0,11}[kKmM]?$/.test(text);
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => (/[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word));
}

function bare(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}
