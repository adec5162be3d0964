import {
  StructureKind,
  type OptionalKind,
  type PropertySignatureStructure,
  type StatementStructures,
} from 'ts-morph';
import type { MethodKind } from '../model/envelope.js';

type Property = OptionalKind<PropertySignatureStructure>;

const stability: Property = {
  name: 'stability',
  type: `'stable' | 'experimental'`,
  docs: [{ description: 'Experimental methods need the `experimentalApi` capability.' }],
};
const params: Property = {
  name: 'params',
  type: `'none' | 'optional' | 'required'`,
  docs: [{ description: 'Whether a caller gives params.' }],
};
const routing: readonly Property[] = [
  {
    name: 'threadId',
    type: 'IdPlace | null',
    docs: [{ description: 'Where the id of the thread stands in the params.' }],
  },
  {
    name: 'turnId',
    type: 'IdPlace | null',
    docs: [{ description: 'Where the id of the turn stands in the params.' }],
  },
];

function kind(value: MethodKind): Property {
  return { name: 'kind', type: `'${value}'` };
}

function info(
  name: string,
  description: string,
  properties: readonly Property[],
): StatementStructures {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    docs: [{ description }],
    properties: properties.map((property) => ({ ...property, isReadonly: true })),
  };
}

/** The shapes of the table's entries, for code that handles methods it does not know by name. */
export const METHOD_INFO_TYPES: readonly StatementStructures[] = [
  info('RequestInfo', 'A request of the client.', [
    kind('request'),
    stability,
    {
      name: 'namespace',
      type: 'string | null',
      docs: [{ description: 'The property of `Api` that has the method; null for `Api` itself.' }],
    },
    {
      name: 'member',
      type: 'string | null',
      docs: [{ description: 'The method that sends it; null if the connection sends it.' }],
    },
    params,
    {
      name: 'whenOmitted',
      type: `'absent' | 'object' | 'null'`,
      docs: [{ description: 'What stands on the wire for params that are left out.' }],
    },
    {
      name: 'keys',
      type: 'readonly string[] | null',
      docs: [{ description: 'The top-level keys of the params; null if others are legal too.' }],
    },
    {
      name: 'lane',
      type: `'normal' | 'long' | 'urgent'`,
      docs: [
        {
          description:
            'Long requests last as long as their work; urgent ones steer or end work under way.',
        },
      ],
    },
  ]),
  info('ServerRequestInfo', 'A request of the runtime.', [
    kind('serverRequest'),
    stability,
    ...routing,
  ]),
  info('NotificationInfo', 'A notification of the runtime.', [
    kind('notification'),
    stability,
    ...routing,
  ]),
  info('ClientNotificationInfo', 'A notification of the client.', [
    kind('clientNotification'),
    stability,
    params,
  ]),
  info('IdPlace', 'Where an id stands inside params.', [
    { name: 'path', type: 'string', docs: [{ description: 'Property names joined by dots.' }] },
    {
      name: 'presence',
      type: `'required' | 'nullable' | 'optional'`,
      docs: [
        {
          description:
            '`nullable`: always there, perhaps as null; `optional`: may be absent or null.',
        },
      ],
    },
  ]),
  {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name: 'MethodInfo',
    type: 'RequestInfo | ServerRequestInfo | NotificationInfo | ClientNotificationInfo',
  },
];
