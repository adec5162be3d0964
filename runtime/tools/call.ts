import type { DynamicToolCallParams, DynamicToolCallResponse } from '../../generated/types.js';
import { RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { issueLines } from '../schema/issues.js';
import { failedResponse, toolResponse } from './result.js';
import { inputOf, type Tool } from './tool.js';

export const toolCallMethod = 'item/tool/call';

/** A call of a tool, and what surrounds it. */
export interface ToolCall {
  readonly params: DynamicToolCallParams;
  /** Aborts when the answer is not needed any more. */
  readonly signal: AbortSignal;
  /** Hears what the tool threw. */
  readonly report: (error: unknown) => void;
}

/** Carries out a call. Whatever goes wrong becomes a failed result that the model can read. */
export async function callTool(tool: Tool, call: ToolCall): Promise<DynamicToolCallResponse> {
  const { signal, report } = call;
  const limit = new CallLimit(tool, signal);
  try {
    return await Promise.race([carryOut(tool, call, limit.signal), limit.reached]);
  } catch (error) {
    // A tool that gives up because it was told to has not failed.
    if (!signal.aborted) report(error);
    const { aborted, reason } = limit.signal;
    if (aborted && error === reason) return failedResponse(messageOf(error));
    return failedResponse(`The tool ${tool.name} failed: ${messageOf(error)}`);
  } finally {
    limit.clear();
  }
}

async function carryOut(
  tool: Tool,
  { params }: ToolCall,
  signal: AbortSignal,
): Promise<DynamicToolCallResponse> {
  const checked = await inputOf(tool).check(params.arguments);
  if ('issues' in checked) {
    return failedResponse(
      `The arguments of the tool ${tool.name} are wrong; correct them and call it again.\n` +
        issueLines(checked.issues),
    );
  }
  const { threadId, turnId, callId } = params;
  return toolResponse(await tool.execute(checked.value, { signal, threadId, turnId, callId }));
}

/** Ends a call when its time is up or nobody waits for it any longer, whether the tool heeds it or not. */
class CallLimit {
  /** For the tool. */
  readonly signal: AbortSignal;
  /** Rejects with the reason of the signal. */
  readonly reached: Promise<never>;
  readonly clear: () => void;

  constructor({ name, timeoutMs }: Tool, outer: AbortSignal) {
    const controller = new AbortController();
    const { signal } = controller;
    this.signal = signal;
    this.reached = new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
    this.reached.catch(() => {});
    const onAbort = (): void => {
      controller.abort(outer.reason);
    };
    const timer =
      timeoutMs < 2 ** 31
        ? setTimeout(() => {
            const message = `The tool ${name} took longer than its limit of ${timeoutMs} ms and was stopped`;
            controller.abort(new RequestTimeoutError(toolCallMethod, timeoutMs, message));
          }, timeoutMs)
        : undefined;
    this.clear = () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', onAbort);
    };
    if (outer.aborted) onAbort();
    else outer.addEventListener('abort', onAbort);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
