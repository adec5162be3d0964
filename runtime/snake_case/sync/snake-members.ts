import { facadeMembers, type MembersOf } from '../../sync/facade-members.js';
import type {
  ChatgptLoginHandle,
  Codex,
  DeviceCodeLoginHandle,
  GoalHandle,
  Thread,
  TurnHandle,
} from '../index.js';
import type { SnakeCase } from '../names.js';

/** A description of classes with its names in this spelling. */
type Respelled<Classes> = {
  readonly [Class in keyof Classes]: {
    readonly [Name in keyof Classes[Class] & string as SnakeCase<Name>]: Classes[Class][Name];
  };
};

/** The members of the facade's classes, as this voice calls them. */
export const snakeMembers: Respelled<typeof facadeMembers> = Object.fromEntries(
  Object.entries(facadeMembers).map(([name, members]) => [
    name,
    Object.fromEntries(
      Object.entries(members).map(([member, kind]) => [
        member.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
        kind,
      ]),
    ),
  ]),
) as Respelled<typeof facadeMembers>;

/** {@link snakeMembers} is this, or something of the facade is missing in it. */
export interface WholeSnakeFacade {
  readonly Codex: MembersOf<Codex>;
  readonly Thread: MembersOf<Thread>;
  readonly TurnHandle: MembersOf<TurnHandle>;
  readonly GoalHandle: MembersOf<GoalHandle>;
  readonly ChatgptLoginHandle: MembersOf<ChatgptLoginHandle>;
  readonly DeviceCodeLoginHandle: MembersOf<DeviceCodeLoginHandle>;
}
