import { fileURLToPath } from 'node:url';
import type { CodexConfig } from '../../../runtime/index.js';
import { type ConfigOverrides, reply } from '../../../runtime/testing/index.js';
import { onThread, type Scenario } from '../scenario.js';

const mcpServer = fileURLToPath(
  new URL('../../testing/support/fixtures/mcp-server.mjs', import.meta.url),
);

const served: ConfigOverrides = {
  approvalPolicy: 'on-request',
  mcpServers: { tools: { command: process.execPath, args: [mcpServer] } },
};

const asking: ConfigOverrides = {
  approvalPolicy: 'on-request',
  config: { features: { request_permissions_tool: true, default_mode_request_user_input: true } },
};

const options = ['A', 'B'].map((label) => ({ label, description: label }));
const questions = [{ id: 'q1', header: 'Choice', question: 'Which?', options }];
const permissions = { network: { enabled: true } };

function question(name: string, client: CodexConfig): Scenario {
  return onThread(`user-input-${name}`, () => ({
    script: [reply.call('request_user_input', { questions }, { callId: 'question' }), 'Done.'],
    overrides: asking,
    client,
    run: (thread) => thread.run('Ask me'),
  }));
}

function permission(name: string, client: CodexConfig): Scenario {
  return onThread(`permissions-${name}`, () => ({
    script: [
      reply.call('request_permissions', { reason: 'To look.', permissions }, { callId: 'permit' }),
      'Done.',
    ],
    overrides: asking,
    client,
    run: (thread) => thread.run('Go'),
  }));
}

function elicitation(name: string, client: CodexConfig): Scenario {
  return onThread(`elicitation-${name}`, () => ({
    script: [reply.call('ask', { text: 'Why?' }, { callId: 'ask' }), 'Done.'],
    overrides: served,
    client,
    run: (thread) => thread.run('Go'),
  }));
}

export const questionScenarios: readonly Scenario[] = [
  question('answered', {
    handlers: { userInput: () => Promise.resolve({ answers: { q1: { answers: ['A'] } } }) },
  }),
  question('unhandled', {}),
  permission('granted', {
    handlers: { permissionsApproval: () => Promise.resolve({ permissions, scope: 'turn' }) },
  }),
  permission('unhandled', {}),
  elicitation('accepted', {
    handlers: {
      elicitation: () => Promise.resolve({ action: 'accept', content: { text: 'because' } }),
    },
  }),
  elicitation('declined', {
    handlers: { elicitation: () => Promise.resolve({ action: 'decline' }) },
  }),
  elicitation('cancelled', {
    handlers: { elicitation: () => Promise.resolve({ action: 'cancel' }) },
  }),
  onThread('mcp-tool', () => ({
    script: [reply.call('echo', { text: 'ping' }, { callId: 'mcp' }), 'Done.'],
    overrides: served,
    run: (thread) => thread.run('Go'),
  })),
];
