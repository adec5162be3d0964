import { assertType, it } from 'vitest';
import type { ThreadStartOptions, TurnOptions } from '../../runtime/index.js';
import type * as snake from '../../runtime/snake_case/index.js';
import type * as blockingSnake from '../../runtime/snake_case/sync/index.js';
import type * as blocking from '../../runtime/sync/index.js';

const policy = { type: 'workspaceWrite' } as const;
const readOnly = { type: 'readOnly' } as const;

it('a thread takes a mode or the one policy that can be sent, a turn any', () => {
  assertType<ThreadStartOptions>({ sandbox: 'read-only' });
  assertType<ThreadStartOptions>({ sandbox: policy });
  assertType<snake.ThreadStartOptions>({ sandbox: policy });
  assertType<blocking.ThreadStartOptions>({ sandbox: policy });
  assertType<blockingSnake.ThreadStartOptions>({ sandbox: policy });
  // @ts-expect-error a policy that a thread cannot be given
  assertType<ThreadStartOptions>({ sandbox: readOnly });
  // @ts-expect-error the same
  assertType<snake.ThreadStartOptions>({ sandbox: readOnly });
  // @ts-expect-error the same
  assertType<blocking.ThreadStartOptions>({ sandbox: readOnly });
  // @ts-expect-error the same
  assertType<blockingSnake.ThreadStartOptions>({ sandbox: readOnly });
  assertType<TurnOptions>({ sandbox: readOnly });
  assertType<snake.TurnOptions>({ sandbox: readOnly });
});

it('null stands for no sandbox of its own', () => {
  assertType<ThreadStartOptions>({ sandbox: null });
  assertType<TurnOptions>({ sandbox: null });
  assertType<snake.TurnOptions>({ sandbox: null });
});
