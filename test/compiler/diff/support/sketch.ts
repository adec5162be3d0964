import { Diagnostics } from '../../../../compiler/diagnostics/report.js';
import { compare, type Difference } from '../../../../compiler/diff/compare.js';
import { placeOf, type Change } from '../../../../compiler/diff/change.js';
import { modelSide } from '../../../../compiler/diff/read-side.js';
import type { Side } from '../../../../compiler/diff/side.js';
import type { CompilerInputs } from '../../../../compiler/compile.js';
import type { SourceDocument } from '../../../../compiler/load/parse-json.js';
import type { JsonObject } from '../../../../compiler/util/json.js';
import { bundle, type MethodSpec } from '../../support/bundle.js';

export type Schema = JsonObject;

/** A protocol in a few lines: methods with their params, and the definitions they use. */
export interface Sketch {
  readonly requests?: Readonly<Record<string, Schema>>;
  readonly serverRequests?: Readonly<Record<string, Schema>>;
  readonly notifications?: Readonly<Record<string, Schema>>;
  readonly clientNotifications?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  /** What only the experimental bundle has; then the rest is the stable one. */
  readonly experimental?: Omit<Sketch, 'experimental'>;
}

export function ref(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

export function object(
  properties: Readonly<Record<string, Schema>>,
  ...required: string[]
): Schema {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

export const text = { type: 'string' } as const;
export const integer = { type: 'integer' } as const;
export const none = { type: 'null' } as const;

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function oneOf(...values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}

/** A union of objects told apart by `type`. */
export function tagged(arms: Readonly<Record<string, Readonly<Record<string, Schema>>>>): Schema {
  return {
    oneOf: Object.entries(arms).map(([tag, properties]) =>
      object({ type: oneOf(tag), ...properties }, 'type', ...Object.keys(properties)),
    ),
  };
}

function documentOf(sketch: Sketch): SourceDocument {
  const specs = (methods: Readonly<Record<string, Schema>> = {}): Record<string, MethodSpec> =>
    Object.fromEntries(Object.entries(methods).map(([method, params]) => [method, { params }]));
  const root = {
    InitializeResponse: object({}),
    AskResponse: object({}),
    ...sketch.definitions,
  };
  // No union may be empty, so each has one message that every sketch has.
  const json = bundle({
    root,
    requests: { initialize: {}, ...specs(sketch.requests) },
    serverRequests: { ask: {}, ...specs(sketch.serverRequests) },
    notifications: { tell: {}, ...specs(sketch.notifications) },
    clientNotifications: { initialized: {}, ...specs(sketch.clientNotifications) },
  });
  return { path: 'sketch.json', text: JSON.stringify(json) };
}

export async function sideOf(sketch: Sketch, version: string | null = null): Promise<Side> {
  const { experimental } = sketch;
  const merged: Sketch = {
    requests: { ...sketch.requests, ...experimental?.requests },
    serverRequests: { ...sketch.serverRequests, ...experimental?.serverRequests },
    notifications: { ...sketch.notifications, ...experimental?.notifications },
    clientNotifications: { ...sketch.clientNotifications, ...experimental?.clientNotifications },
    definitions: { ...sketch.definitions, ...experimental?.definitions },
  };
  const provenance = version === null ? null : JSON.stringify({ runtimeVersion: version });
  return modelled(version ?? 'sketch', {
    surface: documentOf(merged),
    stable: experimental === undefined ? null : documentOf(sketch),
    overlays: [],
    provenance: provenance === null ? null : { path: 'provenance.json', text: provenance },
  });
}

/** One side of a comparison; throws if the compiler finds fault with it. */
export async function modelled(label: string, inputs: CompilerInputs): Promise<Side> {
  const report = new Diagnostics();
  const side = await modelSide(label, inputs, report);
  if (side === null) throw new Error(JSON.stringify(report.list(), null, 2));
  return side;
}

export async function difference(before: Sketch, after: Sketch): Promise<Difference> {
  return compare(await sideOf(before, '1.0.0'), await sideOf(after, '2.0.0'));
}

/** The changes in one line each: `breaking field removed Turn.status`. */
export async function changes(before: Sketch, after: Sketch): Promise<string[]> {
  return (await difference(before, after)).changes.map(lineOf);
}

export function lineOf(change: Change): string {
  const { impact, subject, kind, stability } = change;
  const former = kind === 'renamed' ? ` from ${change.before ?? ''}` : '';
  const place = placeOf(change);
  return `${impact}${stability === 'experimental' ? ' experimental' : ''} ${subject} ${kind} ${place}${former}`;
}

/** A protocol in which a type is met as input, as output, or as both. */
export function holding(
  position: 'input' | 'output' | 'both',
  type: Schema,
  definitions: Readonly<Record<string, Schema>> = {},
): Sketch {
  return {
    requests: {
      'thing/do': position === 'output' ? none : ref('ThingDoParams'),
    },
    definitions: {
      ...(position !== 'output' && { ThingDoParams: object({ thing: ref('Thing') }, 'thing') }),
      ThingDoResponse: position === 'input' ? object({}) : object({ thing: ref('Thing') }, 'thing'),
      Thing: type,
      ...definitions,
    },
  };
}
