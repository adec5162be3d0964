import { Ajv, type ValidateFunction } from 'ajv';
import { sample as draw } from 'fast-check';
import { expect, it } from 'vitest';
import { DEFINITIONS, PARAMS, RESULTS } from '../../generated/schemas.js';
import { createValidator } from '../../runtime/validation/index.js';
import { nameTags } from '../../runtime/validation/tagged-unions.js';
import { pinnedModel } from '../compiler/support/pinned-model.js';
import { mutate, Samples } from '../compiler/support/sample.js';

const { protocol, names } = await pinnedModel();
const samples = new Samples(protocol);
const validator = createValidator();

/** Ajv on the schema as it is generated, without anything of ours. */
const plain = new Ajv({ strict: false, validateFormats: false, logger: false });
plain.addSchema(
  {
    definitions: Object.fromEntries(
      Object.entries(DEFINITIONS).map(([name, text]) => [name, JSON.parse(text) as unknown]),
    ),
  },
  'plain',
);

const byName = new Map(
  [...protocol.declarations.values()].map(({ pointer, type }) => [
    names.types.get(pointer) ?? '',
    type,
  ]),
);

interface Message {
  readonly method: string;
  readonly kind: 'params' | 'result';
  readonly type: string;
  readonly reference: ValidateFunction;
}

/** Every message whose schema is one named type. */
function messages(): Message[] {
  const found: Message[] = [];
  for (const [kind, schemas] of [['params', PARAMS] as const, ['result', RESULTS] as const]) {
    for (const [method, text] of Object.entries(schemas)) {
      const type = /^\{"\$ref":"#\/definitions\/(\w+)"\}$/.exec(text)?.[1];
      if (type === undefined) continue;
      const reference = plain.compile({ $ref: `plain#/definitions/${type}` });
      found.push({ method, kind, type, reference });
    }
  }
  return found;
}

it('is the one of the schema itself, for good messages and broken ones', () => {
  let refused = 0;
  for (const { method, kind, type, reference } of messages()) {
    const declared = byName.get(type);
    if (!declared) throw new Error(`no declaration of ${type}`);
    const drawn = draw(samples.of(declared), { numRuns: 3, seed: 11 });
    for (const [seed, sample] of drawn.entries()) {
      for (const value of [sample, mutate(sample, seed * 5 + method.length)]) {
        const verdict = reference(value);
        if (!verdict) refused += 1;
        const found =
          kind === 'params'
            ? validator.checkParams(method, value)
            : validator.checkResult(method, value);
        expect({ method, kind, value, valid: found === undefined }).toEqual({
          method,
          kind,
          value,
          valid: verdict,
        });
        if (found) expect(found.issues.length).toBeGreaterThan(0);
      }
    }
  }
  expect(refused).toBeGreaterThan(200);
});

it.each([
  [
    'names the variants of a union when the tag is none of theirs',
    { input: [{ type: 'txt', text: 'a' }] },
    ['/input/0/type must be one of "text", "image", "localImage"'],
  ],
  [
    'tells what is wrong with the variant that is meant, not with the others',
    { input: [{ type: 'text' }] },
    ['/input/0 must have the property "text"'],
  ],
  [
    'tells every way in which a variant could be made right',
    { input: [{ type: 'image' }] },
    ['/input/0 must have the property "url"', '/input/0 must have the property "fileId"'],
  ],
  [
    'looks at the variant of the right type in a union without a tag',
    { input: [], approvalPolicy: { granular: {} } },
    ['/approvalPolicy/granular must have the property'],
  ],
  [
    'lists the legal words',
    { input: [], approvalPolicy: 'sometimes' },
    ['/approvalPolicy must be one of "untrusted", "on-request", "never"'],
  ],
  ['names the types', { input: [], model: 7 }, ['/model must be string or null']],
  [
    'does not hide a wrong type behind null',
    { input: [], sandboxPolicy: 3 },
    ['/sandboxPolicy must be object or null'],
  ],
])('%s', (_what, params, expected) => {
  const found = validator.checkParams('turn/start', { threadId: 't', ...params });
  const texts = found?.issues.map(({ pointer, message }) => `${pointer} ${message}`) ?? [];
  expect(texts).toHaveLength(expected.length);
  expected.forEach((text, index) => {
    expect(texts[index]).toContain(text);
  });
});

it('most unions have a tag', () => {
  const tagged = Object.values(DEFINITIONS)
    .map((text) => JSON.stringify(nameTags(JSON.parse(text))))
    .filter((text) => text.includes('"discriminator":'));
  expect(tagged.length).toBeGreaterThan(35);
});
