import { StructureKind, type StatementStructures } from 'ts-morph';
import { CALL_OPTIONS } from './caller.js';
import { ClientWriter } from './client.js';
import { SHARED, SNAKE_CASE, type EmitContext } from './context.js';
import type { Exported, Module } from '../render/module.js';

const SNAKE_CALL_OPTIONS: Exported = { name: 'CallOptions', from: SNAKE_CASE.api };

/** `snake_case/api.ts`: the same client, which respells what goes out and what comes in. */
export function emitSnakeApi(context: EmitContext): Module {
  const writer = new ClientWriter(context);
  const { module } = writer;
  const mapper = (name: string): string => module.use({ name, from: SHARED.mappers, value: true });
  const wireOptions = module.use({ ...CALL_OPTIONS, as: 'WireCallOptions' });
  const method = writer.protocolType('RequestMethod');
  const result = `${writer.protocolType('RequestMap')}[M]['result']`;
  const heard = `Extract<${writer.protocolType('ServerNotification')}, { method: M }>`;
  return writer.write({
    description: 'Every method of the protocol, typed, in snake_case, over some connection.',
    callOptions: SNAKE_CALL_OPTIONS,
    before: [callOptions(wireOptions)],
    generic: [
      {
        name: 'request',
        isAsync: true,
        typeParameters: [{ name: 'M', constraint: method }],
        parameters: [
          { name: 'method', type: 'M' },
          { name: 'args', isRestParameter: true, type: 'RequestArguments<M>' },
        ],
        returnType: `Promise<${result}>`,
        statements: [
          'const [params, options] = args;',
          'const sent = params === undefined ? whenOmitted(method) : params;',
          `const answer = await this.request_untyped(method, ${mapper('paramsToWire')}(method, sent), options);`,
          `return ${mapper('resultFromWire')}(method, answer) as ${result};`,
        ],
        docs: [{ description: 'Sends a request by its name on the wire.' }],
      },
      {
        name: 'request_untyped',
        parameters: [
          { name: 'method', type: 'string' },
          { name: 'params', hasQuestionToken: true, type: 'unknown' },
          { name: 'options', type: 'CallOptions', initializer: '{}' },
        ],
        returnType: 'Promise<unknown>',
        statements: [
          'const { signal, timeout_ms: timeoutMs } = options;',
          'return this.#caller.rpc.requestUntyped(method, params, { signal, timeoutMs });',
        ],
        docs: [
          { description: 'Sends a request that is newer than the schema, and respells nothing.' },
        ],
      },
      {
        name: 'on',
        typeParameters: [{ name: 'M', constraint: writer.protocolType('NotificationMethod') }],
        parameters: [
          { name: 'method', type: 'M' },
          { name: 'listener', type: `(notification: ${heard}) => void` },
        ],
        returnType: 'Disposable',
        statements: [
          `return this.#caller.on('*', (notification) =>
            notification.method === method
              ? listener(${mapper('notificationFromWire')}(notification) as ${heard})
              : undefined,
          );`,
        ],
        docs: [{ description: 'Hears the notifications of one method, until disposed of.' }],
      },
    ],
  });
}

function callOptions(wire: string): StatementStructures {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: 'CallOptions',
    docs: [{ description: 'How to make one call.' }],
    properties: [
      {
        name: 'signal',
        hasQuestionToken: true,
        isReadonly: true,
        type: `${wire}['signal']`,
        docs: [
          {
            description:
              'Gives the call up: it rejects at once, and an answer that still comes is dropped.',
          },
        ],
      },
      {
        name: 'timeout_ms',
        hasQuestionToken: true,
        isReadonly: true,
        type: `${wire}['timeoutMs']`,
        docs: [{ description: 'How long to wait for the answer, in milliseconds.' }],
      },
    ],
  };
}
