import type { ServerResponse } from 'node:http';
import { checkIsOptions } from '../../options/shapes.js';
import { ConfigurationError } from '../../util/configuration-error.js';
import { kindOf } from '../kind-of.js';
import { isObject, type JsonObject } from './json.js';
import type { HttpErrorPart } from './parts.js';
import type { HttpRequest } from './request.js';
import { sendJson } from './server.js';

/** What a path answers: an object goes out as JSON with status 200; `reply.httpError` says more. */
export type RouteAnswer = JsonObject | HttpErrorPart;

/** An answer, or a function of the request that makes it. */
export type Route = RouteAnswer | ((request: HttpRequest) => RouteAnswer | Promise<RouteAnswer>);

/** Answers by `METHOD /path`, the path without its query. */
export type Routes = Readonly<Record<string, Route>>;

/** Models that the runtime asks for in addition to those it knows: none. */
const DEFAULT_ROUTES: Routes = {
  'GET /v1/models': { object: 'list', data: [], models: [] },
};

/** Refuses routes that no request would ever take, and answers that are none. */
export function checkRoutes(routes: Routes): void {
  checkIsOptions(routes, 'route', (problem) => new ConfigurationError(problem));
  for (const [key, route] of Object.entries(routes)) {
    const place = `routes: ${JSON.stringify(key)}`;
    if (!/^[A-Z]+ \/[^?#\s]*$/.test(key)) {
      const wanted = 'a method and a path without its query, as `GET /path`';
      throw new ConfigurationError(`${place} must be ${wanted}`);
    }
    if (typeof route === 'function' || (typeof route === 'object' && route !== null)) continue;
    const what = 'an object, what reply.httpError() makes, or a function';
    throw new ConfigurationError(`${place} must answer ${what}, not ${kindOf(route)}`);
  }
}

/** Answers a request that is none for a response. */
export async function answerRoute(
  routes: Routes,
  request: HttpRequest,
  pathname: string,
  response: ServerResponse,
): Promise<void> {
  const key = `${request.method} ${pathname}`;
  const route = routes[key] ?? DEFAULT_ROUTES[key];
  const answer = typeof route === 'function' ? await route(request) : route;
  if (answer === undefined) {
    sendJson(response, 404, { error: { message: `a scripted model knows no ${key}` } });
  } else if (isHttpPart(answer)) {
    sendPart(response, answer);
  } else {
    sendJson(response, 200, answer);
  }
}

/** Sends an answer of any status, with a body of text or JSON. */
export function httpPartContent(part: HttpErrorPart): {
  readonly headers: Record<string, string>;
  readonly text: string;
} {
  const isText = typeof part.body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  return {
    headers: { 'content-type': type, ...part.headers },
    text: isText ? part.body : JSON.stringify(part.body),
  };
}

function sendPart(response: ServerResponse, part: HttpErrorPart): void {
  const { headers, text } = httpPartContent(part);
  response.writeHead(part.status, headers);
  response.end(text);
}

function isHttpPart(answer: RouteAnswer): answer is HttpErrorPart {
  return answer['kind'] === 'httpError' && isObject(answer['headers']);
}
