import type { TurnStartParams, UserInput } from '../../generated/types.js';
import { invalidParams } from '../options/invalid-params.js';
import { ExternalMessage } from './external-message.js';
import { checkMediaUrl } from './media-url.js';

/** One piece of input, as it stands on the wire. The `…Input()` functions make them. */
export type InputItem = UserInput;

/** Input from the user: a text, an item, or a list of items. */
export type SteerInput = string | InputItem | readonly InputItem[];

/** Input that starts a turn: from the user, or one external message by itself. */
export type RunInput = SteerInput | ExternalMessage;

/** What a turn is started with. */
export function turnInput(input: RunInput): Pick<TurnStartParams, 'input' | 'toolOutput'> {
  return input instanceof ExternalMessage
    ? { input: [], toolOutput: input.toWire() }
    : { input: toUserInput('turn/start', input) };
}

/** The wire's list of items, each looked at so that a wrong one is told before it is sent. */
export function toUserInput(method: string, input: SteerInput): UserInput[] {
  if (typeof input === 'string') return [{ type: 'text', text: input }];
  const items = Array.isArray(input) ? (input as readonly unknown[]) : [input];
  return items.map((item, index) => {
    checkItem(method, item, items.length > 1 ? `input item ${index}` : 'the input');
    return item;
  });
}

/** The text members that each kind of item must have. */
const required: { readonly [Type in UserInput['type']]: readonly string[] } = {
  text: ['text'],
  image: [],
  localImage: ['path'],
  audio: [],
  localAudio: ['path'],
  skill: ['name', 'path'],
  mention: ['name', 'path'],
};

function checkItem(method: string, item: unknown, where: string): asserts item is UserInput {
  if (item instanceof ExternalMessage) {
    throw invalidParams(
      method,
      method === 'turn/steer'
        ? 'an external message cannot steer a turn; pass it to thread.run() or thread.turn()'
        : 'an external message must be the whole input',
    );
  }
  const type = (item as { readonly type?: unknown } | null | undefined)?.type;
  if (typeof item !== 'object' || typeof type !== 'string') {
    throw invalidParams(
      method,
      `${where} must be a string or an item such as textInput('…'), not ${describe(item)}`,
    );
  }
  const fields = item as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(required, type)) return;
  for (const name of required[type as UserInput['type']]) {
    if (typeof fields[name] !== 'string') {
      throw invalidParams(method, `${where} of type ${type} needs a text \`${name}\``);
    }
  }
  if (type === 'image' || type === 'audio') {
    if (typeof fields['url'] === 'string') checkMediaUrl(fields['url'], type);
    else if (typeof fields['fileId'] !== 'string') {
      throw invalidParams(method, `${where} of type ${type} needs a text \`url\` or \`fileId\``);
    }
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object without a `type`';
  return typeof value;
}
