import { isDeepStrictEqual } from 'node:util';
import type { Codex, Thread, TurnHandle } from '../../runtime/index.js';
import type { Random } from './random.js';

/** What an operation works with. */
export interface Life {
  readonly codex: Codex;
  readonly threads: readonly [Thread, ...Thread[]];
  readonly random: Random;
  /** Hears of each signal that is used, to look at its listeners later. */
  readonly controller: () => AbortController;
  /** Calls it after some milliseconds, be the operation over by then or not. */
  readonly later: (delayMs: number, then: () => void) => void;
}

export interface Operation {
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  /** Names of the errors that it may end with, beside those of a client that is gone. */
  readonly mayFail?: readonly string[];
  /** Does it, and throws `WrongAnswer` for what should not come. */
  run(life: Life): Promise<void>;
}

/** The client told something that is not so. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

let token = 0;

function call(
  { codex }: Life,
  act: string,
  params: object,
  options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<unknown> {
  return codex.rpc.requestUntyped(`peer/${act}`, params, options);
}

function expectEqual(actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  const [got, wanted] = [actual, expected].map((value) => JSON.stringify(value)?.slice(0, 200));
  throw new WrongAnswer(`got ${got}, not ${wanted}`);
}

/** A call that is answered with the value that it was given, whatever else the peer does. */
function echoing(
  weight: number,
  act: string,
  params: (life: Life) => object = () => ({}),
): Operation {
  return {
    weight,
    async run(life) {
      const value = `value ${token++} \u2028 \ud83d\ude00`;
      expectEqual(await call(life, act, { ...params(life), value }), { value });
    },
  };
}

interface Script {
  readonly deltas: string[];
  readonly early: boolean;
  readonly asks?: string;
  readonly end: 'completed' | 'failed' | 'interrupted' | 'never';
}

function script({ random }: Life, more: Partial<Script> = {}): { text: string; deltas: string[] } {
  const deltas = Array.from({ length: random.below(20) }, (_, index) => `${token++}.${index} `);
  return {
    text: JSON.stringify({ deltas, early: random.chance(0.3), end: 'completed', ...more }),
    deltas,
  };
}

async function textOf(turn: TurnHandle): Promise<string> {
  let text = '';
  for await (const delta of turn.text()) text += delta;
  return text;
}

/** What the handler of approvals does with an item of this name, and what comes of it. */
export const approvals = {
  accept: 'accept',
  decline: 'decline',
  cancel: 'cancel',
  throws: 'decline',
  rubbish: 'decline',
} as const;

const approvalNames = Object.keys(approvals) as [keyof typeof approvals];

export const operations: Readonly<Record<string, Operation>> = {
  echo: echoing(30, 'echo'),
  'echo later': echoing(8, 'echo', ({ random }) => ({ delayMs: random.below(10) })),
  'echo much': echoing(2, 'echo', () => ({ much: 'x'.repeat(100_000) })),
  garbage: echoing(4, 'garbage'),
  flood: echoing(1, 'flood', ({ random }) => ({ count: random.below(200) })),
  pieces: echoing(1, 'pieces'),
  'answered twice': echoing(4, 'twice'),
  'noise on stderr': echoing(1, 'stderr', ({ random }) => ({ bytes: random.below(20_000) })),
  'overload that passes': echoing(3, 'overload', () => ({ key: token++, times: 2 })),
  'overload that stays': {
    weight: 1,
    mayFail: ['RetryLimitExceededError'],
    run: async (life) => {
      await call(life, 'overload', { key: token++, times: 9 });
      throw new WrongAnswer('the overload has passed');
    },
  },
  refusal: {
    weight: 2,
    mayFail: ['InternalRpcError'],
    run: async (life) => {
      await call(life, 'fail', { code: -32603, message: 'no' });
      throw new WrongAnswer('the refusal was not one');
    },
  },
  'other order': {
    weight: 2,
    run: async (life) => {
      const values = [token++, token++, token++];
      const answers = values.map((value) => call(life, 'reorder', { value, after: 3 }));
      expectEqual(
        await Promise.all(answers),
        values.map((value) => ({ value })),
      );
    },
  },
  silence: {
    weight: 2,
    mayFail: ['RequestTimeoutError'],
    run: async (life) => {
      await call(life, 'silence', {}, { timeoutMs: 1 + life.random.below(20) });
      throw new WrongAnswer('the silence was answered');
    },
  },
  'answer that is too late': {
    weight: 2,
    mayFail: ['RequestTimeoutError'],
    run: async (life) => {
      const value = token++;
      const delayMs = life.random.below(10);
      const timeoutMs = 1 + life.random.below(10);
      expectEqual(await call(life, 'echo', { value, delayMs }, { timeoutMs }), { value });
    },
  },
  abort: {
    weight: 3,
    mayFail: ['AbortError'],
    run: async (life) => {
      const controller = life.controller();
      const value = token++;
      const answer = call(life, 'echo', { value, delayMs: 5 }, { signal: controller.signal });
      life.later(life.random.below(10), () => {
        controller.abort();
      });
      expectEqual(await answer, { value });
    },
  },
  'peer that does not read': {
    weight: 1,
    run: async (life) => {
      expectEqual(await call(life, 'stopReading', { ms: life.random.below(10) }), {});
    },
  },
  'request of the server': {
    weight: 3,
    run: async (life) => {
      const { random } = life;
      const times = 1 + random.below(2);
      if (random.chance(0.3)) {
        const asked = await call(life, 'ask', { method: 'brand/new', params: { times } });
        const { answer } = asked as { answer: { error?: { code: number } } };
        expectEqual(answer.error?.code, -32601);
        return;
      }
      const method = 'item/fileChange/requestApproval';
      const asked = await call(life, 'ask', { method, params: { threadId: 'x' }, times });
      const { answer } = asked as { answer: { result?: unknown } };
      expectEqual(answer.result, { decision: 'accept' });
    },
  },

  turn: {
    weight: 10,
    run: async (life) => {
      const { text, deltas } = script(life);
      const { finalResponse } = await life.random.pick(life.threads).run(text);
      expectEqual(finalResponse, deltas.join(''));
    },
  },
  'turn with readers': {
    weight: 6,
    run: async (life) => {
      const { text, deltas } = script(life);
      const turn = await life.random.pick(life.threads).turn(text);
      const readers = Array.from({ length: 1 + life.random.below(3) }, () => textOf(turn));
      const left = turn.stream();
      if (life.random.chance(0.5)) {
        await left.next();
        await left.return?.();
      }
      const whole = deltas.join('');
      expectEqual(new Set(await Promise.all(readers)), new Set([whole]));
      expectEqual((await turn.run()).finalResponse, whole);
    },
  },
  'turn that asks': {
    weight: 4,
    run: async (life) => {
      const asks = life.random.pick(approvalNames);
      const { text, deltas } = script(life, { asks });
      const { finalResponse } = await life.random.pick(life.threads).run(text);
      expectEqual(finalResponse, deltas.join('') + approvals[asks]);
    },
  },
  'turn that fails': {
    weight: 2,
    mayFail: ['TurnFailedError'],
    run: async (life) => {
      await life.random.pick(life.threads).run(script(life, { end: 'failed' }).text);
      throw new WrongAnswer('the failed turn was reported as completed');
    },
  },
  'turn that is interrupted': {
    weight: 2,
    run: async (life) => {
      const asks = life.random.chance(0.3) ? { asks: 'waits' } : {};
      const { text } = script(life, { end: 'never', ...asks });
      const turn = await life.random.pick(life.threads).turn(text);
      await turn.interrupt();
      expectEqual((await turn.run()).status, 'interrupted');
    },
  },
  'turn that is cut short': {
    weight: 3,
    mayFail: ['AbortError', 'RequestTimeoutError'],
    run: async (life) => {
      const controller = life.controller();
      const { text } = script(life, { end: 'never' });
      const thread = life.random.pick(life.threads);
      if (life.random.chance(0.5)) await thread.run(text, { timeoutMs: 1 + life.random.below(20) });
      else {
        const run = thread.run(text, { signal: controller.signal });
        life.later(life.random.below(20), () => {
          controller.abort();
        });
        await run;
      }
      throw new WrongAnswer('the endless turn has ended');
    },
  },
};
