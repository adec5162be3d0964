import { check } from 'prettier';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.js';
import { STYLE } from '../../compiler/render/style.js';
import { inputsOf, OTHER_RUNTIMES } from './support/schemas.js';
import { typeCheck } from './support/type-check.js';

describe.each(OTHER_RUNTIMES)('the schema of runtime %s', (version) => {
  it('becomes a client that compiles for a strict consumer', async () => {
    const { files, diagnostics, model } = await compile(inputsOf(version), { lenient: false });
    expect(diagnostics).toEqual([]);
    expect(model?.protocol.requests.every(({ boundBy }) => boundBy !== 'nothing')).toBe(true);
    expect(typeCheck(files)).toEqual([]);
    const types = files.find(({ path }) => path === 'types.ts')?.text ?? '';
    expect(await check(types, { ...STYLE, parser: 'typescript' })).toBe(true);
  });
});

it('a dump of one surface alone is enough', async () => {
  const { surface } = inputsOf('0.148.0');
  const { diagnostics, model } = await compile(
    { surface, stable: null, overlays: inputsOf('0.148.0').overlays, provenance: null },
    { lenient: false, modelOnly: true },
  );
  expect(diagnostics).toEqual([]);
  expect(model?.protocol.requests.every(({ stability }) => stability === 'stable')).toBe(true);
});
