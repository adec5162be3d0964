import type { Report } from '../diagnostics/report.js';
import { locate, type Bundle, type Definition } from '../load/load.js';
import type { Definitions } from '../normalise/normalise.js';
import { sortedBy } from '../util/order.js';
import type { Pointer } from '../util/pointer.js';
import { buildType } from './build-type.js';
import type { Doc } from './doc.js';
import {
  ENVELOPES,
  findEnvelopes,
  readEnvelope,
  type Envelope,
  type MethodKind,
} from './envelope.js';
import { docOf } from './read-doc.js';
import type { TypeNode } from './type-node.js';

/** One named type of the schema. */
export interface Declaration {
  readonly pointer: Pointer;
  /** The name in the schema. */
  readonly name: string;
  readonly doc: Doc;
  readonly type: TypeNode;
}

/** What a bundle says, in the compiler's own terms. */
export interface Model {
  readonly path: string;
  readonly envelopes: Readonly<Record<MethodKind, Envelope>>;
  /** In code-unit order of their names; without the envelopes. */
  readonly declarations: ReadonlyMap<Pointer, Declaration>;
}

export function buildModel({ path }: Bundle, definitions: Definitions, report: Report): Model {
  const context = { definitions, report: locate(path, report) };
  const found = findEnvelopes(definitions);
  const envelope = (kind: MethodKind): Envelope =>
    readEnvelope(ENVELOPES[kind], found.get(ENVELOPES[kind]), context);
  const plain = [...definitions.values()].filter((definition) => !found.has(definition.name));
  return {
    path,
    envelopes: {
      request: envelope('request'),
      serverRequest: envelope('serverRequest'),
      notification: envelope('notification'),
      clientNotification: envelope('clientNotification'),
    },
    declarations: new Map(
      sortedBy(plain, ({ name }) => name).map((definition) => [
        definition.pointer,
        declaration(definition),
      ]),
    ),
  };

  function declaration({ pointer, name, schema }: Definition): Declaration {
    return { pointer, name, doc: docOf(schema), type: buildType(schema, context) };
  }
}
