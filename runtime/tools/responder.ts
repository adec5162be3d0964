import type { DynamicToolCallParams } from '../../generated/types.js';
import { isJsonObject } from '../schema/json-schema.js';
import type { Responder } from '../session/server-requests.js';
import { callTool, toolCallMethod } from './call.js';
import type { NamedTool } from './declare.js';
import type { Tool } from './tool.js';

/** Answers the calls of these tools, and leaves all else to the next. */
export function toolResponder(
  tools: readonly NamedTool[],
  onHandlerError: (error: unknown, method: string) => void,
): Responder {
  const byKey = new Map<string, Tool>(
    tools.map(({ namespace, tool }) => [keyOf(namespace, tool.name), tool]),
  );
  return (request, { signal }) => {
    if (request.method !== toolCallMethod || !isJsonObject(request.params)) return undefined;
    const params = request.params as unknown as DynamicToolCallParams;
    const tool = byKey.get(keyOf(params.namespace, params.tool));
    if (!tool) return undefined;
    const report = (error: unknown): void => {
      onHandlerError(error, toolCallMethod);
    };
    return () => callTool(tool, { params, signal, report });
  };
}

/** Neither part holds a dot. */
function keyOf(namespace: string | null | undefined, name: string): string {
  return `${namespace ?? ''}.${name}`;
}
