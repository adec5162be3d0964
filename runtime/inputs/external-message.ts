import type { FunctionCallOutputBody, TurnToolOutput } from '../../generated/types.js';
import { invalidParams } from '../options/invalid-params.js';
import { checkParamNames, type Names } from '../options/known-keys.js';

/** Options of {@link externalMessage}. */
export interface ExternalMessageOptions {
  /** Namespace of the tool. Default: none. */
  readonly namespace?: string | undefined;
  /** Asks that the message is kept in the thread's model history. Default: the runtime decides. */
  readonly retain?: boolean | undefined;
}

const messageNames: Names<ExternalMessageOptions> = { namespace: true, retain: true };

/**
 * A message from outside the conversation, such as a notification. The model sees it as a tool's
 * output, with a tool's authority: never as words of the user.
 *
 * @example
 * await thread.run(new ExternalMessage('ci', 'The build of main is green.'));
 */
export class ExternalMessage {
  /** Name of the tool that the message is taken for an output of. */
  readonly toolName: string;
  /** The message: a text, or a list of texts and images. */
  readonly content: FunctionCallOutputBody;
  /** Namespace of the tool; undefined for none. */
  readonly namespace: string | undefined;
  /** Whether it is to be kept in the thread's model history; undefined leaves that to the runtime. */
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
    checkParamNames('turn/start', options, messageNames);
    this.toolName = toolName;
    this.content = content;
    this.namespace = options.namespace;
    this.retain = options.retain;
  }

  /** The message as it stands on the wire. */
  toWire(): TurnToolOutput {
    return {
      name: this.toolName,
      output: this.content,
      namespace: this.namespace,
      retain: this.retain,
    };
  }
}

/**
 * Makes an {@link ExternalMessage}. It is the whole input of a turn, and joins one that is running.
 *
 * @throws InvalidParamsError for a blank tool name, and for content that is no text or list.
 *
 * @example
 * await thread.run(externalMessage('ci', 'The build of main is green.'));
 */
export function externalMessage(
  toolName: string,
  content: FunctionCallOutputBody,
  options?: ExternalMessageOptions,
): ExternalMessage {
  return new ExternalMessage(toolName, content, options);
}
