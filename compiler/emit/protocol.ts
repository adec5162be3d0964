import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type OptionalKind,
  type PropertySignatureStructure,
  type TypeAliasDeclarationStructure,
} from 'ts-morph';
import type { Notification, Request } from '../bind/method.js';
import type { EmitContext } from './context.js';
import { docComment } from './docs.js';
import { methodDoc } from './method-doc.js';
import { Module } from '../render/module.js';
import { INDENT, STYLE } from '../render/style.js';
import { propertyName } from '../render/text.js';
import { TypeWriter } from './type-text.js';

/** `protocol.ts`: what each method takes and gives, and the unions of messages derived from that. */
export function emitProtocol(context: EmitContext): Module {
  const module = new Module(context.modules.protocol);
  const writer = new TypeWriter(context, module);
  const { protocol } = context;

  const params = (method: Notification): string => paramsText(method, writer);
  const call = (method: Request, room: number): string =>
    object(
      [`params: ${params(method)}`, `result: ${writer.text(method.result, method.stability)}`],
      room,
    );

  module.add(
    map('RequestMap', 'What the client asks of the runtime, by method.', protocol.requests, call),
    map(
      'ServerRequestMap',
      'What the runtime asks of the client, by method.',
      protocol.serverRequests,
      call,
    ),
    map('NotificationMap', 'What the runtime tells, by method.', protocol.notifications, params),
    map(
      'ClientNotificationMap',
      'What the client tells, by method.',
      protocol.clientNotifications,
      params,
    ),
    alias('RequestMethod', 'A request of the client.', 'keyof RequestMap'),
    alias('ServerRequestMethod', 'A request of the runtime.', 'keyof ServerRequestMap'),
    alias('NotificationMethod', 'A notification of the runtime.', 'keyof NotificationMap'),
    alias(
      'ClientNotificationMethod',
      'A notification of the client.',
      'keyof ClientNotificationMap',
    ),
  );

  const id = `id: ${writer.text(protocol.requestId, 'stable')}; `;
  const extras = protocol.notificationExtras.fields
    .map((field) => {
      const mark = field.required ? '' : '?';
      return `; ${propertyName(field.name)}${mark}: ${writer.fieldType(field, 'stable')}`;
    })
    .join('');
  const all = 'narrow it by `method`.';
  module.add(
    alias(
      'ClientRequest',
      `Every request of the client: ${all}`,
      union('RequestMethod', `RequestMap[M]['params']`, protocol.requests, id, ''),
    ),
    alias(
      'ServerRequest',
      `Every request of the runtime: ${all}`,
      union(
        'ServerRequestMethod',
        `ServerRequestMap[M]['params']`,
        protocol.serverRequests,
        id,
        '',
      ),
    ),
    alias(
      'ServerNotification',
      `Every notification of the runtime: ${all}`,
      union('NotificationMethod', 'NotificationMap[M]', protocol.notifications, '', extras),
    ),
    alias(
      'ClientNotification',
      `Every notification of the client: ${all}`,
      union(
        'ClientNotificationMethod',
        'ClientNotificationMap[M]',
        protocol.clientNotifications,
        '',
        '',
      ),
    ),
  );
  return module;
}

/** The type of the params of a method, with what stands for their absence. */
export function paramsText({ params, stability }: Notification, writer: TypeWriter): string {
  if (params.type === null) return 'undefined';
  const text = writer.text(params.type, stability);
  return params.kind === 'optional' && params.whenOmitted === 'absent'
    ? `${text} | undefined`
    : text;
}

function map<M extends Notification>(
  name: string,
  description: string,
  methods: readonly M[],
  type: (method: M, room: number) => string,
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    docs: [{ description }],
    properties: methods.map((method): OptionalKind<PropertySignatureStructure> => {
      const key = propertyName(method.method);
      return {
        name: key,
        type: type(method, STYLE.printWidth - INDENT - key.length - ': ;'.length),
        docs: docComment(methodDoc(method)),
      };
    }),
  };
}

/** An object type, on lines of its own where it does not fit on one. */
function object(members: readonly string[], room: number): string {
  const line = `{ ${members.join('; ')} }`;
  return line.length <= room ? line : `{\n${members.map((member) => `${member};\n`).join('')}}`;
}

/** One object type for each method; a member whose type admits `undefined` may be left out. */
function union(
  methods: string,
  params: string,
  list: readonly Notification[],
  head: string,
  tail: string,
): string {
  const shape = (mark: string): string => `{ ${head}method: M; params${mark}: ${params}${tail} }`;
  const absent = list.filter((method) => mayBeAbsent(method)).length;
  const choice =
    absent === 0
      ? shape('')
      : absent === list.length
        ? shape('?')
        : `undefined extends ${params} ? ${shape('?')} : ${shape('')}`;
  return `{ [M in ${methods}]: ${choice} }[${methods}]`;
}

function mayBeAbsent({ params }: Notification): boolean {
  return params.kind !== 'required' && params.whenOmitted === 'absent';
}

function alias(name: string, description: string, type: string): TypeAliasDeclarationStructure {
  return { kind: StructureKind.TypeAlias, isExported: true, name, type, docs: [{ description }] };
}
