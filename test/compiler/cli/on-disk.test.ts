import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../compiler/cli.js';
import type { CompilerHost } from '../../../compiler/host.js';
import { nodeHost } from '../../../compiler/node-host.js';
import { HEADER } from '../../../compiler/render/render.js';
import { bundle, ref } from '../support/bundle.js';

const FILE = 'codex_app_server_protocol.schemas.json';

/** A device that takes nothing. */
const FULL = '/dev/full';

const VALID = JSON.stringify(
  bundle({
    v2: { RunParams: { type: 'object' }, RunResponse: { type: 'object' } },
    requests: { 'a/run': { params: ref('RunParams') } },
  }),
);

let folder: string;
let out: string;
let noticed: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sdkgen-disk-'));
  out = path.join(folder, 'out');
  noticed = '';
  put(`schema/${FILE}`, VALID);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(file: string, text: string): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** Everything below the folder; folders have no text. */
function tree(): Record<string, string | null> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), entry.isFile() ? readFileSync(file, 'utf8') : null];
    }),
  );
}

function generate(...args: string[]): Promise<number> {
  const host: CompilerHost = {
    ...nodeHost,
    interactive: false,
    print: () => undefined,
    notice: (text) => {
      noticed += text;
    },
  };
  const schema = path.join(folder, 'schema');
  return run(['generate', '--schema', schema, '--out', out, ...args], host);
}

/** Generates in a process of its own. */
function program(stdout: 'pipe' | number): SpawnSyncReturns<string> {
  const tool = path.resolve('compiler/bin.ts');
  return spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), tool, 'generate'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  });
}

describe('on a real disk, generate refuses without writing a byte', () => {
  it.each<{ what: string; prepare: () => void; code: string; place: string }>([
    {
      what: 'a truncated file',
      prepare: () => put(`schema/${FILE}`, VALID.slice(0, -20)),
      code: 'invalid-json',
      place: `schema/${FILE}`,
    },
    {
      what: 'a dangling reference',
      prepare: () => put(`schema/${FILE}`, VALID.replaceAll('v2/RunParams"', 'v2/Gone"')),
      code: 'dangling-reference',
      place: `schema/${FILE}#/definitions/ClientRequest/oneOf/0/properties/params`,
    },
    {
      what: 'a schema folder that is a file',
      prepare: () => {
        rmSync(path.join(folder, 'schema'), { recursive: true });
        put('schema', VALID);
      },
      code: 'missing-file',
      place: 'schema',
    },
    {
      what: 'an output folder that is a file',
      prepare: () => put('out', 'mine'),
      code: 'unwritable-output',
      place: 'out',
    },
    {
      what: 'an output folder below a file',
      prepare: () => {
        put('file', 'mine');
        out = path.join(folder, 'file/out');
      },
      code: 'unwritable-output',
      place: 'file/out',
    },
    {
      what: 'a file without the generated header in the way',
      prepare: () => put('out/types.ts', 'export {};\n'),
      code: 'foreign-file',
      place: 'out/types.ts',
    },
    {
      what: 'a folder where a file has to be',
      prepare: () => put('out/types.ts/mine.txt', 'mine'),
      code: 'foreign-file',
      place: 'out/types.ts',
    },
    {
      what: 'a file where a folder has to be',
      prepare: () => put('out/snake_case', 'mine'),
      code: 'foreign-file',
      place: 'out/snake_case',
    },
  ])('$what', async ({ prepare, code, place }) => {
    prepare();
    const before = tree();
    expect(await generate()).toBe(2);
    const lines = noticed.split('\n');
    expect(lines.filter((line) => line.startsWith('error '))).toEqual([
      expect.stringContaining(`error ${code}: `),
    ]);
    expect(lines).toContain(`  at ${path.join(folder, place)}`);
    expect(tree()).toEqual(before);
  });

  it('a stale file is removed, and nothing that is somebody else’s', async () => {
    for (const place of ['out', 'out/snake_case']) {
      put(`${place}/old-stale.ts`, `${HEADER}\n`);
      put(`${place}/old-mine.ts`, 'mine');
    }
    expect(await generate()).toBe(0);
    const left = Object.keys(tree()).filter((file) => file.includes('old-'));
    expect(left.sort()).toEqual(['out/old-mine.ts', 'out/snake_case/old-mine.ts']);
  });

  it('as a program, with exit code 2, quietly but for the reason', () => {
    put(`schema/${FILE}`, VALID.slice(0, -20));
    const { status, stdout, stderr } = program('pipe');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(
      /^error invalid-json: .*\n {2}at schema\/\S+\n {2}The file is damaged.*\n$/,
    );
  });

  it.skipIf(!existsSync(FULL))('as a program that cannot say it, which is no drift', () => {
    const full = openSync(FULL, 'w');
    const { status, stderr } = program(full);
    closeSync(full);
    expect(status).toBe(2);
    expect(stderr).toContain('ENOSPC');
  });
});
