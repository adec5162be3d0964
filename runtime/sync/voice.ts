import { defer, ExternalMessage } from '../index.js';
import { handlerNames } from '../options/handler-names.js';
import type { CallingVoice } from './bridge/bridge.js';
import type { Recipe } from './bridge/calling-parts.js';
import { facadeMembers, type WholeFacade } from './facade-members.js';
import { GoalHandle } from './goal-handle.js';
import { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handles.js';
import { toolRecipe } from './recipes.js';
import type { Remote } from './bridge/remote.js';
import { Thread } from './thread.js';
import { TurnHandle } from './turn-handle.js';
import { workerModule } from './worker-module.js';

/** The classes that stand for those of the worker. */
const classes: Readonly<Record<string, new (remote: Remote) => object>> = {
  Thread,
  TurnHandle,
  GoalHandle,
  ChatgptLoginHandle,
  DeviceCodeLoginHandle,
};

/** The facade of the root, blocking. */
export const voice: CallingVoice = {
  worker: workerModule(import.meta.url, './worker.ts', './sync-worker.js'),
  description: facadeMembers satisfies WholeFacade,
  classes,
  recipe,
  handlerNames: Object.keys(handlerNames),
};

function recipe(value: object | symbol): Recipe | undefined {
  if (value === defer) return { name: 'defer' };
  if (typeof value === 'symbol') return undefined;
  if (value instanceof ExternalMessage) {
    const { toolName, content, namespace, retain } = value;
    return { name: 'externalMessage', args: [toolName, content, { namespace, retain }] };
  }
  return toolRecipe(value);
}
