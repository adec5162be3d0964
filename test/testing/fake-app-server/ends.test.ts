import { expect, it } from 'vitest';
import {
  Codex,
  type LifecycleEvent,
  StartupError,
  TransportClosedError,
} from '../../../runtime/index.js';
import { byHand, FakeAppServer } from '../../../runtime/testing/index.js';

it('dies in the middle of a turn', async () => {
  await using fake = new FakeAppServer({ turns: byHand });
  await using codex = new Codex(fake.config());
  const thread = await codex.threadStart();
  const running = thread.run('Hi');
  const turn = await fake.nextTurn();
  turn.startMessage().delta('Half');
  fake.crash({ exitCode: 101, stderr: 'thread panicked' });
  const error: unknown = await running.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TransportClosedError);
  expect(error).toMatchObject({ exitCode: 101, stderr: 'thread panicked' });
  expect(await codex.closed).toMatchObject({ reason: 'exited', exitCode: 101 });
  expect(turn.isOver).toBe(true);
  expect(fake.thread(thread.id)?.turns[0]?.status).toBe('interrupted');
});

it('comes back for a client that restarts it, with the threads there were', async () => {
  await using fake = new FakeAppServer({ turns: [byHand, 'Back again.'] });
  await using codex = new Codex(fake.config({ restart: 'on-crash' }));
  const events: LifecycleEvent['type'][] = [];
  codex.onLifecycle(({ type }) => events.push(type));
  const thread = await codex.threadStart();
  const lost = expect(thread.run('Hi')).rejects.toThrow(TransportClosedError);
  await fake.nextTurn();
  fake.crash({ signal: 'SIGKILL' });
  await lost;
  expect((await thread.run('Hello?')).finalResponse).toBe('Back again.');
  expect(fake.requestsOf('initialize')).toHaveLength(2);
  expect(fake.requestsOf('thread/resume')).toMatchObject([{ params: { threadId: thread.id } }]);
  expect(events).toEqual(expect.arrayContaining(['restarting', 'restarted']));
});

it('fails a start', async () => {
  await using fake = new FakeAppServer({
    methods: {
      initialize: () => {
        fake.crash({ exitCode: 1, stderr: 'Error: bad config' });
        return new Promise(() => {});
      },
    },
  });
  const error: unknown = await Codex.start(fake.config()).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(StartupError);
  expect(error).toMatchObject({ exitCode: 1, stderr: 'Error: bad config' });
});

it('loses the connection', async () => {
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(fake.config());
  const thread = await codex.threadStart();
  const asked = fake.request('item/tool/requestUserInput', {
    threadId: thread.id,
    turnId: 't',
    itemId: 'i',
    questions: [],
    isBlocking: true,
  });
  fake.disconnect();
  await expect(asked).rejects.toThrow('The client has gone before it answered');
  expect(await codex.closed).toEqual({
    reason: 'disconnected',
    exitCode: null,
    signal: null,
    stderr: '',
  });
});

it('is silent, and then says everything in order', async () => {
  await using fake = new FakeAppServer();
  await using codex = await Codex.start(fake.config());
  fake.mute();
  await expect(codex.threadList({ timeoutMs: 5 })).rejects.toThrow('5 ms');
  const thread = codex.threadStart();
  await fake.nextRequest('thread/start');
  fake.unmute();
  expect((await (await thread).run('Hi')).finalResponse).toBe('Done.');
});

it('sends what is no message', async () => {
  await using fake = new FakeAppServer();
  const errors: string[] = [];
  await using codex = await Codex.start(
    fake.config({ onProtocolError: ({ message }) => errors.push(message) }),
  );
  fake.sendRaw('{"half":');
  expect(errors).toHaveLength(1);
  expect((await (await codex.threadStart()).run('Hi')).status).toBe('completed');
});

it('is over for its clients when it is closed', async () => {
  const fake = new FakeAppServer();
  await using codex = await Codex.start(fake.config());
  await fake.close();
  await fake.close();
  expect(await codex.closed).toMatchObject({ reason: 'exited', exitCode: 0 });
  await expect(Codex.start(fake.config())).rejects.toThrow('The FakeAppServer is closed');
  await expect(fake.nextTurn()).rejects.toThrow('before the server was closed');
});
