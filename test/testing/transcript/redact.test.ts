import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../runtime/testing/index.js';
import { isSecretName } from '../../../runtime/testing/transcript/redact/names.js';
import { address, shapes } from '../../../runtime/testing/transcript/redact/shapes.js';

/** Letters and digits in an order that no scanner of secrets takes for a real one. */
const opaque = (length: number): string => 'a1B2c3D4e5F6g7H8'.repeat(20).slice(0, length);
const hex = (length: number): string => '0a1b2c3d4e5f'.repeat(20).slice(0, length);
const capitals = (length: number): string => 'A1B2C3D4E5F6'.repeat(20).slice(0, length);

/** A secret in double angle brackets is taken out; what stands around it stays. */
const secretTexts: readonly string[] = [
  // Tokens by the prefix of their issuer.
  `key <<sk-${opaque(20)}>>.`,
  `<<sk-proj-${opaque(30)}>>`,
  `<<sk_live_${opaque(24)}>>`,
  `<<whsec_${opaque(24)}>>`,
  `<<ghp_${opaque(36)}>>`,
  `<<github_pat_${opaque(40)}>>`,
  `<<glpat-${opaque(20)}>>`,
  `<<npm_${opaque(36)}>>`,
  `<<pypi-${opaque(40)}>>`,
  `<<hf_${opaque(34)}>>`,
  `<<xoxb-${'1'.repeat(12)}-${opaque(24)}>>`,
  `<<AKIA${capitals(16)}>>`,
  `<<AIza${opaque(35)}>>`,
  `<<GOCSPX-${opaque(24)}>>`,
  `<<SG.${opaque(22)}.${opaque(43)}>>`,
  `<<dckr_pat_${opaque(27)}>>`,
  `<<dop_v1_${hex(64)}>>`,
  `<<shpat_${hex(32)}>>`,
  `<<dapi${hex(32)}>>`,
  `<<hvs.${opaque(24)}>>`,
  `<<gsk_${opaque(40)}>>`,
  `<<lin_api_${opaque(40)}>>`,
  `<<AGE-SECRET-KEY-1${capitals(58)}>>`,
  `<<eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImEifQ.sig>> ok`,
  `https://hooks.slack.com/services/<<T000/B000/${opaque(24)}>>`,
  'a\n<<-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----->>\nb',
  '<<-----BEGIN PRIVATE KEY-----\nMIIE>>',
  // Headers.
  'Authorization: Bearer <<abcd1234abcd>>',
  'Authorization: ApiKey <<abcdabcdabcd>>',
  'Authorization: Basic <<dXNlcjpwYXNz>>',
  '{"authorization":"<<token 0123abcd>>"}',
  'a Bearer <<abc.def-123>> token',
  'Cookie: <<session=abcdef123456; theme=dark>>',
  'set-cookie: <<sid=abc; Path=/; HttpOnly>>\nnext',
  'curl -H "x-api-key: <<abcd1234abcd>>"',
  // URLs.
  'redis://:<<hunter22>>@h:6379/0',
  'postgres://u:<<p@ss/word1>>@h/db',
  'https://user:<<1234>>@example.com/x',
  `https://<<${opaque(24)}>>@github.com/x`,
  'https://x/?code=<<abc>>&scope=all&access_token=<<abc-12345>>&state=<<x1>>',
  // Command lines.
  'curl -u user:<<password123>> https://x',
  'curl --user admin:<<s3cret>>',
  'login --password <<hunter2>> --verbose',
  'login --api-key=<<abcdefgh>>',
  // Assignments.
  'AWS_SECRET_ACCESS_KEY=<<wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY>>',
  'export OPENAI_KEY=<<abcdefgh12>>',
  'DB_PASS=<<dbpassword1>>\nGH_PAT=<<qqqq1111>>',
  'MYSQL_PWD=<<swordfish>>',
  'password: <<hunter2>>',
  'password="<<my long pass phrase>>"',
  "secret = '<<it is long>>'",
  '{"api_key": "<<kk\\"kkkkkkkkkkkk>>"}',
  '{\\"client_secret\\":\\"<<zyxwvuts>>\\"}',
  'PASSWORD="<<a;bcdefghijk>>" NAME=value',
  'client_secret=<<abc123>>&x=1',
  'client_secret=<<abcdefg>> https://x/?a=b&token=<<abc>>&z',
  'const token = "<<a1b2c3d4e5>>";',
];

const ordinaryTexts: readonly string[] = [
  'tokenUsage: 123456789, inputTokens=12345678, "maxTokens": "16384000", total_tokens: 1,234,567',
  'max_token=4096 tokens: 8192',
  'const token: string = await getToken(); const hasSecret = "a1b2c3d4"; x = { token: !options.token }',
  'token = request.headers.token; password: options.password',
  'if (password === undefined) throw new Error("no password: required here");',
  'login(password=password, token=read_token())',
  'OPENAI_API_KEY=$OPENAI_API_KEY TOKEN=${TOKEN} PASSWORD=$(cat x) SECRET=<your-secret>',
  'The token: somebody forgot it. Basic authentication, bearer certificates.',
  'password:\n  value1: x\ntoken=\nabcd1234',
  'PWD=/home/ada/app OLDPWD=/tmp pwd: /home',
  'npm i react@18.2.0 @scope/pkg@^1.0 left-pad@1.0.0-beta.rc typescript@next',
  'git@github.com:org/repo.git ssh://git@github.com/org/repo https://user@example.com/x',
  'icon@2x.png @app.route("/") image@sha256:abc',
  'http://localhost:3000/npm/react@18 see a://b/c@d',
  'docker run -u 1000:1000 x; docker run -u node:node y',
  'PRIMARY_KEY=something1 sort_key: 12345678 cacheKey="abcdefgh1"',
  'a task-list of risk-assessments; sk-short; npm_config_registry=https://registry.npmjs.org',
  'git commit 3f786850e387550fdab836ed7e6dc881de23001b',
  '/home/user/node_modules/@types/node/index.d.ts:12',
];

describe('texts', () => {
  const redactor = new Redactor();

  it.each(secretTexts)('takes out what is marked: %s', (marked) => {
    const text = marked.replaceAll(/<<|>>/g, '');
    expect(redactor.text(text)).toBe(marked.replaceAll(/<<[\s\S]*?>>/g, '[redacted]'));
  });

  it.each(ordinaryTexts)('leaves as it is: %s', (text) => {
    expect(redactor.text(text)).toBe(text);
  });

  it.each([
    ['mail bob@corp.com please', 'mail redacted@example.com please'],
    ['<ann.lee+x@mail.example.org>, bob@163.com.', '<redacted@example.com>, redacted@example.com.'],
  ])('takes out addresses: %s', (text, clean) => {
    expect(redactor.text(text)).toBe(clean);
  });

  it('changes nothing when it is done again', () => {
    for (const marked of secretTexts) {
      const once = redactor.text(marked.replaceAll(/<<|>>/g, ''));
      expect(redactor.text(once)).toBe(once);
    }
  });
});

it.each([
  'apiKey apiKeys api_key X-Api-Key OPENAI_API_KEY OPENAI_KEY accessToken tokens refresh_token idToken',
  'secretAccessKey accessKeyId clientSecret secrets password DB_PASSWORD PGPASSWORD passwd pwd MYSQL_PWD',
  'DB_PASS dbPass GH_PAT githubPat passphrase privateKey credentials Authorization Cookie set-cookies',
  'userCode deviceCode codeVerifier authBearerToken mcp_servers.x.env.SOME_TOKEN bearer',
])('knows names of secrets: %s', (names) => {
  expect(names.split(' ').filter((name) => !isSecretName(name))).toEqual([]);
});

it.each([
  'tokenUsage inputTokensDetails tokenCount token_budget totalTokenUsage tokenizer key keys primaryKey publicKey',
  'PUBLIC_KEY cacheKey sortKey monkey threadId sessionId cursor nextCursor path PATH PWD OLDPWD pass passed',
  'bypass compass renderPass secretary credentialId credentialFile cliAuthCredentialsStore code exitCode',
  'isSecret hasToken usesCredentials userAuthorization authorizationUrl cookieConsent passwordless isSecretive author statusCode author pat.name',
])('knows names of what is none: %s', (names) => {
  expect(names.split(' ').filter((name) => isSecretName(name))).toEqual([]);
});

describe('values', () => {
  it('are taken out by the name of the property, and by that of what is around them', () => {
    const value = {
      tokens: ['a1'],
      accessTokens: { a: 'zz', n: 1 },
      headers: { Authorization: 'x', 'X-Api-Key': 'y', Cookie: 'z', Accept: 'text/html' },
      env: { OPENAI_API_KEY: 'k', DB_PASS: 'pp', HOME: '/h' },
      password: { value: 'nested', deep: [{ more: 'x' }] },
      credentials: [{ type: 'accessKeys', region: 'r' }],
      deviceCode: 'dd',
      pwd: 'x',
    };
    expect(new Redactor().value(value)).toEqual({
      tokens: ['[redacted]'],
      accessTokens: { a: '[redacted]', n: 1 },
      headers: {
        Authorization: '[redacted]',
        'X-Api-Key': '[redacted]',
        Cookie: '[redacted]',
        Accept: 'text/html',
      },
      env: { OPENAI_API_KEY: '[redacted]', DB_PASS: '[redacted]', HOME: '/h' },
      password: { value: '[redacted]', deep: [{ more: '[redacted]' }] },
      credentials: [{ type: 'accessKeys', region: '[redacted]' }],
      deviceCode: '[redacted]',
      pwd: '[redacted]',
    });
  });

  it('stay when they are counts, directories, no texts, or a schema of secrets', () => {
    const value = {
      inputTokens: 12,
      maxTokens: '4096',
      tokenUsage: { total: { totalTokens: 3 } },
      refreshToken: true,
      apiKey: null,
      token: '',
      pwd: '/work',
      inputSchema: {
        properties: { password: { type: 'string', description: 'Yours.' } },
        required: ['password'],
      },
    };
    expect(new Redactor().value(value)).toEqual(value);
  });

  it('are taken out of text that stands as base64, and only there', () => {
    const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
    const redactor = new Redactor();
    expect(redactor.value({ dataBase64: base64('NAME=x\nAPI_KEY=abcdefgh1') })).toEqual({
      dataBase64: base64('NAME=x\nAPI_KEY=[redacted]'),
    });
    const bytes = base64(Uint8Array.of(0xff, 0xfe, 0x00, 0x41));
    for (const same of [bytes, base64('NAME=x'), 'no base64', '']) {
      expect(redactor.value({ dataBase64: same })).toEqual({ dataBase64: same });
    }
  });
});

describe('known secrets', () => {
  it('leave nothing where they overlap, in whatever order they are named', () => {
    for (const secrets of [
      ['abcdefgh', 'abcdefghijkl'],
      ['abcdefghijkl', 'abcdefgh'],
      ['abcdefgh', 'efghijkl'],
      ['aaaa', 'abcdefghijkl'],
    ]) {
      expect(new Redactor({ secrets }).text('<abcdefghijkl>')).toBe('<[redacted]>');
    }
  });

  it('leave nothing of a token that they are a part of', () => {
    expect(new Redactor({ secrets: ['B2c3'] }).text(`key glpat-${opaque(20)}.`)).toBe(
      'key [redacted].',
    );
    const secrets = ['long pass'];
    expect(new Redactor({ secrets }).text('password="my long pass phrase"')).toBe(
      'password="[redacted]"',
    );
  });

  it('are known as they are written in JSON and in a URL', () => {
    const redactor = new Redactor({ secrets: ['a "quoted" one'] });
    expect(redactor.text('{"x":"a \\"quoted\\" one"} ?q=a%20%22quoted%22%20one')).toBe(
      '{"x":"[redacted]"} ?q=[redacted]',
    );
    expect(new Redactor({ secrets: ['half \ud800'] }).text('half \ud800!')).toBe('[redacted]!');
  });

  it('are learned from what goes by a telling name', () => {
    const redactor = new Redactor();
    redactor.value({ apiKey: 'CUSTOMKEY-1234567890', headers: { authorization: 'Own abcd-1234' } });
    expect(redactor.text('Incorrect API key provided: CUSTOMKEY-1234567890; abcd-1234')).toBe(
      'Incorrect API key provided: [redacted]; [redacted]',
    );
    redactor.value({ token: 'required', password: 'short1' });
    expect(redactor.text('It is required to be short1.')).toBe('It is required to be short1.');
  });

  it('come from the environment by the names of variables', () => {
    const redactor = new Redactor(
      {},
      { MY_TOKEN: 'tokentoken', DB_PASS: 'dbpassdb', OPENAI_KEY: 'zzzzzzzz', PWD: '/home/ada/app' },
    );
    expect(redactor.text('tokentoken dbpassdb zzzzzzzz /home/ada/app')).toBe(
      '[redacted] [redacted] [redacted] /home/ada/app',
    );
  });
});

/** Beginnings and runs that a pattern could go over again and again. At this length that would never end. */
const adversaries: readonly string[] = [
  'x',
  '@',
  'a@',
  'a.',
  'a-',
  '-',
  ' ',
  '"',
  '\\',
  '\\"',
  "'",
  '=',
  ':',
  '://',
  '://a:',
  '://a',
  'eyJaaaaaaaaaaa-',
  'eyJaaaaaaaaaaa.',
  'sk-',
  'SG.aaaaaaaaaaaaaaaaaaaa-',
  'ya29.',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  'Bearer ',
  'authorization: a ',
  'authorization ',
  'cookie: a=b; ',
  'cookie: a',
  'a=b; ',
  ' -u a',
  ' -u ',
  'token',
  'token=',
  'token="',
  'token=\\"',
  'token = ',
  '--token ',
  '&state=',
  'hooks.slack.com/services/',
];

it.each(adversaries)('takes time in proportion to the text: %j, 2 MB of it', (unit) => {
  const text = unit.repeat(Math.ceil(2_000_000 / unit.length));
  expect(new Redactor().text(`@${text}\nkept @`).endsWith('kept @')).toBe(
    !unit.includes('PRIVATE KEY'),
  );
});

it('has no pattern that remembers where it was', () => {
  for (const { of, pattern } of [...shapes, { of: 'an address', pattern: address }]) {
    expect(pattern.flags, of).toContain('g');
    expect(pattern.flags, of).not.toContain('y');
  }
});
