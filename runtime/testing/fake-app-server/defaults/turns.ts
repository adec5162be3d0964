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
          if (!running.isOver) running.steer({ ...params, expectedTurnId: running.id });
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
      const turn = active(thread, 'no active turn to steer');
      assertIs(turn, expectedTurnId, '`');
      assertSteerable(turn);
      after(() => {
        if (!turn.isOver) turn.steer(params);
      });
      return { turnId: turn.id };
    },

    'turn/interrupt': ({ threadId, turnId }, { after }) => {
      const thread = threads.open(threadId);
      // Without an id it is for whatever runs, be it nothing.
      if (turnId !== '') assertIs(active(thread, 'no active turn to interrupt'), turnId);
      const turn = thread.activeTurn;
      after(() => {
        turn?.interrupt();
      });
      return {};
    },
  };
}

function active({ activeTurn }: StoredThread, otherwise: string): FakeTurn {
  if (!activeTurn) throw rpcError(-32600, otherwise);
  return activeTurn;
}

/** The runtime quotes ids in one place, and does not in another. */
function assertIs({ id }: FakeTurn, expected: string, quote = ''): void {
  if (id === expected) return;
  const [wanted, found] = [expected, id].map((name) => quote + name + quote);
  throw rpcError(-32600, `expected active turn id ${wanted} but found ${found}`);
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
