import type { ServerRequestMap, ServerRequestMethod } from '../../generated/protocol.js';
import type { RpcErrorObject } from '../rpc/message.js';

/** A result, or the error to answer with. */
export type SafeAnswer<R = unknown> = { readonly result: R } | { readonly error: RpcErrorObject };

type SafeAnswers = {
  readonly [M in ServerRequestMethod]: (
    params: ServerRequestMap[M]['params'],
  ) => SafeAnswer<ServerRequestMap[M]['result']>;
};

/** Answers that approve nothing and keep nobody waiting. */
const safeAnswers: SafeAnswers = {
  'item/commandExecution/requestApproval': () => ({ result: { decision: 'decline' } }),
  'item/fileChange/requestApproval': () => ({ result: { decision: 'decline' } }),
  'item/permissions/requestApproval': () => ({ result: { permissions: {} } }),
  'item/tool/requestUserInput': () => ({ result: { answers: {} } }),
  'mcpServer/elicitation/request': () => ({ result: { action: 'decline' } }),
  'item/tool/call': ({ tool, namespace }) => {
    const name = namespace ? `${namespace}.${tool}` : tool;
    const text = `The tool ${name} gave no result: the client has nothing that carries it out, or its result could not be sent.`;
    return { result: { success: false, contentItems: [{ type: 'inputText', text }] } };
  },
  'account/chatgptAuthTokens/refresh': () => ({
    error: noHandler('account/chatgptAuthTokens/refresh'),
  }),
  'attestation/generate': () => ({ error: noHandler('attestation/generate') }),
  'currentTime/read': () => ({ result: { currentTimeAt: Math.floor(Date.now() / 1000) } }),
  applyPatchApproval: () => ({ result: { decision: denied } }),
  execCommandApproval: () => ({ result: { decision: denied } }),
};

const denied = { denied: { rejection: 'The client has no handler for approvals.' } } as const;

function noHandler(method: string): RpcErrorObject {
  return { code: -32601, message: `The client has no handler for ${method}` };
}

/** The answer when no handler gives one. */
export function safeAnswer(method: string, params: unknown): SafeAnswer {
  if (!Object.hasOwn(safeAnswers, method)) return { error: noHandler(method) };
  const answer = safeAnswers[method as ServerRequestMethod] as (params: unknown) => SafeAnswer;
  return answer(params ?? {});
}
