import { describe, expect, it } from 'vitest';
import { run } from '../../../compiler/cli.js';
import { bundle, ref } from '../support/bundle.js';
import { MemoryHost } from '../support/memory-host.js';

const FILE = 'codex_app_server_protocol.schemas.json';

const SURFACE = {
  v2: {
    RunParams: { type: 'object', properties: { mode: ref('Mode'), extra: { type: 'string' } } },
    RunResponse: { type: 'object', properties: { mode: ref('Mode') } },
    Mode: { description: 'How.', type: 'string', enum: ['a', 'b'] },
    Leftover: { type: 'object', properties: { part: ref('LeftoverPart') } },
    LeftoverPart: { type: 'string' },
    '!!!': { type: 'string' },
    'left-over': { type: 'string' },
  },
  requests: {
    'a/run': { params: ref('RunParams') },
    'b/run': { params: ref('RunParams') },
    'b/lost': {},
  },
};
const STABLE = {
  v2: {
    RunParams: { type: 'object', properties: { mode: ref('Mode') } },
    RunResponse: { type: 'object', properties: { mode: ref('Mode') } },
    Mode: { type: 'string', enum: ['a'] },
  },
  requests: { 'a/run': { params: ref('RunParams') } },
};
const OVERLAY = {
  results: {
    'a/run': { result: 'RunResponse', why: 'Redundant.' },
    'b/run': { result: 'GoneResponse', why: 'Of an older version.' },
    'b/lost': { result: 'LostResponse', why: 'Of a newer version.' },
    'c/none': { result: 'RunResponse', why: 'Of another version.' },
  },
  lanes: { 'a/run': { lane: 'long', why: 'It is.' } },
  docs: { 'Mode.nothing': { text: 'x', why: 'Of another version.' } },
  opaque: { Mode: { why: 'Data.' } },
};

async function inspect(...args: string[]): Promise<{ code: number; host: MemoryHost }> {
  const host = new MemoryHost({
    [`schema/experimental/${FILE}`]: JSON.stringify(bundle(SURFACE)),
    [`schema/stable/${FILE}`]: JSON.stringify(bundle(STABLE)),
    'schema/overlay.json': JSON.stringify(OVERLAY),
  });
  const code = await run(['inspect', ...args], host);
  return { code, host };
}

async function rows(subject: string): Promise<readonly Record<string, unknown>[]> {
  const { host } = await inspect(subject, '--json');
  return JSON.parse(host.printed) as Record<string, unknown>[];
}

describe('inspect', () => {
  it('methods: what each takes, gives and is called, also if it is not bound', async () => {
    expect(await rows('methods')).toContainEqual({
      method: 'a/run',
      kind: 'request',
      stability: 'stable',
      call: 'a.run',
      params: 'RunParams',
      result: 'RunResponse',
      boundBy: 'params name',
      lane: 'long',
    });
    expect(await rows('methods')).toContainEqual(
      expect.objectContaining({ method: 'b/lost', result: 'any', boundBy: 'nothing' }),
    );
    const { code, host } = await inspect('methods');
    expect(code).toBe(0);
    expect(host.printed).toMatch(/^a\/run +request +stable +a\.run +RunParams/m);
    expect(host.noticed).toContain('warning unbound-method');
  });

  it('types: who writes them, and those that nothing uses', async () => {
    const found = await rows('types');
    expect(found).toContainEqual({
      type: 'Mode',
      kind: 'enum',
      usage: 'both',
      stability: 'stable',
      pointer: '#/definitions/v2/Mode',
    });
    expect(found).toContainEqual(expect.objectContaining({ type: 'Leftover', usage: 'unused' }));
  });

  it('stability: what needs the opt-in', async () => {
    expect(await rows('stability')).toEqual(
      [
        { kind: 'method', name: 'ask' },
        { kind: 'method', name: 'b/lost' },
        { kind: 'method', name: 'b/run' },
      ]
        .slice(1)
        .concat([
          { kind: 'value', name: 'Mode "b"' },
          { kind: 'property', name: 'RunParams.extra' },
        ]),
    );
  });

  it('overlay: what became of each entry', async () => {
    const effects = (await rows('overlay'))
      .filter(({ why }) =>
        Object.values(OVERLAY).some((section) => JSON.stringify(section).includes(String(why))),
      )
      .map(({ section, entry, effect }) => [section, entry, effect].join(' '));
    expect(effects).toEqual([
      'results a/run redundant',
      'results b/run skipped',
      'results b/lost skipped',
      'results c/none skipped',
      'lanes a/run applied',
      'docs Mode.nothing skipped',
      'opaque Mode applied',
    ]);
  });

  it('TYPE: its TypeScript and what it is used for', async () => {
    const { code, host } = await inspect('Mode');
    expect(code).toBe(0);
    expect(host.printed).toBe(
      [
        '/**',
        ' * How.',
        ' *',
        " * - `'b'` (experimental)",
        ' */',
        "export type Mode = 'a' | 'b';",
        '',
        'pointer: #/definitions/v2/Mode',
        'usage: both',
        'stability: stable',
        'used by: RunParams, RunResponse',
        'met in: a/run, b/run',
        'uses: ',
        '',
      ].join('\n'),
    );
    const [, json] = [code, JSON.parse((await inspect('Mode', '--json')).host.printed) as object];
    expect(json).toMatchObject({ type: 'Mode', model: { kind: 'enum' } });
  });

  it('TYPE: also one that no method uses', async () => {
    const { code, host } = await inspect('LeftoverPart');
    expect(code).toBe(0);
    expect(host.printed).toContain('export type LeftoverPart = string;');
    expect(host.printed).toContain('\nusage: unused\n');
    expect(host.printed).toContain('\nused by: Leftover\nmet in: \n');
    expect((await inspect('Leftover')).host.printed).toContain('part?: LeftoverPart | undefined;');
  });

  it.each([
    ['left-over', 'LeftOver'],
    ['!!!', 'Nameless'],
  ])(
    'TYPE: %s, which no method uses and whose name is none, is shown as %s',
    async (name, shown) => {
      const { code, host } = await inspect(name);
      expect(code).toBe(0);
      expect(host.printed).toContain(`export type ${shown} = string;`);
    },
  );

  it.each(['Nothing', 'constructor'])('refuses %s with 2', async (subject) => {
    const { code, host } = await inspect(subject);
    expect(code).toBe(2);
    expect(host.noticed).toContain(`No type \`${subject}\``);
  });

  it('refuses a folder without a schema', async () => {
    const host = new MemoryHost();
    expect(await run(['inspect', 'methods'], host)).toBe(2);
    expect(host.noticed).toContain('error missing-file');
  });
});
