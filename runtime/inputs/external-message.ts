import type { FunctionCallOutputBody, TurnToolOutput } from '../../generated/types.js';
import { invalidParams } from '../options/invalid-params.js';

export interface ExternalMessageOptions {
  /** Namespace of the tool. */
  readonly namespace?: string | undefined;
  /** Asks that the message is kept in the thread's model history. */
  readonly retain?: boolean | undefined;
}

/**
 * A message from outside the conversation, such as a notification. The model sees it as a tool's
 * output, with a tool's authority: never as words of the user.
 */
export class ExternalMessage {
  readonly toolName: string;
  readonly content: FunctionCallOutputBody;
  readonly namespace: string | undefined;
  readonly retain: boolean | undefined;

  constructor(
    toolName: string,
    content: FunctionCallOutputBody,
    options: ExternalMessageOptions = {},
  ) {
    if (typeof toolName !== 'string' || toolName.trim() === '') {
      throw invalidParams('turn/start', 'an external message needs a tool name that is not blank');
    }
    if (typeof content !== 'string' && !Array.isArray(content)) {
      throw invalidParams('turn/start', 'the content of an external message is a text or a list');
    }
    this.toolName = toolName;
    this.content = content;
    this.namespace = options.namespace;
    this.retain = options.retain;
  }

  toWire(): TurnToolOutput {
    return {
      name: this.toolName,
      output: this.content,
      namespace: this.namespace,
      retain: this.retain,
    };
  }
}

/** Makes an {@link ExternalMessage}. It is the whole input of a turn, and joins one that is running. */
export function externalMessage(
  toolName: string,
  content: FunctionCallOutputBody,
  options?: ExternalMessageOptions,
): ExternalMessage {
  return new ExternalMessage(toolName, content, options);
}
