import type { Notification, Request } from '../bind/method.js';
import { methodsOf, requestsOf, type Protocol } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';
import type { TypeNode } from '../model/type-node.js';
import type { Overlay } from '../overlay/overlay.js';
import type { Pointer } from '../util/pointer.js';
import { findRespelled } from './respelled.js';
import { respellStruct, respellType } from './respell-type.js';
import type { Shape, ShapeRef } from './shape.js';
import type { ShapeContext } from './shape-context.js';
import { shapeOf } from './shapes.js';
import { snakeCase } from './snake-case.js';

/** The protocol in its second spelling, and how to get from one to the other. */
export interface Spelling {
  /** The protocol with snake_case properties. */
  readonly protocol: Protocol;
  /** The declarations that differ; the others are the wire's own. */
  readonly respelled: ReadonlySet<Pointer>;
  /** What their values need, by the name of the type, in code-unit order. */
  readonly shapes: ReadonlyMap<string, ShapeRef>;
  /** What the params of each method need, where they need anything. */
  readonly params: ReadonlyMap<string, ShapeRef>;
  readonly results: ReadonlyMap<string, ShapeRef>;
  /** What notifications need beside their params. */
  readonly notification: Shape | null;
}

/** @param names the names of the declared types */
export function spell(
  protocol: Protocol,
  names: ReadonlyMap<Pointer, string>,
  overlay: Overlay,
  path: string,
  report: Report,
): Spelling {
  const respelled = findRespelled(protocol, rootsOf(protocol), overlay);
  const context: ShapeContext = {
    declarations: protocol.declarations,
    respelled,
    names,
    spell: (wire) => snakeCase(wire, overlay),
    report,
  };
  const methods = methodsOf(protocol);
  const shapesBy = (
    list: readonly Notification[],
    type: (method: Notification) => TypeNode | null,
  ): Map<string, ShapeRef> =>
    new Map(
      list.flatMap((method): [string, ShapeRef][] => {
        const own = type(method);
        const shape = own && shapeOf(own, context, path + method.pointer);
        return shape === null ? [] : [[method.method, shape]];
      }),
    );
  const requests = requestsOf(protocol);
  const results = new Map(requests.map(({ method, result }) => [method, result]));
  const notification = shapeOf(protocol.notificationExtras, context, path);
  return {
    protocol: respellProtocol(protocol, respelled, context.spell),
    respelled,
    shapes: declaredShapes(protocol, context, path),
    params: shapesBy(methods, (method) => method.params.type),
    results: shapesBy(requests, (method) => results.get(method.method) ?? null),
    notification: typeof notification === 'string' ? null : notification,
  };
}

function declaredShapes(
  protocol: Protocol,
  context: ShapeContext,
  path: string,
): ReadonlyMap<string, ShapeRef> {
  const shapes = new Map<string, ShapeRef>();
  for (const { pointer, type } of protocol.declarations.values()) {
    const name = context.names.get(pointer);
    const shape = context.respelled.has(pointer) ? shapeOf(type, context, path + pointer) : null;
    if (name !== undefined && shape !== null) shapes.set(name, shape);
  }
  return shapes;
}

function rootsOf(protocol: Protocol): TypeNode[] {
  const params = (list: readonly Notification[]): TypeNode[] =>
    list.flatMap((method) => method.params.type ?? []);
  const results = (list: readonly Request[]): TypeNode[] => list.map((method) => method.result);
  return [
    ...params(protocol.requests),
    ...params(protocol.serverRequests),
    ...params(protocol.notifications),
    ...params(protocol.clientNotifications),
    ...results(protocol.requests),
    ...results(protocol.serverRequests),
    protocol.notificationExtras,
  ];
}

function respellProtocol(
  protocol: Protocol,
  respelled: ReadonlySet<Pointer>,
  spellName: (name: string) => string,
): Protocol {
  const method = <M extends Notification>(entry: M): M => ({
    ...entry,
    params: {
      ...entry.params,
      type: entry.params.type && respellType(entry.params.type, spellName),
    },
  });
  const request = (entry: Request): Request => ({
    ...method(entry),
    result: respellType(entry.result, spellName),
  });
  return {
    ...protocol,
    requests: protocol.requests.map(request),
    serverRequests: protocol.serverRequests.map(request),
    notifications: protocol.notifications.map(method),
    clientNotifications: protocol.clientNotifications.map(method),
    notificationExtras: respellStruct(protocol.notificationExtras, spellName),
    declarations: new Map(
      [...protocol.declarations].map(([pointer, declaration]) => [
        pointer,
        respelled.has(pointer)
          ? { ...declaration, type: respellType(declaration.type, spellName) }
          : declaration,
      ]),
    ),
  };
}
