import { CALL_OPTIONS } from './caller.js';
import { ClientWriter } from './client.js';
import type { EmitContext } from './context.js';
import type { Module } from '../render/module.js';

/** `api.ts`: the typed client, each signature checked by TypeScript against `RequestMap`. */
export function emitApi(context: EmitContext): Module {
  const writer = new ClientWriter(context);
  const options = writer.module.use(CALL_OPTIONS);
  const method = writer.protocolType('RequestMethod');
  const result = `${writer.protocolType('RequestMap')}[M]['result']`;
  const heard = `Extract<${writer.protocolType('ServerNotification')}, { method: M }>`;
  return writer.write({
    description: 'Every method of the protocol, typed, over some connection.',
    callOptions: CALL_OPTIONS,
    before: [],
    generic: [
      {
        name: 'request',
        typeParameters: [{ name: 'M', constraint: method }],
        parameters: [
          { name: 'method', type: 'M' },
          { name: 'args', isRestParameter: true, type: 'RequestArguments<M>' },
        ],
        returnType: `Promise<${result}>`,
        statements: [
          'const [params, options] = args;',
          'const sent = params === undefined ? whenOmitted(method) : params;',
          `return this.requestUntyped(method, sent, options) as Promise<${result}>;`,
        ],
        docs: [{ description: 'Sends a request by its name on the wire.' }],
      },
      {
        name: 'requestUntyped',
        parameters: [
          { name: 'method', type: 'string' },
          { name: 'params', hasQuestionToken: true, type: 'unknown' },
          { name: 'options', hasQuestionToken: true, type: options },
        ],
        returnType: 'Promise<unknown>',
        statements: ['return this.#caller.rpc.requestUntyped(method, params, options);'],
        docs: [{ description: 'Sends a request that is newer than the schema.' }],
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
            notification.method === method ? listener(notification as ${heard}) : undefined,
          );`,
        ],
        docs: [{ description: 'Hears the notifications of one method, until disposed of.' }],
      },
    ],
  });
}
