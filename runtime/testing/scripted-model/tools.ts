import { objectAt, objectsAt, stringAt, type JsonObject } from './json.js';

/** A tool that the runtime offered to the model. */
export interface OfferedTool {
  /** The name to call it by. */
  readonly name: string;
  /** The namespace to call it in, for tools that sit in one (those of MCP servers, for example). */
  readonly namespace: string | undefined;
  /** `function` takes JSON, `custom` plain text; others are run by the service itself. */
  readonly type: string;
  /** What the model is told of it. */
  readonly description: string | undefined;
  /** JSON Schema of the arguments of a function. */
  readonly parameters: JsonObject | undefined;
  /** The tool as it came over the wire. */
  readonly definition: JsonObject;
}

/**
 * The tools of a request, those inside namespaces included: the plain list, then those that newer
 * models get to see as items of the input. Of two with the same name the later stands.
 */
export function offeredTools(body: JsonObject): readonly OfferedTool[] {
  const lists = [
    body,
    ...objectsAt(body, 'input').filter((item) => stringAt(item, 'type') === 'additional_tools'),
  ];
  const tools = lists.flatMap((list) =>
    objectsAt(list, 'tools').flatMap((tool) =>
      stringAt(tool, 'type') === 'namespace'
        ? objectsAt(tool, 'tools').map((inner) => toTool(inner, stringAt(tool, 'name')))
        : [toTool(tool, undefined)],
    ),
  );
  return [...new Map(tools.map((tool) => [qualifiedName(tool), tool])).values()];
}

/** `namespace.name`, or the name alone for a tool outside any namespace. */
export function qualifiedName(tool: Pick<OfferedTool, 'name' | 'namespace'>): string {
  return tool.namespace === undefined ? tool.name : `${tool.namespace}.${tool.name}`;
}

function toTool(tool: JsonObject, namespace: string | undefined): OfferedTool {
  const type = stringAt(tool, 'type') ?? '';
  return {
    name: stringAt(tool, 'name') ?? type,
    namespace,
    type,
    description: stringAt(tool, 'description'),
    parameters: objectAt(tool, 'parameters'),
    definition: tool,
  };
}
