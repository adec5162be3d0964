/** The types of the tables in `mappers.ts`, as they stand there. They repeat what `spell` builds. */
export const MAPPER_TYPES = `
/** What a value needs; what is not mentioned passes unchanged. */
interface Shape {
  /** Properties by wire name: the other name, and what is inside. */
  readonly fields?: Readonly<Record<string, FieldShape>>;
  /** What the other properties hold. */
  readonly values?: ShapeRef;
  /** What an array holds. */
  readonly items?: ShapeRef;
  /** The property whose value picks an arm, in either spelling. */
  readonly tag?: readonly [wire: string, snake: string];
  readonly arms?: Readonly<Record<string, ShapeRef>>;
}

/** A shape, or the name of one in \`SHAPES\`. */
type ShapeRef = string | Shape;

type FieldShape = string | readonly [name: string, inside: ShapeRef];

type Table = Readonly<Record<string, ShapeRef>>;
`;

/** The interpreter of the tables in `mappers.ts`, as it stands there. */
export const MAPPER_FUNCTIONS = `
/** Respells a value of a protocol type for the wire. Values of unknown types pass unchanged. */
export function toWire(type: string, value: unknown): unknown {
  return respell(entryOf(SHAPES, type), value, 'toWire');
}

/** Respells a value of a protocol type in snake_case. Values of unknown types pass unchanged. */
export function fromWire(type: string, value: unknown): unknown {
  return respell(entryOf(SHAPES, type), value, 'fromWire');
}

/** Respells the params of a request or notification for the wire. */
export function paramsToWire(method: string, params: unknown): unknown {
  return respell(entryOf(PARAMS, method), params, 'toWire');
}

/** Respells the params of a request or notification in snake_case. */
export function paramsFromWire(method: string, params: unknown): unknown {
  return respell(entryOf(PARAMS, method), params, 'fromWire');
}

/** Respells the result of a request for the wire. */
export function resultToWire(method: string, result: unknown): unknown {
  return respell(entryOf(RESULTS, method), result, 'toWire');
}

/** Respells the result of a request in snake_case. */
export function resultFromWire(method: string, result: unknown): unknown {
  return respell(entryOf(RESULTS, method), result, 'fromWire');
}

/** A notification as it is known to the connection. */
interface AnyNotification {
  readonly method: string;
  readonly params?: unknown;
}

/** Respells a whole notification in snake_case. */
export function notificationFromWire(notification: AnyNotification): AnyNotification {
  const { method, params } = notification;
  const envelope = respell(NOTIFICATION, notification, 'fromWire') as AnyNotification;
  const respelled = paramsFromWire(method, params);
  return respelled === params ? envelope : Object.assign(envelope, { params: respelled });
}

type Direction = 'toWire' | 'fromWire';

type JsonObject = Readonly<Record<string, unknown>>;

/** Where a property goes, and what is inside it. */
interface Route {
  readonly to: string;
  readonly inside: ShapeRef | undefined;
}

type Routes = ReadonlyMap<string, Route>;

/** A shape as it is seen from one of the spellings. */
interface Side {
  readonly routes: Routes;
  /** The property whose value picks an arm. */
  readonly tag: string | undefined;
  /** The routes with those of an arm over them, for the arms that have been met. */
  readonly arms: Map<string, Routes>;
}

function respell(ref: ShapeRef | undefined, value: unknown, direction: Direction): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const shape = declaredShape(ref);
  if (shape === undefined) return value;
  if (!Array.isArray(value)) return respellObject(shape, value as JsonObject, direction);
  const { items } = shape;
  return items === undefined ? value : value.map((item) => respell(items, item, direction));
}

function respellObject(shape: Shape, value: JsonObject, direction: Direction): object {
  const routes = routesFor(shape, value, direction);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const route = routes.get(key);
    const inside = route === undefined ? shape.values : route.inside;
    const inner = inside === undefined ? value[key] : respell(inside, value[key], direction);
    const to = route === undefined ? key : route.to;
    if (to === '__proto__') defineProto(result, inner);
    else result[to] = inner;
  }
  return result;
}

/** Where the properties of a value go; those of its arm come before those that all arms have. */
function routesFor(shape: Shape, value: JsonObject, direction: Direction): Routes {
  const { routes, tag, arms } = sideOf(shape, direction);
  const picked = tag === undefined ? undefined : value[tag];
  if (typeof picked !== 'string') return routes;
  const known = arms.get(picked);
  if (known !== undefined) return known;
  const arm = declaredShape(entryOf(shape.arms ?? {}, picked));
  if (arm === undefined) return routes;
  const together = new Map([...routes, ...routesFor(arm, value, direction)]);
  if (arm.tag === undefined) arms.set(picked, together);
  return together;
}

const sides = {
  toWire: new WeakMap<Shape, Side>(),
  fromWire: new WeakMap<Shape, Side>(),
};

/** Worked out when it is first needed. */
function sideOf(shape: Shape, direction: Direction): Side {
  let side = sides[direction].get(shape);
  if (side === undefined) {
    const tag = shape.tag?.[direction === 'toWire' ? 1 : 0];
    side = { routes: routesOf(shape, direction), tag, arms: new Map() };
    sides[direction].set(shape, side);
  }
  return side;
}

function routesOf(shape: Shape, direction: Direction): Routes {
  const routes = new Map<string, Route>();
  for (const [wire, field] of Object.entries(shape.fields ?? {})) {
    const [snake, inside] = typeof field === 'string' ? [field, undefined] : field;
    if (direction === 'toWire') routes.set(snake, { to: wire, inside });
    else routes.set(wire, { to: snake, inside });
  }
  return routes;
}

function declaredShape(ref: ShapeRef | undefined): Shape | undefined {
  return typeof ref === 'string' ? declaredShape(entryOf(SHAPES, ref)) : ref;
}

function entryOf(table: Table, key: string): ShapeRef | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Sets a property that assignment would not. */
function defineProto(target: object, value: unknown): void {
  const property = { value, enumerable: true, configurable: true, writable: true };
  Object.defineProperty(target, '__proto__', property);
}
`;
