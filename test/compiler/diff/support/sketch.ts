import { Diagnostics } from '../../../../compiler/diagnostics/report.js';
import { compare, type Difference } from '../../../../compiler/diff/compare.js';
import { placeOf, type Change } from '../../../../compiler/diff/change.js';
import { modelSide } from '../../../../compiler/diff/read-side.js';
import type { Side } from '../../../../compiler/diff/side.js';
import type { SourceDocument } from '../../../../compiler/load/parse-json.js';

type Schema = object;

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
  const envelope = (methods: Readonly<Record<string, Schema>> = {}, answered: boolean): Schema => ({
    oneOf: Object.entries(methods).map(([method, params]) =>
      object(
        { ...(answered && { id: ref('RequestId') }), method: oneOf(method), params },
        ...(answered ? ['id'] : []),
        'method',
        'params',
      ),
    ),
  });
  // No union may be empty, so each has one message that every sketch has.
  const definitions = {
    ClientRequest: envelope({ initialize: none, ...sketch.requests }, true),
    ServerRequest: envelope({ 'currentTime/read': none, ...sketch.serverRequests }, true),
    ServerNotification: envelope({ error: none, ...sketch.notifications }, false),
    ClientNotification: envelope({ initialized: none, ...sketch.clientNotifications }, false),
    RequestId: { anyOf: [text, integer] },
    InitializeResponse: object({}),
    CurrentTimeReadResponse: object({}),
    ...sketch.definitions,
  };
  return { path: 'sketch.json', text: JSON.stringify({ definitions }) };
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
  const report = new Diagnostics();
  const provenance = version === null ? null : JSON.stringify({ runtimeVersion: version });
  const side = await modelSide(
    version ?? 'sketch',
    {
      surface: documentOf(merged),
      stable: experimental === undefined ? null : documentOf(sketch),
      overlay: null,
      provenance: provenance === null ? null : { path: 'provenance.json', text: provenance },
    },
    report,
  );
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
