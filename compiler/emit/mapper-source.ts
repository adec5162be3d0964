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
  const envelope = respell(NOTIFICATION, notification, 'fromWire') as AnyNotification;
  const params = paramsFromWire(notification.method, notification.params);
  return params === notification.params ? envelope : { ...envelope, params };
}

type Direction = 'toWire' | 'fromWire';

/** Where a property goes, and what is inside it. */
interface Route {
  readonly to: string;
  readonly inside: ShapeRef | undefined;
}

type Routes = ReadonlyMap<string, Route>;

function respell(ref: ShapeRef | undefined, value: unknown, direction: Direction): unknown {
  if (ref === undefined || typeof value !== 'object' || value === null) return value;
  if (typeof ref === 'string') return respell(entryOf(SHAPES, ref), value, direction);
  if (!Array.isArray(value)) return respellObject(ref, value, direction);
  const { items } = ref;
  return items === undefined ? value : value.map((item) => respell(items, item, direction));
}

function respellObject(shape: Shape, value: object, direction: Direction): object {
  const layers = layersOf(shape, value, direction);
  const result = {};
  for (const [key, inner] of Object.entries(value)) {
    const route = layers.find((layer) => layer.has(key))?.get(key);
    const inside = route === undefined ? shape.values : route.inside;
    define(result, route?.to ?? key, respell(inside, inner, direction));
  }
  return result;
}

/** The routes of a shape, and before them those of the arm that a value belongs to. */
function layersOf(shape: Shape, value: object, direction: Direction): Routes[] {
  const routes = routesOf(shape)[direction];
  const { tag, arms } = shape;
  if (tag === undefined || arms === undefined) return [routes];
  const [wire, snake] = tag;
  const picked: unknown = Reflect.get(value, direction === 'toWire' ? snake : wire);
  const arm = typeof picked === 'string' ? declaredShape(entryOf(arms, picked)) : undefined;
  return arm === undefined ? [routes] : [...layersOf(arm, value, direction), routes];
}

const known = new WeakMap<Shape, Readonly<Record<Direction, Routes>>>();

/** The properties of a shape from either side, worked out when they are first needed. */
function routesOf(shape: Shape): Readonly<Record<Direction, Routes>> {
  let routes = known.get(shape);
  if (routes === undefined) {
    const toWire = new Map<string, Route>();
    const fromWire = new Map<string, Route>();
    for (const [wire, field] of Object.entries(shape.fields ?? {})) {
      const [snake, inside] = typeof field === 'string' ? [field, undefined] : field;
      toWire.set(snake, { to: wire, inside });
      fromWire.set(wire, { to: snake, inside });
    }
    routes = { toWire, fromWire };
    known.set(shape, routes);
  }
  return routes;
}

function declaredShape(ref: ShapeRef | undefined): Shape | undefined {
  return typeof ref === 'string' ? declaredShape(entryOf(SHAPES, ref)) : ref;
}

function entryOf(table: Table, key: string): ShapeRef | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Sets a property even if it is called \`__proto__\`. */
function define(target: object, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else Reflect.set(target, key, value);
}
`;
