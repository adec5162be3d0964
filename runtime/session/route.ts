import { METHODS } from '../../generated/methods.js';

/** Finds an id in the params of a message. */
type FindId = (params: unknown) => string | undefined;

interface Route {
  readonly threadId: FindId;
  readonly turnId: FindId;
}

/** A message newer than the schema is looked at where ids usually sit. */
const guess: Route = {
  threadId: firstOf(finder('threadId'), finder('thread.id')),
  turnId: firstOf(finder('turnId'), finder('turn.id')),
};

/** Where the generated table says that ids sit, made into code once: this is on the path of every message. */
const routes: ReadonlyMap<string, Route> = new Map(
  Object.entries(METHODS).flatMap(([method, info]) =>
    'threadId' in info
      ? [[method, { threadId: finder(info.threadId?.path), turnId: finder(info.turnId?.path) }]]
      : [],
  ),
);

/** Where the ids of a method's messages sit. */
export function routeOf(method: string): Route {
  return routes.get(method) ?? guess;
}

/** The thread that a notification or server request belongs to, if it names one. */
export function threadIdOf(method: string, params: unknown): string | undefined {
  return routeOf(method).threadId(params);
}

/** The turn that a notification or server request belongs to, if it names one. */
export function turnIdOf(method: string, params: unknown): string | undefined {
  return routeOf(method).turnId(params);
}

type Params = Readonly<Record<string, unknown>> | null | undefined;

function finder(path: string | undefined): FindId {
  if (path === undefined) return () => undefined;
  if (path === 'threadId') return (params) => text((params as { threadId?: unknown })?.threadId);
  if (path === 'turnId') return (params) => text((params as { turnId?: unknown })?.turnId);
  const steps = path.split('.');
  return (params) => {
    let value = params;
    for (const step of steps) value = (value as Params)?.[step];
    return text(value);
  };
}

function firstOf(one: FindId, other: FindId): FindId {
  return (params) => one(params) ?? other(params);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
