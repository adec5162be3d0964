import { afterEach, describe, expect, test } from 'vitest';
import { Gate, reply, ScriptedModel } from '../../runtime/testing/index.js';
import type { Chunk, ReplyElement } from '../../runtime/testing/index.js';
import { Runtime, type Incoming, type Turn } from './support/runtime.js';
import { useSession } from './support/session.js';

const session = useSession();

afterEach(() => {
  expect(session.model.errors).toEqual([]);
});

const isDelta =
  (text: string) =>
  ({ method, params }: Incoming): boolean =>
    method === 'item/agentMessage/delta' && params['delta'] === text;

async function begin(text = 'hello'): Promise<{ threadId: string; turnId: string }> {
  const threadId = await session.runtime.startThread();
  return { threadId, turnId: await session.runtime.startTurn(threadId, text) };
}

describe('a gate', () => {
  test('holds a text where it stands until it is opened', async () => {
    const gate = new Gate();
    const { model, runtime } = session;
    model.enqueue(reply.text(['before-gate', gate, 'after-gate']));
    const { threadId, turnId } = await begin();
    await gate.reached;
    await runtime.until(isDelta('before-gate'));
    expect(gate.isOpen).toBe(false);
    expect(runtime.seen.some(isDelta('after-gate'))).toBe(false);
    gate.open();
    const turn = await runtime.turnResult(threadId, turnId);
    expect(turn.deltas).toEqual(['before-gate', 'after-gate']);
  });

  test('stands between parts, and before the first, as well', async () => {
    const [first, second] = [new Gate(), new Gate()];
    const { model, runtime } = session;
    model.enqueue([first, 'One.', second, 'Two.']);
    const { threadId, turnId } = await begin();
    await first.reached;
    first.open();
    await second.reached;
    await runtime.until(({ params }) => params['turnId'] === turnId && 'delta' in params);
    second.open();
    expect((await runtime.turnResult(threadId, turnId)).deltas).toEqual(['One.', 'Two.']);
  });

  test('holds an HTTP error back', async () => {
    const gate = new Gate();
    const { model, runtime } = session;
    model.enqueue([gate, reply.httpError(400, 'Late.')]);
    const { threadId, turnId } = await begin();
    await gate.reached;
    gate.open();
    const turn = await runtime.turnResult(threadId, turnId);
    expect(turn.error?.['message']).toBe('Late.');
  });

  test('lets every reply pass once it is open', async () => {
    const gate = new Gate();
    gate.open();
    session.model.enqueue([gate, 'One.'], [gate, 'Two.']);
    expect((await session.runtime.runTurn()).deltas).toEqual(['One.']);
    expect((await session.runtime.runTurn()).deltas).toEqual(['Two.']);
  });

  test('keeps two live replies apart', async () => {
    const gates = { a: new Gate(), b: new Gate() };
    await using model = await ScriptedModel.start((request) => {
      const name = request.userTexts.at(-1) === 'a' ? 'a' : 'b';
      return reply.text([`${name}1`, gates[name], `${name}2`]);
    });
    await using runtime = await Runtime.start(model.configFor());
    const start = async (text: string): Promise<() => Promise<Turn>> => {
      const threadId = await runtime.startThread();
      const turnId = await runtime.startTurn(threadId, text);
      return () => runtime.turnResult(threadId, turnId);
    };
    const [endOfA, endOfB] = await Promise.all([start('a'), start('b')]);
    await Promise.all([gates.a.reached, gates.b.reached]);
    gates.b.open();
    const b = await endOfB();
    gates.a.open();
    const a = await endOfA();
    expect([a.deltas, b.deltas]).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ]);
  });
});

describe('pacing', () => {
  test('by promises and generators of the test', async () => {
    const { model, runtime } = session;
    async function* told(): AsyncGenerator<ReplyElement> {
      yield 'First.';
      await runtime.until(isDelta('First.'));
      yield reply.text(['Second', Promise.resolve(), '.']);
    }
    model.enqueue(told());
    expect((await runtime.runTurn()).deltas).toEqual(['First.', 'Second', '.']);
  });

  test('by time', async () => {
    const { model, runtime } = session;
    model.enqueue([
      reply.delay(30),
      reply.text(['a', 'b', reply.delay(30), 'c'], { intervalMs: 10 }),
    ]);
    const startedAt = performance.now();
    expect((await runtime.runTurn()).deltas).toEqual(['a', 'b', 'c']);
    // Timers may fire a little early, never much.
    expect(performance.now() - startedAt).toBeGreaterThan(85);
  });
});

describe('a reply that never ends', () => {
  test('is left when the turn is interrupted', async () => {
    const { model, runtime } = session;
    model.enqueue([reply.text(['Going on', reply.hang()])]);
    const { threadId, turnId } = await begin();
    await runtime.until(isDelta('Going on'));
    await runtime.request('turn/interrupt', { threadId, turnId });
    expect((await runtime.completed(turnId))['status']).toBe('interrupted');
    expect(await model.requests.at(-1)?.ended).toBe('hung-up');
  });

  test('is left when the turn is steered, whose input comes with the next request', async () => {
    const { model, runtime } = session;
    const before = model.requests.length;
    model.enqueue(reply.hang(), 'Turned.');
    const { threadId, turnId } = await begin();
    await model.waitForRequests(before + 1);
    const input = [{ type: 'text', text: 'Left, please' }];
    await runtime.request('turn/steer', { threadId, expectedTurnId: turnId, input });
    const turn = await runtime.turnResult(threadId, turnId);
    expect(turn.deltas).toEqual(['Turned.']);
    expect(await model.requests.at(-2)?.ended).toBe('hung-up');
    expect(model.requests.at(-1)?.userTexts.at(-1)).toBe('Left, please');
  });

  test('closes the generator that makes it', async () => {
    const { model, runtime } = session;
    const closed = new Gate();
    function* endless(): Generator<Chunk> {
      try {
        for (;;) {
          yield 'again and again';
          yield reply.delay(1);
        }
      } finally {
        closed.open();
      }
    }
    model.enqueue(reply.text(endless()));
    const { threadId, turnId } = await begin();
    await runtime.until(isDelta('again and again'));
    await runtime.request('turn/interrupt', { threadId, turnId });
    await closed.pass();
    expect(await model.requests.at(-1)?.ended).toBe('hung-up');
  });

  test.each([
    ['hangs', () => reply.hang()],
    ['waits at a gate', () => ['Some.', new Gate()]],
    ['waits for a promise', () => [new Promise(() => {})]],
    ['waits for a time', () => [reply.delay(3_600_000)]],
    ['has not been made', () => new Promise<never>(() => {})],
  ])('does not keep the model from closing when it %s', async (_, responder) => {
    const model = await ScriptedModel.start(responder);
    const answered = fetch(`${model.url}/v1/responses`, { method: 'POST', body: '{}' })
      .then((response) => response.text())
      .then(
        () => 'answered',
        () => 'cut',
      );
    const request = await model.nextRequest();
    await model.close();
    expect(await request.ended).toBe('closed');
    expect(await answered).toBe('cut');
  });
});
