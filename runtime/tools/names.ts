import { invalidParams } from '../options/invalid-params.js';

const method = 'thread/start';

/** Namespaces that the model's service keeps for itself; the runtime refuses them. */
const reservedNamespaces: ReadonlySet<string> = new Set([
  'api_tool',
  'browser',
  'computer',
  'container',
  'file_search',
  'functions',
  'image_gen',
  'multi_tool_use',
  'python',
  'python_user_visible',
  'submodel_delegator',
  'terminal',
  'tool_search',
  'web',
]);

type Kind = 'tool' | 'namespace';

const rules: {
  readonly [K in Kind]: { readonly maxLength: number; readonly reserved: ReadonlySet<string> };
} = {
  tool: { maxLength: 128, reserved: new Set() },
  namespace: { maxLength: 64, reserved: reservedNamespaces },
};

/** Rejects names that the runtime refuses. */
export function checkName(kind: Kind, name: unknown): void {
  const { maxLength, reserved } = rules[kind];
  const shown = JSON.stringify(name);
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]+$/.test(name)) {
    throw invalidParams(
      method,
      `the ${kind} name ${shown} must consist of letters of ASCII, digits, _ and -`,
    );
  }
  if (name.length > maxLength) {
    throw invalidParams(method, `the ${kind} name ${shown} has more than ${maxLength} characters`);
  }
  if (name === 'mcp' || name.startsWith('mcp__')) {
    throw invalidParams(
      method,
      `the ${kind} name ${shown} is reserved: \`mcp\` and \`mcp__…\` are tools of MCP servers`,
    );
  }
  if (reserved.has(name)) {
    throw invalidParams(method, `the ${kind} name ${shown} is reserved by the model's service`);
  }
}

/** Rejects what is no text. */
export function checkDescription(
  kind: Kind,
  name: string,
  description: unknown,
  maxLength: number = Infinity,
): void {
  if (typeof description !== 'string') {
    throw invalidParams(
      method,
      `the ${kind} ${JSON.stringify(name)} needs a \`description\` for the model`,
    );
  }
  if (Array.from(description).length > maxLength) {
    throw invalidParams(
      method,
      `the description of the ${kind} ${JSON.stringify(name)} has more than ${maxLength} characters`,
    );
  }
}
