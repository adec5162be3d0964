import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../../compiler/cli.js';
import { CATALOGUE, type DiagnosticCode } from '../../../compiler/diagnostics/catalogue.js';
import { HEADER } from '../../../compiler/render/render.js';
import type { Json, JsonObject } from '../../../compiler/util/json.js';
import { bundle, ref, type BundleSpec } from '../support/bundle.js';
import { MemoryHost } from '../support/memory-host.js';

const FILE = 'codex_app_server_protocol.schemas.json';
const SURFACE = `schema/experimental/${FILE}`;

const SPEC: BundleSpec = {
  v2: {
    RunParams: { type: 'object', properties: { id: { type: 'string' } } },
    RunResponse: { type: 'object' },
  },
  requests: { 'a/run': { params: ref('RunParams') } },
};

function hostWith(surface: Json = bundle(SPEC), files: Record<string, string> = {}): MemoryHost {
  const text = typeof surface === 'string' ? surface : JSON.stringify(surface);
  return new MemoryHost({ [SURFACE]: text, ...files });
}

function generate(host: MemoryHost, ...args: string[]): Promise<number> {
  return run(['generate', ...args], host);
}

describe('generate', () => {
  it('writes the client', async () => {
    const host = hostWith();
    expect(await generate(host)).toBe(0);
    expect(host.listFiles('generated').sort()).toEqual([
      'api.ts',
      'caller.ts',
      'index.ts',
      'manifest.ts',
      'methods.ts',
      'protocol.ts',
      'schemas.ts',
      'snake_case/api.ts',
      'snake_case/index.ts',
      'snake_case/mappers.ts',
      'snake_case/protocol.ts',
      'snake_case/types.ts',
      'types.ts',
    ]);
    for (const file of host.listFiles('generated'))
      expect(host.readText(`generated/${file}`)?.split('\n')[0]).toBe(HEADER);
    expect(host.printed).toContain('generated: 13 files, 13 changed');
    expect(host.noticed).toBe('');
  });

  it('shows progress to a person only', async () => {
    const host = hostWith();
    host.interactive = true;
    await generate(host);
    expect(host.noticed).toBe('Reading schema …\nCompiling …\nComparing with generated …\n');
  });

  it('touches nothing that is in step already', async () => {
    const host = hostWith();
    await generate(host);
    host.printed = '';
    expect(await generate(host)).toBe(0);
    expect(host.printed).toBe('generated: 13 files, 0 changed\n');
  });

  it('takes a folder that is one dump itself', async () => {
    const host = new MemoryHost({ [`dump/${FILE}`]: JSON.stringify(bundle(SPEC)) });
    expect(await generate(host, '--schema', 'dump', '--out', 'out')).toBe(0);
    expect(host.listFiles('out')).toHaveLength(13);
  });

  it('takes files with a byte order mark', async () => {
    const host = hostWith();
    for (const [file, text] of host.files) host.files.set(file, `\uFEFF${text}`);
    expect(await generate(host)).toBe(0);
  });

  it('says once what several steps find', async () => {
    const host = hostWith(
      bundle({ ...SPEC, requests: { 'a/then': { params: ref('RunParams') } } }),
    );
    await generate(host, '--lenient');
    expect(host.noticed.match(/name-collision/g)).toHaveLength(1);
  });

  it('takes the version of the runtime from provenance.json', async () => {
    const host = hostWith(bundle(SPEC), { 'schema/provenance.json': '{"runtimeVersion":"1.2.3"}' });
    await generate(host);
    expect(host.readText('generated/manifest.ts')).toContain("runtimeVersion: '1.2.3'");
  });

  it('leaves alone a client that was generated into a folder below', async () => {
    const host = hostWith();
    const below = `${HEADER}\nexport {};\n`;
    host.files.set('generated/codex/types.ts', below);
    expect(await generate(host)).toBe(0);
    expect(host.readText('generated/codex/types.ts')).toBe(below);
    expect(await generate(host, '--check')).toBe(0);
  });

  it('removes generated files that are not part of the output any more, and nothing else', async () => {
    const host = hostWith(bundle(SPEC), {
      'generated/stale.ts': `${HEADER}\nexport {};\n`,
      'generated/mine.ts': 'export {};\n',
    });
    expect(await generate(host)).toBe(0);
    expect(host.readText('generated/stale.ts')).toBeNull();
    expect(host.readText('generated/mine.ts')).toBe('export {};\n');
    expect(host.printed).toContain('delete generated/stale.ts');
  });
});

describe('generate --check', () => {
  it('is content with a folder in step', async () => {
    const host = hostWith();
    await generate(host);
    host.printed = '';
    expect(await generate(host, '--check')).toBe(0);
    expect(host.printed).toBe('');
  });

  it('is content with line ends that version control has converted', async () => {
    const host = hostWith();
    await generate(host);
    for (const file of host.listFiles('generated')) {
      const text = host.readText(`generated/${file}`) ?? '';
      host.files.set(`generated/${file}`, text.replaceAll('\n', '\r\n'));
    }
    expect(await generate(host, '--check')).toBe(0);
    const types = host.readText('generated/types.ts') ?? '';
    host.files.set('generated/types.ts', types.replace('id?:', 'ix?:'));
    host.printed = '';
    expect(await generate(host, '--check')).toBe(1);
    expect(host.printed.split('\n').filter((line) => /^ +[-+]/.test(line))).toEqual([
      '  -   ix?: string | undefined;',
      '  +   id?: string | undefined;',
    ]);
  });

  it('tells what is missing, what differs and what is stale, and writes nothing', async () => {
    const host = hostWith();
    await generate(host);
    host.files.delete('generated/index.ts');
    const types = host.readText('generated/types.ts') ?? '';
    host.files.set('generated/types.ts', types.replace('id?:', 'ix?:'));
    host.files.set('generated/old.ts', `${HEADER}\n`);
    const before = new Map(host.files);
    host.printed = '';

    expect(await generate(host, '--check')).toBe(1);
    expect(host.files).toEqual(before);
    expect(host.printed).toContain('missing: generated/index.ts');
    expect(host.printed).toContain('stale: generated/old.ts');
    expect(host.printed).toContain('differs: generated/types.ts\n');
    expect(host.printed).toContain('-   ix?: string | undefined;');
    expect(host.printed).toContain('+   id?: string | undefined;');
  });
});

/** What a lenient run only warns of. */
const UNBOUND: ReadonlySet<DiagnosticCode> = new Set(['unbound-method', 'unused-response']);

describe('what generate refuses, with a code, the place and what to do', () => {
  const valid = JSON.stringify(bundle(SPEC));
  const changed = (change: (bundle: JsonObject) => Json): Json =>
    change(JSON.parse(valid) as JsonObject);
  const withDefinition = (definition: Json): Json =>
    bundle({ ...SPEC, v2: { ...SPEC.v2, RunParams: definition } });

  const refusals: readonly {
    what: string;
    host: () => MemoryHost;
    code: DiagnosticCode;
    place: string;
  }[] = [
    {
      what: 'a folder without a schema',
      host: () => new MemoryHost(),
      code: 'missing-file',
      place: 'schema',
    },
    {
      what: 'a truncated file',
      host: () => hostWith(valid.slice(0, -20)),
      code: 'invalid-json',
      place: SURFACE,
    },
    {
      what: 'a file that cannot be read',
      host: () => {
        const host = hostWith();
        host.sealed.add(SURFACE);
        return host;
      },
      code: 'unreadable-file',
      place: SURFACE,
    },
    {
      what: 'JSON that is no bundle',
      host: () => hostWith({ title: 'x' }),
      code: 'invalid-schema',
      place: SURFACE,
    },
    {
      what: 'a schema that is not draft-07',
      host: () => hostWith(withDefinition({ type: 'objekt' })),
      code: 'invalid-schema',
      place: `${SURFACE}#/definitions/v2/RunParams/type`,
    },
    {
      what: 'a dangling reference',
      host: () => hostWith(withDefinition({ type: 'object', properties: { a: ref('Gone') } })),
      code: 'dangling-reference',
      place: `${SURFACE}#/definitions/v2/RunParams/properties/a`,
    },
    ...[
      ref('RunParams'),
      { anyOf: [ref('RunParams'), { type: 'string' }] },
      { oneOf: [{ type: 'null' }, { allOf: [ref('RunParams')] }] },
    ].map((definition) => ({
      what: `a definition that is itself by \`${Object.keys(definition)[0]}\``,
      host: () => hostWith(withDefinition(definition)),
      code: 'circular-reference' as const,
      place: `${SURFACE}#/definitions/v2/RunParams`,
    })),
    {
      what: 'two definitions that are each other',
      host: () =>
        hostWith(
          bundle({ ...SPEC, v2: { ...SPEC.v2, A: ref('B'), B: ref('A'), RunParams: ref('A') } }),
        ),
      code: 'circular-reference',
      place: `${SURFACE}#/definitions/v2/A`,
    },
    {
      what: 'a reference to the list of messages',
      host: () =>
        hostWith(
          withDefinition({
            type: 'object',
            properties: { a: { $ref: '#/definitions/ServerNotification' } },
          }),
        ),
      code: 'unsupported-schema',
      place: `${SURFACE}#/definitions/v2/RunParams`,
    },
    {
      what: 'params that are a list of messages',
      host: () =>
        hostWith(
          bundle({
            ...SPEC,
            notifications: { told: { params: { $ref: '#/definitions/ClientRequest' } } },
          }),
        ),
      code: 'unsupported-schema',
      place: `${SURFACE}#/definitions/ServerNotification/oneOf/0`,
    },
    {
      what: 'a structural keyword that is not modelled',
      host: () => hostWith(withDefinition({ type: 'object', patternProperties: {} })),
      code: 'unsupported-keyword',
      place: `${SURFACE}#/definitions/v2/RunParams/patternProperties`,
    },
    {
      what: 'a keyword that nobody knows',
      host: () => hostWith(withDefinition({ type: 'object', unevaluatedProperties: false })),
      code: 'unsupported-keyword',
      place: `${SURFACE}#/definitions/v2/RunParams/unevaluatedProperties`,
    },
    {
      what: 'a number that is too large for JavaScript',
      host: () => hostWith(valid.replace('"type":"string"', '"enum":[1e999,2]')),
      code: 'unsupported-schema',
      place: `${SURFACE}#/definitions/RequestId/anyOf/0`,
    },
    {
      what: 'a tuple',
      host: () => hostWith(withDefinition({ type: 'array', items: [true] })),
      code: 'unsupported-schema',
      place: `${SURFACE}#/definitions/v2/RunParams/items`,
    },
    {
      what: 'an intersection',
      host: () => hostWith(withDefinition({ allOf: [ref('RunResponse'), ref('RunResponse')] })),
      code: 'unsupported-schema',
      place: `${SURFACE}#/definitions/v2/RunParams`,
    },
    ...[
      { type: 'object', allOf: [ref('RunResponse'), ref('RunResponse')] },
      { properties: { a: { type: 'string' } }, allOf: [ref('RunResponse')] },
      { oneOf: [{ type: 'string' }, { type: 'integer' }], allOf: [ref('RunResponse')] },
      { enum: ['a', 'b'], allOf: [ref('RunResponse')] },
    ].map((definition) => ({
      what: `an intersection beside \`${Object.keys(definition)[0]}\``,
      host: () => hostWith(withDefinition(definition)),
      code: 'unsupported-schema' as const,
      place: `${SURFACE}#/definitions/v2/RunParams`,
    })),
    {
      what: 'two choices at once',
      host: () =>
        hostWith(
          withDefinition({
            oneOf: [{ type: 'string' }, { type: 'object' }],
            anyOf: [{ type: 'string' }, { type: 'integer' }],
          }),
        ),
      code: 'unsupported-schema',
      place: `${SURFACE}#/definitions/v2/RunParams`,
    },
    {
      what: 'two definitions that want one name',
      host: () => hostWith(bundle({ ...SPEC, root: { RunResponse: { type: 'string' } } })),
      code: 'duplicate-definition',
      place: `${SURFACE}#/definitions/v2/RunResponse`,
    },
    {
      what: 'a definition that wants a name of the client',
      host: () =>
        hostWith(
          bundle({
            ...SPEC,
            v2: { ...SPEC.v2, Caller: { type: 'string' }, RunParams: ref('Caller') },
          }),
        ),
      code: 'name-collision',
      place: `${SURFACE}#/definitions/v2/Caller`,
    },
    {
      what: 'two methods that want one name',
      host: () =>
        hostWith(bundle({ ...SPEC, requests: { ...SPEC.requests, 'a/r_un': {}, 'a/rUn': {} } })),
      code: 'name-collision',
      place: `${SURFACE}#/definitions/ClientRequest/oneOf/1`,
    },
    {
      what: 'a method that would make its namespace thenable',
      host: () =>
        hostWith(bundle({ ...SPEC, requests: { 'a/then': { params: ref('RunParams') } } })),
      code: 'name-collision',
      place: `${SURFACE}#/definitions/ClientRequest/oneOf/0`,
    },
    {
      what: 'a method that is a request and a notification',
      host: () => hostWith(bundle({ ...SPEC, notifications: { 'a/run': {} } })),
      code: 'duplicate-method',
      place: `${SURFACE}#/definitions/ServerNotification/oneOf/0`,
    },
    {
      what: 'a method bound to nothing',
      host: () => hostWith(bundle({ ...SPEC, requests: { ...SPEC.requests, 'b/go': {} } })),
      code: 'unbound-method',
      place: `${SURFACE}#/definitions/ClientRequest/oneOf/1`,
    },
    {
      what: 'a bundle without an envelope',
      host: () =>
        hostWith(
          changed(({ definitions, ...rest }) => {
            const { ServerRequest: _gone, ...others } = definitions as JsonObject;
            return { ...rest, definitions: others };
          }),
        ),
      code: 'missing-envelope',
      place: `${SURFACE}#/definitions`,
    },
    {
      what: 'a message without a method',
      host: () => hostWith(bundle({ ...SPEC, root: {}, notifications: {} })),
      code: 'invalid-schema',
      place: `${SURFACE}#/definitions/ServerNotification/oneOf`,
    },
    {
      what: 'a message with a choice of methods',
      host: () =>
        hostWith(
          changed(({ definitions, ...rest }) => ({
            ...rest,
            definitions: {
              ...(definitions as JsonObject),
              ServerNotification: {
                type: 'object',
                properties: { method: { type: 'string', enum: ['a', 'b'] } },
              },
            },
          })),
        ),
      code: 'malformed-envelope',
      place: `${SURFACE}#/definitions/ServerNotification`,
    },
    {
      what: 'a result that answers no method',
      host: () => hostWith(bundle({ ...SPEC, v2: { ...SPEC.v2, MadeResponse: true } })),
      code: 'unused-response',
      place: `${SURFACE}#/definitions/v2/MadeResponse`,
    },
    {
      what: 'an overlay that contradicts a rule',
      host: () =>
        hostWith(bundle({ ...SPEC, v2: { ...SPEC.v2, OtherResponse: true } }), {
          'schema/overlay.json':
            '{"results":{"a/run":{"result":"OtherResponse","why":"A mistake."}}}',
        }),
      code: 'overlay-contradiction',
      place: `${SURFACE}#/definitions/ClientRequest/oneOf/0`,
    },
    {
      what: 'a broken overlay',
      host: () =>
        hostWith(bundle(SPEC), { 'schema/overlay.json': '{"lanes":{"a/run":{"lane":"fast"}}}' }),
      code: 'invalid-overlay',
      place: 'schema/overlay.json#/lanes/a~1run',
    },
    {
      what: 'an overlay that is not JSON',
      host: () => hostWith(bundle(SPEC), { 'schema/overlay.json': '{' }),
      code: 'invalid-overlay',
      place: 'schema/overlay.json',
    },
    {
      what: 'a provenance without a version',
      host: () => hostWith(bundle(SPEC), { 'schema/provenance.json': '{}' }),
      code: 'invalid-provenance',
      place: 'schema/provenance.json',
    },
    {
      what: 'a file without the generated header in the way',
      host: () => hostWith(bundle(SPEC), { 'generated/types.ts': 'export {};\n' }),
      code: 'foreign-file',
      place: 'generated/types.ts',
    },
    {
      what: 'a folder that cannot be written to',
      host: () => {
        const host = hostWith();
        host.sealed.add('generated');
        return host;
      },
      code: 'unwritable-output',
      place: 'generated',
    },
  ];

  it.each(refusals)('$what', async ({ host: make, code, place }) => {
    const host = make();
    const before = new Map(host.files);
    expect(await generate(host)).toBe(2);
    expect(host.files).toEqual(before);
    const lines = host.noticed.split('\n');
    const index = lines.findIndex((line) => line.startsWith(`error ${code}: `));
    expect(lines[index + 1]).toBe(`  at ${place}`);
    expect(lines[index + 2]).toBe(`  ${CATALOGUE[code]}`);
    expect(host.printed).toBe('');
  });

  it.each(refusals.filter(({ code }) => !UNBOUND.has(code)))(
    '$what, leniently as well',
    async ({ host: make, code }) => {
      const host = make();
      const before = new Map(host.files);
      expect(await generate(host, '--lenient')).toBe(2);
      expect(host.files).toEqual(before);
      expect(host.noticed).toContain(`error ${code}: `);
    },
  );
});

describe('generate --lenient', () => {
  it('types what stays unbound as unknown, says so, and succeeds', async () => {
    const host = hostWith(bundle({ ...SPEC, requests: { ...SPEC.requests, 'b/go': {} } }));
    expect(await generate(host, '--lenient')).toBe(0);
    expect(host.noticed).toContain('warning unbound-method: No result is known for `b/go`');
    expect(host.readText('generated/protocol.ts')).toContain(
      "'b/go': { params: undefined; result: unknown }",
    );
  });
});

describe('the command line', () => {
  it('helps', async () => {
    const host = new MemoryHost();
    expect(await run(['--help'], host)).toBe(0);
    expect(host.printed).toContain('generate');
  });

  it('tells its version', async () => {
    const host = new MemoryHost();
    expect(await run(['--version'], host)).toBe(0);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(host.printed).toBe(`${version}\n`);
  });

  it.each([[[]], [['bogus']], [['generate', '--bogus']]])('refuses %j with 2', async (argv) => {
    const host = new MemoryHost();
    expect(await run(argv, host)).toBe(2);
    expect(host.noticed).not.toBe('');
  });

  it('takes an error that it does not know for a bug of its own, not for drift', async () => {
    const host = hostWith();
    host.print = () => {
      throw new RangeError('out of paper');
    };
    expect(await generate(host)).toBe(2);
    expect(host.noticed).toContain('That is a bug of the generator');
    expect(host.noticed).toMatch(/RangeError: out of paper\n +at /);
  });

  it.each([
    ['generate', '--out'],
    ['generate', '--schema'],
    ['inspect', '--schema'],
    ['pull', '--out'],
    ['pull', '--cache'],
  ])('refuses %s %s without a folder', async (name, option) => {
    const host = hostWith();
    const before = new Map(host.files);
    const subject = name === 'inspect' ? ['types'] : [];
    expect(await run([name, ...subject, option, ''], host)).toBe(2);
    expect(host.noticed).toContain(
      `option '${option} <dir>' argument '' is invalid. Name a folder`,
    );
    expect(host.files).toEqual(before);
  });
});
