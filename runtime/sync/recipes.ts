import type { Recipe } from './bridge/calling-parts.js';

const given: unique symbol = Symbol.for('codex-app-server-sdk.sync.tool');

/** A tool that knows what it was made of. Copies of it do too. */
export interface GivenTool {
  /** @internal */
  readonly [given]: object;
}

/** A tool of a voice that the worker can make again from the same options. */
export function givenTool<Tool extends object>(tool: Tool, options: object): Tool & GivenTool {
  return { ...tool, [given]: options };
}

/** How the worker makes a tool. Properties may have been changed in a copy of it. */
export function toolRecipe(value: object): Recipe | undefined {
  if (!Object.hasOwn(value, given)) return undefined;
  const { [given]: options, ...tool } = value as GivenTool;
  const names = Object.keys(tool);
  const changes = Object.fromEntries(
    names.map((name) => [name, Reflect.get(tool, name) as unknown]),
  );
  return { name: 'tool', args: [options], changes };
}
