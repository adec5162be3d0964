import { join, sep } from 'node:path';
import ts from 'typescript';
import { root as folder } from '../../support/run.js';

/** A name of the facade in the other voice, worked out without the code under test. */
export function snakeName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** How the types of one entry differ from those of the other, where they are twins. */
export interface Voice {
  /** What a name of the root is called here. Default: {@link snakeName}. */
  readonly name?: (name: string) => string;
  /** Whether calls block here: promises become what they come to, and signals are left out. */
  readonly blocking?: boolean;
  /** Exports, and places of members, that have no twin or one of another form. */
  readonly except?: readonly string[];
}

/**
 * What the types of one entry have that those of the other lack: exports, members of classes,
 * options, fields of results, parameters, whatever is reached from the exports. Types of the protocol
 * are not entered; it must be the other spelling of the same one.
 */
export function missingTwins(rootEntry: string, hereEntry: string, voice: Voice = {}): string[] {
  const files = [rootEntry, hereEntry].map((file) => join(folder, file));
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  ) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, folder);
  const program = ts.createProgram(files, options);
  const [there, here] = files.map((file) => program.getSourceFile(file)) as [
    ts.SourceFile,
    ts.SourceFile,
  ];
  return new Twins(program.getTypeChecker(), voice).compareModules(there, here);
}

class Twins {
  readonly #checker: ts.TypeChecker;
  readonly #seen = new Map<ts.Type, Set<ts.Type>>();
  readonly #name: (name: string) => string;
  readonly #blocking: boolean;
  readonly #except: ReadonlySet<string>;
  #missing: string[] = [];

  constructor(checker: ts.TypeChecker, { name = snakeName, blocking = false, except = [] }: Voice) {
    this.#checker = checker;
    this.#name = name;
    this.#blocking = blocking;
    this.#except = new Set(except);
  }

  compareModules(there: ts.SourceFile, here: ts.SourceFile): string[] {
    const twins = this.#exports(here);
    for (const [name, symbol] of this.#exports(there)) {
      if (this.#except.has(name)) continue;
      const expected = /^[A-Z]/.test(name) ? name : this.#name(name);
      const twin = twins.get(expected);
      if (twin) this.#compareSymbols(symbol, twin, name);
      else this.#missing.push(`${name}: no export ${expected}`);
    }
    return this.#missing;
  }

  #exports(file: ts.SourceFile): Map<string, ts.Symbol> {
    const module = this.#checker.getSymbolAtLocation(file)!;
    return new Map(
      this.#checker.getExportsOfModule(module).map((symbol) => {
        const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
        return [symbol.name, isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol];
      }),
    );
  }

  #compareSymbols(there: ts.Symbol, here: ts.Symbol, path: string): void {
    if (there === here) return;
    const checker = this.#checker;
    if (there.flags & ts.SymbolFlags.Type) {
      if (!(here.flags & ts.SymbolFlags.Type)) this.#missing.push(`${path}: no type`);
      else {
        const twin = checker.getDeclaredTypeOfSymbol(here);
        this.#compare(checker.getDeclaredTypeOfSymbol(there), twin, path);
      }
    }
    if (there.flags & ts.SymbolFlags.Value) {
      if (!(here.flags & ts.SymbolFlags.Value)) this.#missing.push(`${path}: no value`);
      // The classes of errors are the root's own, under another type.
      else if (!isError(there)) {
        this.#compare(checker.getTypeOfSymbol(there), checker.getTypeOfSymbol(here), path);
      }
    }
  }

  #compare(rawThere: ts.Type, rawHere: ts.Type, path: string): void {
    const there = this.#settled(this.#checker.getNonNullableType(rawThere));
    const here = this.#bare(this.#checker.getNonNullableType(rawHere));
    if (there === here || this.#isSeen(there, here)) return;
    if (isPlain(there)) {
      if (!isPlain(here)) this.#missing.push(`${path}: another kind of value`);
    } else if (isProtocol(there) && !(this.#blocking && isOfClient(there))) {
      const [name, twin] = [nameOf(there), nameOf(here)];
      if (!isProtocol(here) || name !== twin) {
        this.#missing.push(`${path}: ${name} became ${this.#checker.typeToString(here)}`);
      }
    } else if (there.isUnion()) this.#compareUnions(there, here, path);
    else if (isForeign(there)) this.#compareForeign(there, here, path);
    else {
      this.#compareSignatures(there, here, path);
      this.#compareProperties(there, here, path);
    }
  }

  /** Members of unions come in no certain order: each needs some counterpart. */
  #compareUnions(there: ts.UnionType, here: ts.Type, path: string): void {
    const candidates = here.isUnion() ? here.types : [here];
    for (const type of there.types) {
      if (isPlain(type) || (this.#blocking && isPromise(type))) continue;
      const outcomes = candidates
        .filter((candidate) => !isPlain(candidate))
        .map((candidate) => this.#trial(type, candidate, path));
      const closest = outcomes.toSorted((a, b) => a.length - b.length)[0];
      this.#missing.push(...(closest ?? [`${path}: no ${this.#checker.typeToString(type)}`]));
    }
  }

  #trial(there: ts.Type, here: ts.Type, path: string): string[] {
    const before = this.#missing;
    this.#missing = [];
    this.#compare(there, here, path);
    const outcome = this.#missing;
    this.#missing = before;
    return outcome;
  }

  #compareForeign(there: ts.Type, here: ts.Type, path: string): void {
    const name = there.symbol.name;
    const expected = this.#blocking ? (iterators[name] ?? name) : name;
    if (here.symbol?.name !== expected) {
      this.#missing.push(`${path}: another type than ${there.symbol.name}`);
      return;
    }
    const twins = this.#checker.getTypeArguments(here as ts.TypeReference);
    for (const [i, type] of this.#checker.getTypeArguments(there as ts.TypeReference).entries()) {
      // What an iterator returns and is given is the language's.
      if (expected === name || i === 0) this.#compare(type, twins[i] ?? type, path);
    }
  }

  #compareSignatures(there: ts.Type, here: ts.Type, path: string): void {
    const twins = here.getCallSignatures();
    const signatures = there.getCallSignatures();
    if (signatures.length !== twins.length) this.#missing.push(`${path}: other overloads`);
    for (const [i, signature] of signatures.entries()) {
      const twin = twins[i];
      if (!twin) continue;
      // Parameters of the generated client are not declared again where calls block, but worked out.
      if (this.#blocking && isGenerated(signature.declaration as ts.Declaration)) {
        this.#compare(signature.getReturnType(), twin.getReturnType(), `${path}()`);
        continue;
      }
      if (signature.parameters.length !== twin.parameters.length) {
        this.#missing.push(`${path}: other parameters`);
      }
      for (const [j, parameter] of signature.parameters.entries()) {
        const other = twin.parameters[j];
        const place = `${path}(${parameter.name})`;
        if (other) this.#compare(this.#typeOf(parameter), this.#typeOf(other), place);
      }
      this.#compare(signature.getReturnType(), twin.getReturnType(), `${path}()`);
    }
  }

  #compareProperties(there: ts.Type, here: ts.Type, path: string): void {
    for (const property of there.getProperties()) {
      if (property.name === 'prototype' || isHidden(property)) continue;
      const place = `${path}.${property.name}`;
      if (this.#isLeftOut(property.name, place)) continue;
      const expected = this.#nameOfMember(property.name);
      const twin = here.getProperties().find(({ name }) => sameMember(name, expected));
      if (!twin) this.#missing.push(`${place}: no ${expected}`);
      else if (this.#blocking || !property.declarations?.every(isGenerated)) {
        const isOptional = (symbol: ts.Symbol): number => symbol.flags & ts.SymbolFlags.Optional;
        if (isOptional(property) !== isOptional(twin)) {
          this.#missing.push(`${place}: ${expected} is not as optional`);
        }
        this.#compare(this.#typeOf(property), this.#typeOf(twin), place);
      }
    }
  }

  /** What is waited for, where calls block. */
  #settled(type: ts.Type): ts.Type {
    if (!this.#blocking || !isPromise(type)) return type;
    const [value] = this.#checker.getTypeArguments(type as ts.TypeReference);
    return value ? this.#checker.getNonNullableType(value) : type;
  }

  /** A type without what only says that it is no promise. */
  #bare(type: ts.Type): ts.Type {
    const [first] = type.isIntersection() ? type.types : [];
    const says = type.isIntersection() && type.types.some(({ symbol }) => saysNoPromise(symbol));
    return this.#blocking && first && says ? first : type;
  }

  #isLeftOut(name: string, place: string): boolean {
    return this.#except.has(place) || (this.#blocking && name === 'signal');
  }

  #nameOfMember(name: string): string {
    if (!name.startsWith('__@')) return this.#name(name);
    if (!this.#blocking) return name;
    return name.replace('asyncDispose', 'dispose').replace('asyncIterator', 'iterator');
  }

  #typeOf(symbol: ts.Symbol): ts.Type {
    return this.#checker.getTypeOfSymbol(symbol);
  }

  #isSeen(there: ts.Type, here: ts.Type): boolean {
    const seen = this.#seen.get(there) ?? new Set();
    this.#seen.set(there, seen);
    if (seen.has(here)) return true;
    seen.add(here);
    return false;
  }
}

/** What the asynchronous kinds of streams are where calls block. */
const iterators: Readonly<Record<string, string>> = {
  AsyncGenerator: 'IterableIterator',
  AsyncIterable: 'Iterable',
  AsyncIterableIterator: 'IterableIterator',
};

/** Whether a member has the name that is expected. Well-known symbols are numbered by their types. */
function sameMember(name: string, expected: string): boolean {
  return expected.startsWith('__@')
    ? name.replace(/@\d+$/, '') === expected.replace(/@\d+$/, '')
    : name === expected;
}

function isPromise(type: ts.Type): boolean {
  return (type.symbol as ts.Symbol | undefined)?.name === 'Promise' && isForeign(type);
}

/** Whether a type is of the generated client, whose methods a voice that blocks has in another form. */
function isOfClient(type: ts.Type): boolean {
  return nameOf(type)?.endsWith('Api') === true || type.getCallSignatures().length > 0;
}

function saysNoPromise(symbol: ts.Symbol | undefined): boolean {
  return (
    symbol?.members?.has(ts.escapeLeadingUnderscores('then')) === true && symbol.members.size === 1
  );
}

const plain =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.VoidLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Never |
  ts.TypeFlags.NonPrimitive |
  ts.TypeFlags.Instantiable;

/** Whether a type has no parts of its own: a text, a number, a type parameter. */
function isPlain(type: ts.Type): boolean {
  return type.isUnion() ? type.types.every(isPlain) : (type.flags & plain) !== 0;
}

function nameOf(type: ts.Type): string | undefined {
  return symbolOf(type)?.name;
}

/** What a type was declared as, if it was. */
function symbolOf(type: ts.Type): ts.Symbol | undefined {
  return type.aliasSymbol ?? type.symbol;
}

function declarationsOf(type: ts.Type): readonly ts.Declaration[] {
  return symbolOf(type)?.declarations ?? [];
}

function isGenerated(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName.includes('/generated/');
}

function isProtocol(type: ts.Type): boolean {
  const declarations = declarationsOf(type);
  return declarations.length > 0 && declarations.every(isGenerated);
}

/** Whether a type is of the language or of another package. */
function isForeign(type: ts.Type): boolean {
  const declarations = (type.symbol as ts.Symbol | undefined)?.declarations ?? [];
  return (
    declarations.length > 0 &&
    declarations.every((d) => d.getSourceFile().fileName.includes(`${sep}node_modules${sep}`))
  );
}

function isHidden(symbol: ts.Symbol): boolean {
  const isPrivate = symbol.declarations?.some(
    (d) => (ts.getCombinedModifierFlags(d) & ts.ModifierFlags.Private) !== 0,
  );
  const isInternal = symbol.getJsDocTags().some((tag) => tag.name === 'internal');
  return isPrivate === true || isInternal || symbol.name.startsWith('#');
}

function isError(symbol: ts.Symbol): boolean {
  return symbol.name.endsWith('Error');
}
