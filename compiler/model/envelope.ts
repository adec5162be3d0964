import type { Report } from '../diagnostics/report.js';
import type { Definition } from '../load/load.js';
import { isAny, type SchemaNode } from '../load/schema-node.js';
import type { Definitions } from '../normalise/normalise.js';
import { sortedBy } from '../util/order.js';
import type { Pointer } from '../util/pointer.js';
import { buildType, structType } from './build-type.js';
import type { Doc } from './doc.js';
import { docOf } from './read-doc.js';
import type { TypeContext } from './type-context.js';
import type { StructType, TypeNode } from './type-node.js';

/** The four unions that list the messages of the protocol. */
export const ENVELOPES = {
  request: 'ClientRequest',
  serverRequest: 'ServerRequest',
  notification: 'ServerNotification',
  clientNotification: 'ClientNotification',
} as const;

export type MethodKind = keyof typeof ENVELOPES;

/** One message that the protocol knows. */
export interface Message {
  readonly method: string;
  readonly pointer: Pointer;
  readonly doc: Doc;
  /** What `params` holds; null if the message has none. */
  readonly params: TypeNode | null;
  /** True if `params` has to be sent, even as `null`. */
  readonly paramsRequired: boolean;
}

export interface Envelope {
  readonly pointer: Pointer;
  /** In code-unit order of their methods. */
  readonly messages: readonly Message[];
  /** What identifies a message that is answered; null if none is. */
  readonly id: TypeNode | null;
  /** The members of the message beside `id`, `method` and `params`, where the schema names some. */
  readonly extras: StructType;
}

export function findEnvelopes(definitions: Definitions): ReadonlyMap<string, Definition> {
  const names = new Set<string>(Object.values(ENVELOPES));
  return new Map(
    [...definitions.values()]
      .filter((definition) => names.has(definition.name))
      .map((definition) => [definition.name, definition]),
  );
}

export function readEnvelope(
  name: string,
  definition: Definition | undefined,
  context: TypeContext,
): Envelope {
  if (definition === undefined) {
    context.report.error('missing-envelope', '#/definitions', `No definition \`${name}\``);
    const extras: StructType = { kind: 'struct', fields: [], rest: null };
    return { pointer: '#', messages: [], id: null, extras };
  }
  const { schema, pointer } = definition;
  const arms = schema.oneOf ?? schema.anyOf ?? [schema];
  const messages = arms.flatMap((arm) => {
    const message = readMessage(arm, context);
    return message === undefined ? [] : [message];
  });
  const id = arms.find((arm) => arm.properties?.['id'])?.properties?.['id'];
  const extras: SchemaNode = schema.base ?? { pointer, type: 'object' };
  return {
    pointer,
    messages: unique(
      sortedBy(messages, (message) => message.method),
      context.report,
    ),
    id: id === undefined ? null : buildType(id, context),
    extras: structType(extras, context),
  };
}

function readMessage(arm: SchemaNode, context: TypeContext): Message | undefined {
  const method = arm.properties?.['method'];
  const name = method?.const ?? (method?.enum?.length === 1 ? method.enum[0] : undefined);
  if (typeof name !== 'string') {
    context.report.error(
      'malformed-envelope',
      arm.pointer,
      'A message without one literal `method`',
    );
    return undefined;
  }
  const params = arm.properties?.['params'];
  const none = params === undefined || (params.type === 'null' && !isAny(params));
  return {
    method: name,
    pointer: arm.pointer,
    doc: docOf(arm),
    params: none ? null : buildType(params, context),
    paramsRequired: arm.required?.includes('params') ?? false,
  };
}

function unique(messages: readonly Message[], report: Report): readonly Message[] {
  return messages.filter((message, index) => {
    const twin = messages[index - 1]?.method === message.method;
    if (twin) report.error('duplicate-method', message.pointer, `\`${message.method}\` again`);
    return !twin;
  });
}
