import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { check } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Compilation } from '../../compiler/compile.js';
import { STYLE } from '../../compiler/render/style.js';
import {
  actual,
  blocksOf,
  compileScenario,
  isExpectation,
  withActual,
} from './support/scenario.js';
import { typeCheck } from './support/type-check.js';

const FOLDER = 'test/compiler/scenarios';

/** Set it to write what the compiler says into the scenarios; then read the diff. */
const UPDATE = process.env['UPDATE_SCENARIOS'] === '1';

const outputs: { readonly path: string; readonly text: string }[] = [];

describe.each(readdirSync(FOLDER))('%s', (name) => {
  const path = `${FOLDER}/${name}`;
  const markdown = readFileSync(path, 'utf8');
  const blocks = blocksOf(markdown);
  let compilation: Compilation;

  beforeAll(async () => {
    compilation = await compileScenario(blocks);
    const folder = name.replace('.md', '');
    for (const file of compilation.files)
      outputs.push({ path: `${folder}/${file.path}`, text: file.text });
    if (UPDATE) writeFileSync(path, withActual(markdown, compilation));
  });

  it.skipIf(UPDATE).each(blocks.filter(({ language }) => isExpectation(language)))(
    '$label',
    (block) => {
      expect(actual(block, compilation)).toBe(block.body);
    },
  );

  it('says nothing that is not expected', () => {
    if (!blocks.some(({ language }) => language === 'text'))
      expect(compilation.diagnostics).toEqual([]);
  });
});

it('the output of every scenario is laid out as prettier does it', async () => {
  for (const { path, text } of outputs)
    expect({ path, settled: await check(text, STYLE) }).toEqual({ path, settled: true });
});

it('the output of every scenario compiles', () => {
  expect(typeCheck(outputs)).toEqual([]);
});
