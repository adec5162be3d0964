import { fromWire } from '../../generated/snake_case/mappers.js';
import type { UserInput } from '../../generated/snake_case/types.js';
import type {
  InputItem as RootInputItem,
  RunInput as RootRunInput,
  SteerInput as RootSteerInput,
} from '../index.js';
import { ExternalMessage, rootExternalMessage } from './external-message.js';
import { rejectWireSpelling } from './known-keys.js';
import { wireSpelled } from './protocol-data.js';

/** One piece of input, as this voice spells it. The `…_input()` functions make them. */
export type InputItem = UserInput;

/** Input from the user: a text, an item, or a list of items. */
export type SteerInput = string | InputItem | readonly InputItem[];

/** Input that starts a turn: from the user, or one external message by itself. */
export type RunInput = SteerInput | ExternalMessage;

/** The input as the root takes it. What is no input goes on as it is, for the root to reject. */
export function rootRunInput(input: RunInput): RootRunInput {
  return input instanceof ExternalMessage
    ? rootExternalMessage(input)
    : rootItems('turn/start', input);
}

/** As {@link rootRunInput}, for what adds to a running turn. */
export function rootSteerInput(input: SteerInput): RootSteerInput {
  return rootItems('turn/steer', input);
}

function rootItems(method: string, input: SteerInput): RootSteerInput {
  if (typeof input === 'string') return input;
  if (!Array.isArray(input)) return rootItem(method, input as InputItem);
  return (input as readonly InputItem[]).map((item) => rootItem(method, item));
}

function rootItem(method: string, item: InputItem): RootInputItem {
  // A misplaced external message is told of by the root, which knows it by its class.
  if (item instanceof ExternalMessage) return rootExternalMessage(item) as never;
  if (typeof item === 'object' && item !== null) {
    rejectWireSpelling(method, item, (wire) => fromWire('UserInput', wire));
  }
  return wireSpelled('UserInput', item);
}
