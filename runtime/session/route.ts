import { METHODS } from '../../generated/methods.js';

/** Where an id sits in the params of a message, as the generated table says. */
type IdPlace = { readonly path: string } | null;

interface Route {
  readonly threadId: readonly string[] | null;
  readonly turnId: readonly string[] | null;
}

/** A message newer than the schema is looked at where ids usually sit. */
const guess: Route = { threadId: ['threadId'], turnId: ['turnId'] };

const routes: ReadonlyMap<string, Route> = new Map(
  Object.entries(METHODS).flatMap(([method, info]) =>
    'threadId' in info
      ? [[method, { threadId: steps(info.threadId), turnId: steps(info.turnId) }]]
      : [],
  ),
);

function steps(place: IdPlace): readonly string[] | null {
  return place && place.path.split('.');
}

/** The thread that a notification or server request belongs to, if it names one. */
export function threadIdOf(method: string, params: unknown): string | undefined {
  return find(params, (routes.get(method) ?? guess).threadId);
}

/** The turn that a notification or server request belongs to, if it names one. */
export function turnIdOf(method: string, params: unknown): string | undefined {
  return find(params, (routes.get(method) ?? guess).turnId);
}

function find(params: unknown, path: readonly string[] | null): string | undefined {
  if (path === null) return undefined;
  let value = params;
  for (const step of path) value = (value as Record<string, unknown> | null | undefined)?.[step];
  return typeof value === 'string' ? value : undefined;
}
