import type { Json, JsonObject } from '../../../compiler/util/json.js';

/** A method for `bundle`: what its params and its result refer to. */
export interface MethodSpec {
  readonly params?: Json;
  readonly paramsRequired?: boolean;
  readonly description?: string;
}

export interface BundleSpec {
  /** Definitions at the root. */
  readonly root?: JsonObject;
  /** Definitions under `v2`. */
  readonly v2?: JsonObject;
  readonly requests?: Readonly<Record<string, MethodSpec>>;
  readonly serverRequests?: Readonly<Record<string, MethodSpec>>;
  readonly notifications?: Readonly<Record<string, MethodSpec>>;
  readonly clientNotifications?: Readonly<Record<string, MethodSpec>>;
  /** Properties beside the arms of `ServerNotification`. */
  readonly notificationExtras?: JsonObject;
}

/**
 * A small bundle in the shape of the runtime's. Of each kind of message it has at least one, as the
 * runtime's always does.
 */
export function bundle(spec: BundleSpec): JsonObject {
  const { requests, serverRequests, notifications, clientNotifications } = spec;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'CodexAppServerProtocol',
    type: 'object',
    definitions: {
      RequestId: { anyOf: [{ type: 'string' }, { type: 'integer', format: 'int64' }] },
      ...(requests === undefined && { InitializeResponse: { type: 'object' } }),
      ...(serverRequests === undefined && { AskResponse: { type: 'object' } }),
      ...spec.root,
      ClientRequest: { oneOf: arms(requests ?? { initialize: {} }, true) },
      ServerRequest: { oneOf: arms(serverRequests ?? { ask: {} }, true) },
      ServerNotification: {
        oneOf: arms(notifications ?? { tell: {} }, false),
        ...(spec.notificationExtras && { properties: spec.notificationExtras }),
      },
      ClientNotification: { oneOf: arms(clientNotifications ?? { initialized: {} }, false) },
      ...(spec.v2 && { v2: spec.v2 }),
    },
  };
}

export function ref(name: string, scope: 'root' | 'v2' = 'v2'): JsonObject {
  return { $ref: scope === 'v2' ? `#/definitions/v2/${name}` : `#/definitions/${name}` };
}

function arms(methods: Readonly<Record<string, MethodSpec>>, answered: boolean): Json[] {
  return Object.entries(methods).map(([method, { params, paramsRequired, description }]) => ({
    type: 'object',
    ...(description !== undefined && { description }),
    properties: {
      ...(answered && { id: { $ref: '#/definitions/RequestId' } }),
      method: { type: 'string', enum: [method] },
      ...(params !== undefined && { params }),
    },
    required: [
      ...(answered ? ['id'] : []),
      'method',
      ...(params !== undefined && paramsRequired !== false ? ['params'] : []),
    ],
  }));
}
