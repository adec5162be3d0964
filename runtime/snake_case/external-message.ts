import type { FunctionCallOutputBody, TurnToolOutput } from '../../generated/snake_case/types.js';
import { ExternalMessage as RootExternalMessage } from '../index.js';
import { spokenNow } from './errors.js';

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
  readonly tool_name: string;
  readonly content: FunctionCallOutputBody;
  readonly namespace: string | undefined;
  readonly retain: boolean | undefined;

  constructor(
    tool_name: string,
    content: FunctionCallOutputBody,
    options: ExternalMessageOptions = {},
  ) {
    this.tool_name = tool_name;
    this.content = content;
    this.namespace = options.namespace;
    this.retain = options.retain;
    spokenNow(() => rootExternalMessage(this));
  }

  to_wire(): TurnToolOutput {
    return rootExternalMessage(this).toWire();
  }
}

/** Makes an {@link ExternalMessage}. It is the whole input of a turn, and joins one that is running. */
export function external_message(
  tool_name: string,
  content: FunctionCallOutputBody,
  options?: ExternalMessageOptions,
): ExternalMessage {
  return new ExternalMessage(tool_name, content, options);
}

/** The message as the root takes it. */
export function rootExternalMessage(message: ExternalMessage): RootExternalMessage {
  const { tool_name, content, namespace, retain } = message;
  return new RootExternalMessage(tool_name, content, { namespace, retain });
}
