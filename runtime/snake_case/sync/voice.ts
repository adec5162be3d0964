import type { CallingVoice } from '../../sync/bridge/bridge.js';
import type { Recipe } from '../../sync/bridge/calling-parts.js';
import type { Remote } from '../../sync/bridge/remote.js';
import { toolRecipe } from '../../sync/recipes.js';
import { workerModule } from '../../sync/worker-module.js';
import { handlerNames } from '../facade-names.js';
import { defer, ExternalMessage } from '../index.js';
import { GoalHandle } from './goal-handle.js';
import { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handles.js';
import { snakeMembers, type WholeSnakeFacade } from './snake-members.js';
import { Thread } from './thread.js';
import { TurnHandle } from './turn-handle.js';

/** The classes that stand for those of the worker. */
const classes: Readonly<Record<string, new (remote: Remote) => object>> = {
  Thread,
  TurnHandle,
  GoalHandle,
  ChatgptLoginHandle,
  DeviceCodeLoginHandle,
};

/** The facade in snake_case, blocking. */
export const voice: CallingVoice = {
  worker: workerModule(import.meta.url, './worker.ts', './snake_case-sync-worker.js'),
  description: snakeMembers satisfies WholeSnakeFacade,
  classes,
  recipe,
  handlerNames: Object.keys(handlerNames),
};

function recipe(value: object | symbol): Recipe | undefined {
  if (value === defer) return { name: 'defer' };
  if (typeof value === 'symbol') return undefined;
  if (value instanceof ExternalMessage) {
    const { tool_name, content, namespace, retain } = value;
    return { name: 'external_message', args: [tool_name, content, { namespace, retain }] };
  }
  return toolRecipe(value);
}
