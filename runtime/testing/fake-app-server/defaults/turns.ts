import type { Defaults } from '../exchange.js';
import { rpcError } from '../errors.js';
import type { StoredThread } from '../stored-thread.js';
import type { FakeTurn } from '../fake-turn.js';
import { changedSettings } from '../thread-settings.js';
import type { DefaultsContext } from './context.js';
import { assertInput } from './input.js';

/** Turns, as a user starts, steers and interrupts them. */
export function turnDefaults({ threads, run }: DefaultsContext): Defaults {
  return {
    'turn/start': (params, { after }) => {
      const thread = threads.open(params.threadId);
      assertInput(params.input);
      const running = thread.activeTurn;
      if (running) {
        // A second start steers the turn that runs.
        assertSteerable(running);
        after(() => {
          running.steer({ ...params, expectedTurnId: running.id });
        });
        return { turn: running.toWire() };
      }
      thread.settings = changedSettings(thread.settings, params);
      const turn = thread.addTurn(params);
      after(() => {
        run(turn);
      });
      return { turn: turn.toWire() };
    },

    'turn/steer': (params, { after }) => {
      const { threadId, expectedTurnId, input } = params;
      const thread = threads.open(threadId);
      if (expectedTurnId === '') throw rpcError(-32600, 'expectedTurnId must not be empty');
      if (input.length === 0) throw rpcError(-32600, 'input must not be empty');
      assertInput(input);
      const turn = active(thread, expectedTurnId, 'no active turn to steer');
      assertSteerable(turn);
      after(() => {
        if (!turn.isOver) turn.steer(params);
      });
      return { turnId: turn.id };
    },

    'turn/interrupt': ({ threadId, turnId }, { after }) => {
      const thread = threads.open(threadId);
      if (turnId === '') return {};
      const turn = active(thread, turnId, 'no active turn to interrupt');
      after(() => {
        turn.interrupt();
      });
      return {};
    },
  };
}

function active(thread: StoredThread, expectedId: string, otherwise: string): FakeTurn {
  const turn = thread.activeTurn;
  if (!turn) throw rpcError(-32600, otherwise);
  if (turn.id === expectedId) return turn;
  throw rpcError(-32600, `expected active turn id \`${expectedId}\` but found \`${turn.id}\``);
}

function assertSteerable({ kind }: FakeTurn): void {
  if (kind === 'user') return;
  const message = `cannot steer a ${kind} turn`;
  throw rpcError(-32600, message, {
    message,
    codexErrorInfo: { activeTurnNotSteerable: { turnKind: kind } },
    additionalDetails: null,
    misalignment: null,
  });
}
