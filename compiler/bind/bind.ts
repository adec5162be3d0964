import type { Report } from '../diagnostics/report.js';
import type { Message } from '../model/envelope.js';
import type { Declaration, Model } from '../model/model.js';
import type { TypeNode } from '../model/type-node.js';
import { reachable } from '../model/walk.js';
import type { Overlay } from '../overlay/overlay.js';
import { bindResults, type BindOptions } from './bind-results.js';
import type { Notification, Request } from './method.js';
import { bindParams } from './params.js';
import type { Protocol, Usage, UsedDeclaration } from './protocol.js';

/** Links methods to their types, and types to what uses them. Everything counts as stable so far. */
export function bind(
  model: Model,
  overlay: Overlay,
  options: BindOptions,
  report: Report,
): Protocol {
  const { envelopes, declarations } = model;
  const asked = [...envelopes.request.messages, ...envelopes.serverRequest.messages];
  const results = bindResults(asked, model, overlay, options, report);

  const notification = (message: Message): Notification => ({
    method: message.method,
    pointer: message.pointer,
    doc: message.doc,
    stability: 'stable',
    params: bindParams(message, declarations),
  });
  const request = (message: Message): Request => {
    const bound = results.get(message);
    return {
      ...notification(message),
      result: bound ? { kind: 'reference', to: bound.declaration.pointer } : { kind: 'any' },
      boundBy: bound?.by ?? 'nothing',
      lane: overlay.lanes.get(message.method)?.lane ?? 'normal',
    };
  };

  const methods = {
    requests: envelopes.request.messages.map(request),
    serverRequests: envelopes.serverRequest.messages.map(request),
    notifications: envelopes.notification.messages.map(notification),
    clientNotifications: envelopes.clientNotification.messages.map(notification),
    requestId: envelopes.serverRequest.id ?? envelopes.request.id ?? { kind: 'any' },
    notificationExtras: envelopes.notification.extras,
  } satisfies Partial<Protocol>;
  const used = usage(methods, model);
  return {
    ...methods,
    declarations: new Map(
      [...declarations.values()].flatMap((declaration): [string, UsedDeclaration][] => {
        const by = used.get(declaration);
        return by === undefined
          ? []
          : [[declaration.pointer, { ...declaration, usage: by, stability: 'stable' }]];
      }),
    ),
    unused: [...declarations.values()].filter((declaration) => !used.has(declaration)),
  };
}

function usage(
  methods: Pick<
    Protocol,
    | 'requests'
    | 'serverRequests'
    | 'notifications'
    | 'clientNotifications'
    | 'requestId'
    | 'notificationExtras'
  >,
  model: Model,
): ReadonlyMap<Declaration, Usage> {
  const params = (list: readonly Notification[]): TypeNode[] =>
    list.flatMap((method) => method.params.type ?? []);
  const results = (list: readonly Request[]): TypeNode[] => list.map((method) => method.result);
  const input = reachable(
    [
      ...params(methods.requests),
      ...params(methods.clientNotifications),
      ...results(methods.serverRequests),
      methods.requestId,
    ],
    model.declarations,
  );
  const output = reachable(
    [
      ...results(methods.requests),
      ...params(methods.serverRequests),
      ...params(methods.notifications),
      methods.requestId,
      methods.notificationExtras,
    ],
    model.declarations,
  );
  return new Map([
    ...[...input].map((declaration) => [declaration, 'input'] as const),
    ...[...output].map(
      (declaration) => [declaration, input.has(declaration) ? 'both' : 'output'] as const,
    ),
  ]);
}
