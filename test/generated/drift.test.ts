import { beforeAll, describe, expect, it } from 'vitest';
import { compile, type Compilation } from '../../compiler/compile.js';
import { Diagnostics } from '../../compiler/diagnostics/report.js';
import { nodeHost } from '../../compiler/node-host.js';
import { describeDrift } from '../../compiler/write/drift.js';
import { plan } from '../../compiler/write/plan.js';
import { pinnedInputs } from '../compiler/support/schemas.js';

let compilation: Compilation;

beforeAll(async () => {
  compilation = await compile(pinnedInputs(), { lenient: false });
});

describe('the committed client', () => {
  it('is what the compiler makes of the pinned schema, without a warning', () => {
    expect(compilation.diagnostics).toEqual([]);
    expect(plan('generated', compilation.files, nodeHost, new Diagnostics())).toEqual([]);
  });

  it.each(['types.ts', 'methods.ts', 'snake_case/mappers.ts'])(
    'is not, as soon as one byte of %s is another',
    (file) => {
      const host = {
        listFiles: nodeHost.listFiles,
        readText: (path: string) => {
          const text = nodeHost.readText(path);
          return path === `generated/${file}`
            ? (text?.replace(/[a-z](?=\w*;?\n)/, 'X') ?? null)
            : text;
        },
      };
      const changes = plan('generated', compilation.files, host, new Diagnostics());
      expect(changes.map(({ action, path }) => [action, path])).toEqual([['update', file]]);
      expect(describeDrift('generated', changes)).toContain(`differs: generated/${file}`);
    },
  );
});
