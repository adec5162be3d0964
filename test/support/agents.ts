import {
  type ModelRequest,
  type Reply,
  reply,
  type Responder,
} from '../../runtime/testing/index.js';
import { inOrder } from './thread-scripts.js';

type Steps = readonly (Reply | Responder)[];

/**
 * A script for an agent and its sub-agents: each has a list of replies of its own. The main agent is
 * `main`, a sub-agent goes by the name that it was spawned with.
 */
export function agents(scripts: { readonly main: Steps } & Record<string, Steps>): Responder {
  const roles = new Map(Object.entries(scripts).map(([name, steps]) => [name, inOrder(steps)]));
  return (request) => roles.get(roleOf(request))?.(request);
}

function roleOf(request: ModelRequest): string {
  if (request.headers['x-openai-subagent'] === undefined) return 'main';
  return /TASK:(\w+)/.exec(JSON.stringify(request.input))?.[1] ?? '';
}

/** Starts a sub-agent. */
export function spawn(name: string): Responder {
  return (request) => {
    const named = request.tool('spawn_agent', 'collaboration') !== undefined;
    const names = named ? { task_name: name, fork_turns: 'none' } : {};
    return reply.call(
      'spawn_agent',
      { message: `TASK:${name}`, ...names },
      { callId: `spawn-${name}` },
    );
  };
}

/** Waits for a sub-agent that was started. */
export function waitFor(name: string, callId: string = `wait-${name}`): Responder {
  return (request) =>
    reply.call(
      'wait_agent',
      { ...target(request, name, 'targets'), timeout_ms: 10_000 },
      { callId },
    );
}

/** Gives a sub-agent that was started more to do. */
export function sendTo(name: string): Responder {
  return (request) => reply.call('send_input', { ...target(request, name), message: 'More' });
}

/** The id of a sub-agent, where the tools go by ids. */
function target(request: ModelRequest, name: string, key: 'targets' | 'target' = 'target'): object {
  const output = request.toolOutput(`spawn-${name}`)?.text ?? '';
  const id = /"agent_id":"([^"]+)"/.exec(output)?.[1];
  if (id === undefined) return {};
  return { [key]: key === 'targets' ? [id] : id };
}
