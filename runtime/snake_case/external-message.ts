import type { FunctionCallOutputBody, TurnToolOutput } from '../../generated/snake_case/types.js';
import { ExternalMessage as RootExternalMessage } from '../index.js';
import { spokenNow } from './errors.js';
import { checkOptions, type OptionNames } from './known-keys.js';

const names: OptionNames = {
  method: 'turn/start',
  facade: { namespace: 'namespace', retain: 'retain' },
};

/** Options of {@link external_message}. */
export interface ExternalMessageOptions {
  /** Namespace of the tool. Default: none. */
  readonly namespace?: string | undefined;
  /** Asks that the message is kept in the thread's model history. Default: the runtime decides. */
  readonly retain?: boolean | undefined;
}

/**
 * A message from outside the conversation, such as a notification. The model sees it as a tool's
 * output, with a tool's authority: never as words of the user.
 *
 * @example
 * await thread.run(new ExternalMessage('ci', 'The build of main is green.'));
 */
export class ExternalMessage {
  /** Name of the tool that the message is taken for an output of. */
  readonly tool_name: string;
  /** The message: a text, or a list of texts and images. */
  readonly content: FunctionCallOutputBody;
  /** Namespace of the tool; undefined for none. */
  readonly namespace: string | undefined;
  /** Whether it is to be kept in the thread's model history; undefined leaves that to the runtime. */
  readonly retain: boolean | undefined;

  constructor(
    tool_name: string,
    content: FunctionCallOutputBody,
    options: ExternalMessageOptions = {},
  ) {
    spokenNow(() => {
      checkOptions(options, names);
    });
    this.tool_name = tool_name;
    this.content = content;
    this.namespace = options.namespace;
    this.retain = options.retain;
    spokenNow(() => rootExternalMessage(this));
  }

  /** The message as it stands on the wire. */
  to_wire(): TurnToolOutput {
    return rootExternalMessage(this).toWire();
  }
}

/**
 * Makes an {@link ExternalMessage}. It is the whole input of a turn, and joins one that is running.
 *
 * @throws InvalidParamsError for a blank tool name, and for content that is no text or list.
 *
 * @example
 * await thread.run(external_message('ci', 'The build of main is green.'));
 */
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
