import { Node, Project } from 'ts-morph';
import type { Compilation } from '../../../compiler/compile.js';
import type { Json, JsonObject } from '../../../compiler/util/json.js';
import { bundle, ref, type BundleSpec } from './bundle.js';
import { compileBundle, fileOf } from './compile.js';

/** A fenced block of a scenario: ```` ```language label ````. */
export interface Block {
  readonly language: string;
  readonly label: string;
  readonly body: string;
}

const FENCE = /^(`{3,})(\w+) ?(.*)\n([\s\S]*?)^\1$/gm;

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(FENCE)].map(([, , language = '', label = '', body = '']) => ({
    language,
    label,
    body,
  }));
}

/** The scenario with what the compiler really says in place of each expectation. */
export function withActual(markdown: string, compilation: Compilation): string {
  return markdown.replaceAll(
    FENCE,
    (block: string, fence: string, language: string, label: string) => {
      if (!isExpectation(language)) return block;
      const body = actual({ language, label, body: '' }, compilation);
      return `${fence}${language} ${label}`.trimEnd() + `\n${body}${fence}`;
    },
  );
}

export function isExpectation(language: string): boolean {
  return language === 'ts' || language === 'text';
}

/** Compiles what the `json` blocks of a scenario describe. */
export function compileScenario(blocks: readonly Block[]): Promise<Compilation> {
  const json = (label: string): Json | undefined => {
    const block = blocks.find((other) => other.language === 'json' && other.label === label);
    return block && (JSON.parse(block.body) as Json);
  };
  const surface = json('') as BundleSpec | undefined;
  const stable = json('stable') as BundleSpec | undefined;
  const overlay = json('overlay');
  if (surface === undefined) throw new Error('A scenario needs a json block');
  return compileBundle({
    surface: bundle(withProbes(surface)),
    ...(stable && { stable: bundle(withProbes(stable)) }),
    ...(overlay !== undefined && { overlay }),
    lenient: blocks.some(({ label }) => label === 'lenient'),
  });
}

/** Where a scenario is about types only, one notification each makes them part of the protocol. */
function withProbes(spec: BundleSpec): BundleSpec {
  const methods = [spec.requests, spec.serverRequests, spec.notifications];
  if (methods.some((list) => list !== undefined)) return spec;
  const probes = (definitions: JsonObject | undefined, scope: 'root' | 'v2') =>
    Object.keys(definitions ?? {}).map((name) => [
      `probe/${scope}/${name}`,
      { params: ref(name, scope) },
    ]);
  return {
    ...spec,
    notifications: Object.fromEntries([...probes(spec.root, 'root'), ...probes(spec.v2, 'v2')]),
  };
}

/** What an expectation is compared with. */
export function actual({ language, label }: Block, compilation: Compilation): string {
  if (language === 'text')
    return compilation.diagnostics
      .map(
        ({ severity, code, pointer, message }) => `${severity} ${code} ${pointer}\n  ${message}\n`,
      )
      .join('');
  const [path = '', ...names] = label.split(' ');
  const text = fileOf(compilation, path);
  return names.length === 0
    ? ofInterest(text)
    : names.map((name) => excerpt(text, name)).join('\n');
}

/** A file without its head and without what every small bundle has. */
function ofInterest(text: string): string {
  const source = new Project({ useInMemoryFileSystem: true }).createSourceFile('a.ts', text);
  const statements = source.getStatements().filter((statement) => {
    const [name] = namesOf(statement);
    return name === undefined || !FILLERS.has(name);
  });
  return statements.map((statement) => `${statement.getText(true)}\n`).join('\n');
}

const FILLERS: ReadonlySet<string> = new Set(['AskResponse', 'InitializeResponse', 'RequestId']);

/** One statement by its name, or one of its members (`RequestMap.thread/start`), with its docs. */
function excerpt(text: string, name: string): string {
  const source = new Project({ useInMemoryFileSystem: true }).createSourceFile('a.ts', text);
  const [statement = '', ...member] = name.split('.');
  const found = source.getStatements().find((candidate) => namesOf(candidate).includes(statement));
  if (found === undefined) return `nothing is called ${name}\n`;
  if (member.length === 0) return `${found.getText(true)}\n`;
  const wanted = member.join('.');
  const part = found.getDescendants().find((inner) => {
    const own = Node.hasName(inner) ? inner.getName() : undefined;
    return own === wanted || own === `'${wanted}'`;
  });
  return part === undefined ? `nothing is called ${name}\n` : `${dedent(part.getText(true))}\n`;
}

function namesOf(statement: Node): string[] {
  if (Node.isVariableStatement(statement))
    return statement.getDeclarations().map((declaration) => declaration.getName());
  return Node.hasName(statement) ? [statement.getName()] : [];
}

function dedent(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents.filter((width) => width >= 0), 2);
  return [first, ...rest.map((line) => line.slice(indent))].join('\n');
}
