import {
  StructureKind,
  type ClassDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type StatementStructures,
} from 'ts-morph';
import type { Request } from '../bind/method.js';
import { NO_DOC } from '../model/doc.js';
import type { Namespace } from '../name/names.js';
import { CALLER, CALL_OPTIONS, DISPOSABLE_LIB } from './caller.js';
import { MODULES, type EmitContext } from './context.js';
import { docComment } from './docs.js';
import { Module } from './module.js';
import { quoted } from './text.js';
import { TypeWriter } from './type-text.js';

/** `api.ts`: one class for each namespace, one line for each method, checked against `RequestMap`. */
export function emitApi(context: EmitContext): Module {
  const module = new Module(MODULES.api);
  module.pragmas.push(DISPOSABLE_LIB);
  const emitter = new ApiEmitter(context, module);
  module.add(...emitter.statements());
  return module;
}

class ApiEmitter {
  readonly #context: EmitContext;
  readonly #module: Module;
  readonly #writer: TypeWriter;
  readonly #requests: ReadonlyMap<string, Request>;

  constructor(context: EmitContext, module: Module) {
    this.#context = context;
    this.#module = module;
    this.#writer = new TypeWriter(context, module);
    this.#requests = new Map(context.protocol.requests.map((request) => [request.method, request]));
  }

  statements(): StatementStructures[] {
    const { namespaces } = this.#context.names;
    const nested = namespaces.filter((namespace) => namespace.member !== null);
    const direct = namespaces.filter((namespace) => namespace.member === null);
    return [
      this.#argumentsType(),
      this.#client(nested, direct),
      ...nested.map((namespace) => this.#namespace(namespace)),
      this.#whenOmitted(),
    ];
  }

  /** The arguments after the method: what may be left out depends on the method. */
  #argumentsType(): StatementStructures {
    const params = `${this.#protocol('RequestMap')}[M]['params']`;
    const options = this.#module.use(CALL_OPTIONS);
    const choice = (mark: string): string => `[params${mark}: ${params}, options?: ${options}]`;
    return {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name: 'RequestArguments',
      typeParameters: [{ name: 'M', constraint: this.#protocol('RequestMethod') }],
      type: `M extends RequestMethod ? undefined extends ${params} ? ${choice('?')} : null extends ${params} ? ${choice('?')} : Record<never, never> extends ${params} ? ${choice('?')} : ${choice('')} : never`,
      docs: [{ description: 'What a request takes beside its method.' }],
    };
  }

  #client(nested: readonly Namespace[], direct: readonly Namespace[]): ClassDeclarationStructure {
    const caller = this.#module.use(CALLER);
    const options = this.#module.use(CALL_OPTIONS);
    const map = this.#protocol('RequestMap');
    return {
      kind: StructureKind.Class,
      isExported: true,
      name: 'Api',
      docs: [{ description: 'Every method of the protocol, typed, over some connection.' }],
      properties: [
        { name: '#caller', isReadonly: true, type: caller },
        ...nested.map(({ member, className }) => ({
          name: member ?? '',
          isReadonly: true,
          type: className,
        })),
      ],
      ctors: [
        {
          parameters: [{ name: 'caller', type: caller }],
          statements: [
            'this.#caller = caller;',
            ...nested.map(
              ({ member, className }) => `this.${member ?? ''} = new ${className}(this);`,
            ),
          ],
        },
      ],
      methods: [
        ...direct.flatMap((namespace) => this.#methods(namespace, 'this')),
        {
          name: 'request',
          typeParameters: [{ name: 'M', constraint: this.#protocol('RequestMethod') }],
          parameters: [
            { name: 'method', type: 'M' },
            { name: 'args', isRestParameter: true, type: 'RequestArguments<M>' },
          ],
          returnType: `Promise<${map}[M]['result']>`,
          statements: [
            'const [params, options] = args;',
            'const sent = params === undefined ? whenOmitted(method) : params;',
            `return this.requestUntyped(method, sent, options) as Promise<${map}[M]['result']>;`,
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
          typeParameters: [{ name: 'M', constraint: this.#protocol('NotificationMethod') }],
          parameters: [
            { name: 'method', type: 'M' },
            {
              name: 'listener',
              type: `(notification: Extract<${this.#protocol('ServerNotification')}, { method: M }>) => void`,
            },
          ],
          returnType: 'Disposable',
          statements: [
            `return this.#caller.on('*', (notification) => {
              if (notification.method === method)
                listener(notification as Extract<ServerNotification, { method: M }>);
            });`,
          ],
          docs: [{ description: 'Hears the notifications of one method, until disposed of.' }],
        },
      ],
    };
  }

  #whenOmitted(): StatementStructures {
    const table = this.#module.use({ name: 'METHODS', from: MODULES.methods, value: true });
    const info = this.#module.use({ name: 'RequestInfo', from: MODULES.methods });
    return {
      kind: StructureKind.Function,
      name: 'whenOmitted',
      parameters: [{ name: 'method', type: this.#protocol('RequestMethod') }],
      returnType: 'unknown',
      statements: [
        `const info: ${info} = ${table}[method];`,
        `if (info.whenOmitted === 'object') return {};`,
        `return info.whenOmitted === 'null' ? null : undefined;`,
      ],
      docs: [{ description: 'What the runtime expects where there are no params.' }],
    };
  }

  #namespace(namespace: Namespace): ClassDeclarationStructure {
    return {
      kind: StructureKind.Class,
      isExported: true,
      name: namespace.className,
      docs: [{ description: `The methods under \`${this.#firstSegment(namespace)}\`.` }],
      properties: [{ name: '#api', isReadonly: true, type: 'Api' }],
      ctors: [{ parameters: [{ name: 'api', type: 'Api' }], statements: ['this.#api = api;'] }],
      methods: this.#methods(namespace, 'this.#api'),
    };
  }

  #methods(namespace: Namespace, receiver: string): OptionalKind<MethodDeclarationStructure>[] {
    return [...namespace.methods].flatMap(([method, member]) => {
      const request = this.#requests.get(method);
      return request === undefined ? [] : [this.#method(request, member, receiver)];
    });
  }

  #method(
    request: Request,
    member: string,
    receiver: string,
  ): OptionalKind<MethodDeclarationStructure> {
    const { params, method, stability } = request;
    const options = {
      name: 'options',
      hasQuestionToken: true,
      type: this.#module.use(CALL_OPTIONS),
    };
    const type = params.type === null ? null : this.#writer.text(params.type, stability);
    const own =
      type === null
        ? []
        : [
            {
              name: 'params',
              type,
              ...(params.kind === 'optional' &&
                (params.whenOmitted === 'absent'
                  ? { hasQuestionToken: true }
                  : { initializer: params.whenOmitted === 'object' ? '{}' : 'null' })),
            },
          ];
    return {
      name: member,
      parameters: [...own, options],
      returnType: `Promise<${this.#writer.text(request.result, stability)}>`,
      statements: [
        `return ${receiver}.request(${quoted(method)}, ${type === null ? 'undefined' : 'params'}, options);`,
      ],
      docs: docComment({ ...this.#doc(request), more: [`Sends \`${method}\`.`] }),
    };
  }

  /** A method without words of its own says what its params say. */
  #doc(request: Request): { doc: Request['doc']; stability: Request['stability'] } {
    const { doc, stability } = request;
    if (doc.text !== '') return { doc, stability };
    const type = request.params.type;
    const inner = type?.kind === 'nullable' ? type.type : type;
    const declaration =
      inner?.kind === 'reference' ? this.#context.protocol.declarations.get(inner.to) : undefined;
    const own = declaration?.doc ?? NO_DOC;
    return {
      doc: {
        text: own.text,
        deprecated: doc.deprecated ?? own.deprecated,
        experimental: doc.experimental || own.experimental,
      },
      stability,
    };
  }

  #firstSegment(namespace: Namespace): string {
    const [method = ''] = namespace.methods.keys();
    return method.split('/', 1)[0] ?? method;
  }

  #protocol(name: string): string {
    return this.#module.use({ name, from: MODULES.protocol });
  }
}
