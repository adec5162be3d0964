import type { Span } from './spans.js';
import { isWord } from './words.js';

/**
 * A secret that shows by its shape. What the first group catches stays.
 *
 * Patterns take time in proportion to the text: a run of characters is bounded, or begins where no such
 * character stands before it, so that no part of a text is looked at more than a few times.
 */
export interface Shape {
  /** What it is. */
  readonly of: string;
  readonly pattern: RegExp;
  /** Of what has the shape, what is none after all. */
  readonly unless?: (secret: string, kept: string) => boolean;
}

/** A token with a prefix that its issuer gives to all of them. */
function token(of: string, pattern: string): Shape {
  return { of, pattern: new RegExp(`(?<![\\w-])(?:${pattern})`, 'g') };
}

/** The parts of a URL's query that are secret, besides those with telling names. */
const queryNames = 'code|code_challenge|key|sessionid|sid|sig|signature|state|x-amz-signature';

export const shapes: readonly Shape[] = [
  {
    of: 'a private key',
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  token('a JSON web token', 'eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*'),
  token('a key of OpenAI, Anthropic, Stripe and others', '(?:sk|rk|pk)-[\\w-]{16,}'),
  token('a key of Stripe', '(?:(?:sk|rk)_(?:live|test)|whsec)_\\w{8,}'),
  token('a token of GitHub', 'gh[opsur]_\\w{20,}|github_pat_\\w{20,}'),
  token('a token of GitLab', 'gl(?:agent|cbt|dt|ft|imt|oas|pat|ptt|rt|soat)-[\\w-]{16,}'),
  token('a token of npm', 'npm_[A-Za-z0-9]{30,}'),
  token('a token of PyPI', 'pypi-[\\w-]{16,}'),
  token('a token of Hugging Face', 'hf_[A-Za-z0-9]{20,}'),
  token('a token of Slack', 'xox[abeprs]-[\\w-]{10,}|xapp-[\\w-]{10,}'),
  token('a key of AWS', '(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Z])'),
  token('a key of Google', 'AIza[\\w-]{35}|ya29\\.[\\w-]{16,}|GOCSPX-[\\w-]{16,}'),
  token('a key of SendGrid', 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}'),
  token('a token of Docker', 'dckr_(?:pat|oat)_[\\w-]{16,}'),
  token('a token of DigitalOcean', 'do[oprt]_v1_[a-f0-9]{32,}'),
  token('a token of Shopify', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'),
  token('a token of Databricks', 'dapi[a-f0-9]{32}'),
  token('a token of Vault', 'hv[bs]\\.[\\w-]{20,}'),
  token('a key of Groq, xAI or Replicate', '(?:gsk_|xai-|r8_)[A-Za-z0-9]{20,}'),
  token('a key of Linear', 'lin_(?:api|oauth)_[A-Za-z0-9]{20,}'),
  token('a key of age', 'AGE-SECRET-KEY-1[0-9A-Z]{20,}'),
  {
    of: 'a webhook of Slack',
    pattern: /(hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{8,200}/g,
  },
  {
    of: 'what follows its scheme',
    pattern: /(?<![\w-])((?:Bearer|Basic)\s{1,8})[\w.~+/=-]{8,}/gi,
    unless: isWord,
  },
  {
    of: 'credentials in a header',
    pattern:
      /(?<![\w-])((?:proxy-|x-)?authorization\\{0,7}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,7}["']?[a-z][\w-]{0,30}[ \t]{1,4})[^\s"'\\,;]{6,}/gi,
    unless: (secret) => isWord(secret) && secret.length < 12,
  },
  {
    of: 'cookies in a header',
    pattern:
      /(?<![\w-])((?:set-)?cookie\\{0,7}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,7}["']?)[^\s;"'\\=]{1,256}=[^\s;"'\\]{1,8192}(?:;[ \t]{0,4}[^\s;"'\\]{1,8192})*/gi,
  },
  {
    of: 'a password in a URL',
    // Up to the last @, for passwords have them too; host:port is no user:password.
    pattern: /(:\/\/[^\s/:@"'<>]{0,128}:)(?!\d{1,5}(?:[/?#]|$))[^\s"'<>]{1,256}(?=@[\w.[-])/g,
  },
  { of: 'a token in a URL', pattern: /(:\/\/)[\w-]{20,256}(?=@[\w.[-])/g },
  {
    of: 'a part of a query',
    pattern: new RegExp(`([?&](?:${queryNames})=)[^&#\\s"'\\\\]+`, 'gi'),
  },
  {
    of: 'a password on a command line',
    pattern:
      /(?<![^\s"'])((?:-u|--user|--proxy-user)[ =]{1,4}["']?[^\s:"'\\/]{1,128}:)[^\s"'\\]{1,512}/g,
    // Users and groups are named in the same way: 1000:1000, node:node.
    unless: (secret, kept) =>
      /^\d+$/.test(secret) || kept.endsWith(` ${secret}:`) || kept.endsWith(`=${secret}:`),
  },
];

/** Where secrets of a known shape stand. */
export function shapedSecrets(text: string): Span[] {
  const spans: Span[] = [];
  for (const { pattern, unless } of shapes) {
    for (const { 0: match, 1: kept = '', index } of text.matchAll(pattern)) {
      if (unless?.(match.slice(kept.length), kept)) continue;
      spans.push({ from: index + kept.length, to: index + match.length });
    }
  }
  return spans;
}

/**
 * A mail address. `react@18.2.0`, `icon@2x.png` and `git@host.org:repo.git` are none: a version, a
 * size, and a login. Neither is the user of a URL.
 */
export const address: RegExp =
  /(?<![\w.+-])(?<!:\/\/)[\w.+-]{1,64}@(?!v?\d{1,9}\.\d)(?!\d{1,2}x\.)(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-]|:[\w~/.])/gi;
