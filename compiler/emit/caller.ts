import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type OptionalKind,
  type PropertySignatureStructure,
} from 'ts-morph';
import { SHARED } from './context.js';
import { Module, type Exported } from '../render/module.js';

export const CALL_OPTIONS: Exported = { name: 'CallOptions', from: SHARED.caller };
export const CALLER: Exported = { name: 'Caller', from: SHARED.caller };

/** Makes `Disposable` known to programs whose `lib` is older. */
export const DISPOSABLE_LIB = '/// <reference lib="esnext.disposable" />';

/** `caller.ts`: the little that the generated client needs of a connection. */
export function emitCaller(): Module {
  const module = new Module(SHARED.caller);
  module.pragmas.push(DISPOSABLE_LIB);
  module.add(
    {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name: 'CallSignal',
      docs: [
        { description: 'An `AbortSignal`, also where the program has no types of its platform.' },
      ],
      type: `typeof globalThis extends { AbortSignal: { prototype: infer Signal } } ? Signal : {
        readonly aborted: boolean;
        readonly reason: unknown;
        addEventListener(type: 'abort', listener: () => void): void;
        removeEventListener(type: 'abort', listener: () => void): void;
      }`,
    },
    describe('CallOptions', 'How to make one call.', [
      {
        name: 'signal',
        hasQuestionToken: true,
        type: 'CallSignal | undefined',
        docs: [
          {
            description:
              'Gives the call up: it rejects at once, and an answer that still comes is dropped.',
          },
        ],
      },
      {
        name: 'timeoutMs',
        hasQuestionToken: true,
        type: 'number | undefined',
        docs: [{ description: 'How long to wait for the answer, in milliseconds.' }],
      },
    ]),
    {
      ...describe('Caller', 'A connection, as far as the generated client is concerned.', [
        {
          name: 'rpc',
          type: `{
            requestUntyped(method: string, params?: unknown, options?: CallOptions): Promise<unknown>;
          }`,
        },
      ]),
      methods: [
        {
          name: 'on',
          parameters: [
            { name: 'method', type: `'*'` },
            {
              name: 'listener',
              type: '(notification: { readonly method: string; readonly params?: unknown }) => void',
            },
          ],
          returnType: 'Disposable',
          docs: [{ description: 'Hears every notification, until disposed of.' }],
        },
      ],
    },
  );
  return module;
}

function describe(
  name: string,
  description: string,
  properties: readonly OptionalKind<PropertySignatureStructure>[],
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    docs: [{ description }],
    properties: properties.map((property) => ({ ...property, isReadonly: true })),
  };
}
