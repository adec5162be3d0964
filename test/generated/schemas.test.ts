import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFINITIONS, PARAMS, RESULTS } from '../../generated/schemas.js';
import { correctProperties } from '../../compiler/load/correct-properties.js';
import type { Json } from '../../compiler/util/json.js';
import { pinnedModel } from '../compiler/support/pinned-model.js';
import { mutate, Samples } from '../compiler/support/sample.js';

const model = await pinnedModel();
const { protocol, names } = model;
const samples = new Samples(protocol);

const BUNDLE = 'schema/experimental/codex_app_server_protocol.schemas.json';

const original = new Ajv({ strict: false, validateFormats: false, logger: false });
original.addSchema(corrected(), 'bundle');

const ours = new Ajv({ logger: false });
ours.addSchema(
  {
    definitions: Object.fromEntries(
      Object.entries(DEFINITIONS).map(([name, text]) => [name, JSON.parse(text) as Json]),
    ),
  },
  'ours',
);

/** The bundle as the runtime wrote it, with the names that the overlay corrects. */
function corrected(): object {
  const json = JSON.parse(readFileSync(BUNDLE, 'utf8')) as { definitions: { v2: object } };
  const { definitions } = correctProperties(
    Object.entries(json.definitions.v2).map(([name, schema]) => ({
      pointer: '',
      scope: [],
      name,
      json: schema as Json,
    })),
    model.overlay.properties,
  );
  const v2 = Object.fromEntries(definitions.map(({ name, json: schema }) => [name, schema]));
  return { ...json, definitions: { ...json.definitions, v2 } };
}

/** Both validators of one type. */
function validatorsOf(pointer: string, name: string): [ValidateFunction, ValidateFunction] {
  return [
    original.compile({ $ref: `bundle${pointer}` }),
    ours.compile({ $ref: `ours#/definitions/${name}` }),
  ];
}

/** The types that stand at the top of a message. */
const roots = new Set(
  [...Object.values(PARAMS), ...Object.values(RESULTS)].flatMap((text) =>
    [...text.matchAll(/#\/definitions\/(\w+)/g)].map(([, name]) => name),
  ),
);

it('samples of every message are valid, and broken ones get the verdict of the schema itself', () => {
  let refused = 0;
  for (const { pointer, type } of protocol.declarations.values()) {
    const name = names.types.get(pointer) ?? '';
    if (!roots.has(name)) continue;
    const [theirs, own] = validatorsOf(pointer, name);
    for (const [seed, sample] of fc.sample(samples.of(type), { numRuns: 12, seed: 7 }).entries()) {
      expect({ name, sample, valid: theirs(sample) }).toEqual({ name, sample, valid: true });
      expect({ name, sample, valid: own(sample) }).toEqual({ name, sample, valid: true });
      const broken = mutate(sample, seed * 7 + name.length);
      const verdict = theirs(broken);
      if (!verdict) refused += 1;
      expect({ name, broken, valid: own(broken) }).toEqual({ name, broken, valid: verdict });
    }
  }
  expect(roots.size).toBeGreaterThan(400);
  expect(refused).toBeGreaterThan(1000);
});

it('every method with params and every result has a schema', () => {
  const requests = [...protocol.requests, ...protocol.serverRequests];
  expect(Object.keys(RESULTS)).toEqual(requests.map(({ method }) => method).sort());
  for (const text of [...Object.values(PARAMS), ...Object.values(RESULTS)])
    for (const [, name = ''] of text.matchAll(/#\/definitions\/(\w+)/g))
      expect(DEFINITIONS).toHaveProperty(name);
});

it('descriptions are gone, properties of that name are not', () => {
  const text = Object.values(DEFINITIONS).join('');
  expect(text).not.toMatch(/"(?:title|\$schema)":"/);
  expect(DEFINITIONS['McpServerElicitationRequestParams']).toContain('"description":{"type"');
});
