import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type StatementStructures,
  type TypeAliasDeclarationStructure,
} from 'ts-morph';
import type { UsedDeclaration } from '../bind/protocol.js';
import { NO_DOC } from '../model/doc.js';
import type {
  Field,
  MapType,
  Stability,
  StructType,
  UnionType,
  Variant,
} from '../model/type-node.js';
import { unionOf } from '../name/name-types.js';
import { named, type EmitContext } from './context.js';
import { docComment, type DocParts } from './docs.js';
import { valueList } from './enum-doc.js';
import { fieldDoc } from './field-doc.js';
import { Module } from '../render/module.js';
import { propertyName } from '../render/text.js';
import { tagFirst } from './tag-first.js';
import { inner, TypeWriter } from './type-text.js';

/** `types.ts`: every type that a method uses, the arms of a union right behind it. */
export function emitTypes(context: EmitContext): Module {
  const module = new Module(context.modules.types);
  const emitter = new TypesEmitter(context, module);
  for (const declaration of context.protocol.declarations.values())
    if (context.home(declaration.pointer) === module.path)
      module.add(...emitter.declaration(declaration));
  return module;
}

class TypesEmitter {
  readonly #context: EmitContext;
  readonly #writer: TypeWriter;

  constructor(context: EmitContext, module: Module) {
    this.#context = context;
    this.#writer = new TypeWriter(context, module);
  }

  declaration(declaration: UsedDeclaration): StatementStructures[] {
    const { type, stability, pointer } = declaration;
    const name = named(this.#context.names.types, pointer);
    const doc = { doc: declaration.doc, stability, more: valueList(type, stability) };
    if (type.kind === 'struct' || type.kind === 'map')
      return [this.#interface(name, type, doc, stability)];
    const union = unionOf(type);
    if (union === null) return [alias(name, this.#writer.text(type, stability), doc)];
    return this.#union(declaration, name, union, doc);
  }

  #union(
    declaration: UsedDeclaration,
    name: string,
    union: UnionType,
    doc: DocParts,
  ): StatementStructures[] {
    const { stability } = declaration;
    const baseName = this.#context.names.bases.get(declaration.pointer);
    const base =
      union.base === null ? null : (baseName ?? this.#writer.text(union.base, stability));
    const arms = union.variants.map((variant) => {
      const own = this.#context.names.variants.get(variant.pointer);
      if (own !== undefined) return own;
      const text = this.#writer.arm(variant, union.tagging, stability);
      return base === null ? text : `(${base} & (${text}))`;
    });
    const nullable = declaration.type.kind === 'nullable' ? ['null'] : [];
    return [
      alias(name, [...arms, ...nullable].join(' | '), doc),
      ...(baseName !== undefined && union.base !== null
        ? [this.#interface(baseName, union.base, baseDoc(name), stability, fieldsOfArms(union))]
        : []),
      ...union.variants.flatMap((variant) =>
        this.#variant(variant, union, base, baseName, stability),
      ),
    ];
  }

  /** An arm with a name of its own. */
  #variant(
    variant: Variant,
    { base, tagging }: UnionType,
    baseText: string | null,
    baseName: string | undefined,
    within: Stability,
  ): StatementStructures[] {
    const name = this.#context.names.variants.get(variant.pointer);
    if (name === undefined) return [];
    const stability = inner(variant.stability, within);
    const doc = { doc: variant.doc, stability: within === 'stable' ? stability : undefined };
    const type = tagFirst(variant.type, tagging);
    if (type.kind === 'struct' && (base === null || (baseName && !conflict(type, base))))
      return [
        {
          ...this.#interface(name, type, doc, stability, base?.fields),
          ...(baseName && { extends: [baseName] }),
        },
      ];
    const text = this.#writer.text(type, stability);
    return [alias(name, baseText === null ? text : `${baseText} & ${text}`, doc)];
  }

  /** @param beside the properties of what it extends or is extended by */
  #interface(
    name: string,
    type: StructType | MapType,
    doc: DocParts,
    stability: Stability,
    beside: readonly Field[] = [],
  ): InterfaceDeclarationStructure {
    const fields = type.kind === 'struct' ? type.fields : [];
    const rest =
      type.kind === 'map'
        ? this.#writer.text(type.values, stability)
        : type.rest && this.#writer.restType([...fields, ...beside], type.rest, stability);
    return {
      kind: StructureKind.Interface,
      isExported: true,
      name,
      docs: docComment(doc),
      properties: fields.map((field) => ({
        name: propertyName(field.name),
        hasQuestionToken: !field.required,
        type: this.#writer.fieldType(field, stability),
        docs: docComment(fieldDoc(field, stability)),
      })),
      ...(rest !== null && {
        indexSignatures: [{ keyName: 'key', keyType: 'string', returnType: rest }],
      }),
    };
  }
}

function alias(name: string, type: string, doc: DocParts): TypeAliasDeclarationStructure {
  return {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name,
    type,
    docs: docComment(doc),
  };
}

function baseDoc(name: string): DocParts {
  return { doc: { ...NO_DOC, text: `What every \`${name}\` has.` } };
}

function fieldsOfArms({ variants }: UnionType): Field[] {
  return variants.flatMap(({ type }) => (type.kind === 'struct' ? type.fields : []));
}

/** True if an interface could not extend the other: a name, or what further keys hold, is twice there. */
function conflict(type: StructType, base: StructType): boolean {
  if (base.rest !== null && base.rest.kind !== 'any' && type.rest !== null) return true;
  return type.fields.some((field) => base.fields.some((other) => other.name === field.name));
}
