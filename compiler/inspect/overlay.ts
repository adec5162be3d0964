import type { Request } from '../bind/method.js';
import { methodsOf, requestsOf } from '../bind/protocol.js';
import type { CompiledModel } from '../compile.js';
import type { Declaration } from '../model/model.js';
import type { TypeNode } from '../model/type-node.js';
import { parts } from '../model/walk.js';
import type { Overlay } from '../overlay/overlay.js';
import { nameParts } from '../util/words.js';

/** One line of `inspect overlay`. */
export interface OverlayRow {
  readonly section: keyof Overlay;
  readonly entry: string;
  /** `skipped`: this schema has no such thing; `redundant`: the rules say the same. */
  readonly effect: 'applied' | 'skipped' | 'redundant';
  readonly why: string;
}

/** What became of each entry of the overlay. */
export function inspectOverlay(model: CompiledModel): OverlayRow[] {
  const known = knownThings(model);
  const requests = new Map(requestsOf(model.protocol).map((request) => [request.method, request]));
  const resultOf = (method: string): string => model.overlay.results.get(method)?.result ?? '';
  const sections = Object.keys(model.overlay) as (keyof Overlay)[];
  return sections.flatMap((section) =>
    [...model.overlay[section]].map(([entry, { why }]): OverlayRow => {
      const effect =
        section === 'results'
          ? resultEffect(requests.get(entry), known.types.has(resultOf(entry)))
          : known[section].has(entry)
            ? 'applied'
            : 'skipped';
      return { section, entry, effect, why };
    }),
  );
}

/** @param known whether this schema has the result that the entry names */
function resultEffect(request: Request | undefined, known: boolean): OverlayRow['effect'] {
  if (request?.boundBy === 'overlay') return 'applied';
  return request === undefined || !known ? 'skipped' : 'redundant';
}

/** What entries of each section can refer to. */
function knownThings({
  protocol,
  corrected,
}: CompiledModel): Readonly<
  Record<Exclude<keyof Overlay, 'results'> | 'types', ReadonlySet<string>>
> {
  const declarations: readonly Declaration[] = [
    ...protocol.declarations.values(),
    ...protocol.unused,
  ];
  const methods = methodsOf(protocol).map(({ method }) => method);
  const types = new Set(declarations.map(({ name }) => name));
  const fields = declarations.flatMap(({ name, type }) =>
    fieldNames(type).map((field) => `${name}.${field}`),
  );
  const arms = declarations.flatMap(({ name, type }) =>
    type.kind === 'union' ? type.variants.map(({ tag }) => `${name}#${tag ?? ''}`) : [],
  );
  return {
    lanes: new Set(methods),
    docs: new Set([...methods, ...types, ...fields]),
    properties: corrected,
    names: new Set([...declarations.map(({ pointer }) => pointer), ...arms]),
    snakeNames: new Set([
      ...methods.flatMap(nameParts),
      ...declarations.flatMap(({ type }) => fieldNames(type)),
    ]),
    opaque: types,
    types,
  };
}

function fieldNames(type: TypeNode): string[] {
  const own = type.kind === 'struct' ? type.fields.map((field) => field.name) : [];
  return [...own, ...parts(type).flatMap(fieldNames)];
}
