import {
  StructureKind,
  type ClassDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type StatementStructures,
} from 'ts-morph';
import type { Request } from '../bind/method.js';
import type { Doc } from '../model/doc.js';
import type { Namespace } from '../name/names.js';
import { CALLER, DISPOSABLE_LIB } from './caller.js';
import { SHARED, type EmitContext } from './context.js';
import { docComment } from './docs.js';
import { Module, type Exported } from '../render/module.js';
import { quoted } from '../render/text.js';
import { TypeWriter } from './type-text.js';

type Method = OptionalKind<MethodDeclarationStructure>;

/** What the client of one spelling adds to the methods of the protocol. */
export interface Dialect {
  readonly description: string;
  readonly callOptions: Exported;
  /** Statements before the classes. */
  readonly before: readonly StatementStructures[];
  /** The generic methods: `request` and its like. */
  readonly generic: readonly Method[];
}

/** Writes a client: one class for each namespace, one line for each method. */
export class ClientWriter {
  readonly module: Module;
  readonly #context: EmitContext;
  readonly #types: TypeWriter;
  readonly #requests: ReadonlyMap<string, Request>;

  constructor(context: EmitContext) {
    this.module = new Module(context.modules.api);
    this.module.pragmas.push(DISPOSABLE_LIB);
    this.#context = context;
    this.#types = new TypeWriter(context, this.module);
    this.#requests = new Map(context.protocol.requests.map((entry) => [entry.method, entry]));
  }

  /** A type of this spelling's `protocol` module. */
  protocolType(name: string): string {
    return this.module.use({ name, from: this.#context.modules.protocol });
  }

  write(dialect: Dialect): Module {
    const nested = this.#context.namespaces.filter(({ member }) => member !== null);
    this.module.add(
      ...dialect.before,
      this.#requestArguments(dialect),
      this.#client(dialect, nested),
      ...nested.map((namespace) => this.#namespace(dialect, namespace)),
      this.#whenOmitted(),
    );
    return this.module;
  }

  #client(dialect: Dialect, nested: readonly Namespace[]): ClassDeclarationStructure {
    const direct = this.#context.namespaces.filter(({ member }) => member === null);
    const caller = this.module.use(CALLER);
    const members = nested.map(({ member, className }) => ({ name: member ?? '', className }));
    return {
      kind: StructureKind.Class,
      isExported: true,
      name: 'Api',
      docs: [{ description: dialect.description }],
      properties: [
        { name: '#caller', isReadonly: true, type: caller },
        ...members.map(({ name, className }) => ({ name, isReadonly: true, type: className })),
      ],
      ctors: [
        {
          parameters: [{ name: 'caller', type: caller }],
          statements: [
            'this.#caller = caller;',
            ...members.map(({ name, className }) => `this.${name} = new ${className}(this);`),
          ],
        },
      ],
      methods: [
        ...direct.flatMap((namespace) => this.#methods(dialect, namespace, 'this')),
        ...dialect.generic,
      ],
    };
  }

  #namespace(dialect: Dialect, namespace: Namespace): ClassDeclarationStructure {
    const [method = ''] = namespace.methods.keys();
    const [segment = ''] = method.split('/', 1);
    return {
      kind: StructureKind.Class,
      isExported: true,
      name: namespace.className,
      docs: [{ description: `The methods under \`${segment}\`.` }],
      properties: [{ name: '#api', isReadonly: true, type: 'Api' }],
      ctors: [{ parameters: [{ name: 'api', type: 'Api' }], statements: ['this.#api = api;'] }],
      methods: this.#methods(dialect, namespace, 'this.#api'),
    };
  }

  #methods(dialect: Dialect, namespace: Namespace, receiver: string): Method[] {
    return [...namespace.methods].flatMap(([method, member]) => {
      const request = this.#requests.get(method);
      return request === undefined ? [] : [this.#method(dialect, request, member, receiver)];
    });
  }

  #method(dialect: Dialect, request: Request, member: string, receiver: string): Method {
    const { params, method, stability } = request;
    const options = this.module.use(dialect.callOptions);
    const type = params.type && this.#types.text(params.type, stability);
    const omittable =
      params.whenOmitted === 'absent'
        ? { hasQuestionToken: true }
        : { initializer: params.whenOmitted === 'object' ? '{}' : 'null' };
    const sent = type === null ? 'undefined' : 'params';
    return {
      name: member,
      parameters: [
        ...(type === null
          ? []
          : [{ name: 'params', type, ...(params.kind === 'optional' && omittable) }]),
        { name: 'options', hasQuestionToken: true, type: options },
      ],
      returnType: `Promise<${this.#types.text(request.result, stability)}>`,
      statements: [`return ${receiver}.request(${quoted(method)}, ${sent}, options);`],
      docs: docComment({ doc: this.#doc(request), stability, more: [`Sends \`${method}\`.`] }),
    };
  }

  /** A method without words of its own says what its params say. */
  #doc({ doc, params }: Request): Doc {
    const type = params.type?.kind === 'nullable' ? params.type.type : params.type;
    if (doc.text !== '' || type?.kind !== 'reference') return doc;
    const own = this.#context.protocol.declarations.get(type.to)?.doc ?? doc;
    return {
      text: own.text,
      deprecated: doc.deprecated ?? own.deprecated,
      experimental: doc.experimental || own.experimental,
    };
  }

  /** The arguments after the method: which of them may be left out depends on the method. */
  #requestArguments(dialect: Dialect): StatementStructures {
    const method = this.protocolType('RequestMethod');
    const params = `${this.protocolType('RequestMap')}[M]['params']`;
    const options = this.module.use(dialect.callOptions);
    const optional = `[params?: ${params}, options?: ${options}]`;
    const conditions = ['undefined', 'null', 'Record<never, never>'].map(
      (least) => `${least} extends ${params} ? ${optional} : `,
    );
    return {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name: 'RequestArguments',
      typeParameters: [{ name: 'M', constraint: method }],
      type: `M extends ${method} ? ${conditions.join('')}[params: ${params}, options?: ${options}] : never`,
      docs: [{ description: 'What a request takes beside its method.' }],
    };
  }

  #whenOmitted(): StatementStructures {
    const table = this.module.use({ name: 'METHODS', from: SHARED.methods, value: true });
    const info = this.module.use({ name: 'RequestInfo', from: SHARED.methods });
    return {
      kind: StructureKind.Function,
      name: 'whenOmitted',
      parameters: [{ name: 'method', type: this.protocolType('RequestMethod') }],
      returnType: 'unknown',
      statements: [
        `const info: ${info} = ${table}[method];`,
        `if (info.whenOmitted === 'object') return {};`,
        `return info.whenOmitted === 'null' ? null : undefined;`,
      ],
      docs: [{ description: 'What the runtime expects where there are no params.' }],
    };
  }
}
