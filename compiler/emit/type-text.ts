import type {
  Field,
  Stability,
  StructType,
  Tagging,
  TypeNode,
  UnionType,
  Variant,
} from '../model/type-node.js';
import { declared, type EmitContext } from './context.js';
import { docCommentText } from './docs.js';
import { fieldDoc } from './field-doc.js';
import { tagFirst } from './tag-first.js';
import type { Module } from '../render/module.js';
import { inline } from '../render/data-text.js';
import { propertyName } from '../render/text.js';

/** Writes types in TypeScript, importing what they refer to into one module. */
export class TypeWriter {
  readonly #context: EmitContext;
  readonly #module: Module;

  constructor(context: EmitContext, module: Module) {
    this.#context = context;
    this.#module = module;
  }

  /** @param within how stable the thing is that the type stands in */
  text(type: TypeNode, within: Stability): string {
    switch (type.kind) {
      case 'any':
        return 'unknown';
      case 'null':
      case 'boolean':
      case 'string':
      case 'number':
        return type.kind;
      case 'literal':
        return inline(type.value);
      case 'enum':
        return type.values.map((value) => inline(value.value)).join(' | ');
      case 'array':
        return `${parenthesised(this.text(type.items, within), type.items)}[]`;
      case 'map':
        return `{ [key: string]: ${this.text(type.values, within)} }`;
      case 'nullable':
        return `${this.text(type.type, within)} | null`;
      case 'reference':
        return this.#module.use(declared(type.to, this.#context));
      case 'struct':
        return this.#struct(type, within);
      case 'union':
        break;
    }
    return this.union(type, within);
  }

  /** A field's type with what an absent property reads as. */
  fieldType(field: Field, within: Stability): string {
    const text = this.text(field.type, inner(field.stability, within));
    return field.required || text === 'unknown' ? text : `${text} | undefined`;
  }

  /** The index signature of an object that may have further properties: it has to fit all of them. */
  restType(named: readonly Field[], rest: TypeNode, within: Stability): string {
    if (rest.kind === 'any') return 'unknown';
    const fields = named.map((field) => this.fieldType(field, within));
    return [...new Set([this.text(rest, within), ...fields])].join(' | ');
  }

  union(type: UnionType, within: Stability): string {
    const base = type.base === null ? null : this.#struct(type.base, within);
    const arms = type.variants
      .map((variant) => this.arm(variant, type.tagging, within))
      .join(' | ');
    return base === null ? arms : `${base} & (${arms})`;
  }

  arm(variant: Variant, tagging: Tagging, within: Stability): string {
    const type = tagFirst(variant.type, tagging);
    const text = this.text(type, inner(variant.stability, within));
    return variant.type.kind === 'union' && variant.type.base !== null ? `(${text})` : text;
  }

  #struct(type: StructType, within: Stability): string {
    const members = type.fields.map((field) => {
      const mark = field.required ? '' : '?';
      const doc = docCommentText(fieldDoc(field, within));
      const text = `${propertyName(field.name)}${mark}: ${this.fieldType(field, within)};`;
      return doc === '' ? text : `${doc}\n${text}`;
    });
    if (type.rest !== null)
      members.push(`[key: string]: ${this.restType(type.fields, type.rest, within)};`);
    return `{\n${members.join('\n')}\n}`;
  }
}

/** Nothing inside an experimental thing is marked again. */
export function inner(own: Stability, within: Stability): Stability {
  return within === 'experimental' ? within : own;
}

function parenthesised(text: string, type: TypeNode): string {
  const compound =
    type.kind === 'nullable' ||
    type.kind === 'union' ||
    (type.kind === 'enum' && type.values.length > 1);
  return compound ? `(${text})` : text;
}
