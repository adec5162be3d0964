import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MANIFEST } from '../../../generated/manifest.js';
import { Codex, type Handlers, TransportClosedError } from '../../../runtime/index.js';
import {
  FakeAppServer,
  parseTranscript,
  readTranscript,
  record,
  type RecordOptions,
  replay,
  type Replay,
  reply,
  rpcError,
  ScriptedModel,
  type Transcript,
  TranscriptError,
} from '../../../runtime/testing/index.js';
import { MemoryTransport } from '../../support/memory-transport.js';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'codex-record-'));
});

afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

/** Does something as soon as a method has been sent. */
function whenSent(transport: MemoryTransport, method: string, then: () => void): void {
  transport.onSend = (text) => {
    if (text.includes(`"method":"${method}"`)) queueMicrotask(then);
    return Promise.resolve();
  };
}

/** Methods and answers of a transcript in order, such as `client turn/start`. */
function outline({ entries }: Transcript): string[] {
  return entries.map((entry) => {
    if ('end' in entry) return `end ${entry.end.reason}`;
    if (!('message' in entry)) return 'garbage';
    const { method, id } = entry.message as { method?: string; id?: number };
    return `${entry.from} ${method ?? `answer ${String(id)}`}`;
  });
}

it('writes a session of the ordinary runtime, and plays it back without one', async () => {
  const path = join(scratch, 'deep', 'session.jsonl');
  await using model = await ScriptedModel.start([reply.text(['Hel', 'lo']), reply.text('again')]);
  const program = async (codex: Codex) => {
    try {
      const thread = await codex.threadStart();
      const texts: string[] = [];
      for await (const text of (await thread.turn('Hi')).text()) texts.push(text);
      return { texts, second: await thread.run('Once more') };
    } finally {
      await codex.close();
    }
  };
  const live = await program(new Codex({ ...model.configFor(), transport: record(path) }));
  const transcript = readTranscript(path);
  expect(transcript.header).toMatchObject({ transcript: 1, runtime: MANIFEST.runtimeVersion });
  expect(Date.parse(transcript.header.recordedAt ?? '')).toBeGreaterThan(0);
  const events = outline(transcript);
  expect(events[0]).toBe('client initialize');
  expect(events).toContain('server item/agentMessage/delta');
  expect(events.at(-1)).toBe('end closed');
  const times = transcript.entries.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));

  const transport = replay(path);
  expect(await program(new Codex({ transport }))).toEqual(live);
  transport.assertFinished();
});

it('takes out what is secret, and keeps what is not', async () => {
  const path = join(scratch, 'secrets.jsonl');
  const inner = new MemoryTransport();
  const transport = record(path, {
    transport: inner,
    redact: { secrets: ['hunter2'], keys: ['ticket_id'] },
  });
  const codex = new Codex({ transport, onWarning() {} });
  whenSent(inner, 'initialize', () => {
    inner.receive({
      id: 0,
      result: {
        userAgent: 'peer/1.2.3 (x)',
        codexHome: '/h',
        platformFamily: 'unix',
        platformOs: 'linux',
      },
    });
  });
  await codex.start();
  whenSent(inner, 'account/login/start', () => {
    inner.receive({ id: 1, result: { type: 'apiKey' } });
  });
  await codex.loginApiKey('sk-proj-abcdefghijklmnopqrstuvwx');
  const token = 'eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImEifQ.sig';
  inner.receive({
    method: 'brand/new',
    params: {
      authorization: 'Basic dXNlcjpwYXNz',
      nested: [{ refreshToken: 'r-1', ticketId: 'T-9', tokens: 12, tokenUsage: { total: 3 } }],
      text: `Bearer ${token} of ann.lee+x@mail.example.org, password is hunter2`,
      dump: 'OPENAI_API_KEY=abcdef123456 NAME=value {"clientSecret": "zyxwvuts"}',
      url: 'https://auth.example.com/go?state=abc123&scope=all',
      cursor: 'kept',
      empty: { apiKey: '' },
    },
  });
  await codex.close();
  const text = await readFile(path, 'utf8');
  for (const secret of [
    'sk-proj',
    'dXNlc',
    'r-1',
    'T-9',
    'eyJ',
    'ann.lee',
    'hunter2',
    'abcdef1',
    'zyx',
    'abc123',
  ])
    expect(text).not.toContain(secret);
  const { entries } = parseTranscript(text);
  const [login] = entries.flatMap((entry) =>
    'message' in entry && entry.message['method'] === 'account/login/start' ? [entry.message] : [],
  );
  expect(login).toMatchObject({ params: { type: 'apiKey', apiKey: '[redacted]' } });
  const [event] = entries.flatMap((entry) =>
    'message' in entry && entry.message['method'] === 'brand/new' ? [entry.message['params']] : [],
  );
  expect(event).toEqual({
    authorization: '[redacted]',
    nested: [
      { refreshToken: '[redacted]', ticketId: '[redacted]', tokens: 12, tokenUsage: { total: 3 } },
    ],
    text: 'Bearer [redacted] of redacted@example.com, password is [redacted]',
    dump: 'OPENAI_API_KEY=[redacted] NAME=value {"clientSecret": "[redacted]"}',
    url: 'https://auth.example.com/go?state=[redacted]&scope=all',
    cursor: 'kept',
    empty: { apiKey: '' },
  });
});

it('knows the values of secret environment variables', async () => {
  const path = join(scratch, 'environment.jsonl');
  process.env['KIT_TEST_TOKEN'] = 'plain words, but secret';
  try {
    const inner = new MemoryTransport();
    const transport = record(path, { transport: inner });
    await transport.open({ message() {}, invalid() {}, closed() {} });
    inner.receive({ method: 'x', params: { said: 'It was "plain words, but secret".' } });
    await transport.close();
  } finally {
    delete process.env['KIT_TEST_TOKEN'];
  }
  expect(await readFile(path, 'utf8')).toContain('It was \\"[redacted]\\".');
});

it('writes everything as it is when it is told to', async () => {
  const path = join(scratch, 'open.jsonl');
  const inner = new MemoryTransport();
  const transport = record(path, { transport: inner, redact: false });
  await transport.open({ message() {}, invalid() {}, closed() {} });
  await transport.send('{"id":0,"method":"account/login/start","params":{"apiKey":"sk-1"}}');
  await transport.close();
  expect(await readFile(path, 'utf8')).toContain('"apiKey":"sk-1"');
});

it('keeps lines that are no messages, and how the connection ended', async () => {
  const path = join(scratch, 'garbage.jsonl');
  const inner = new MemoryTransport();
  const transport = record(path, { transport: inner });
  const codex = new Codex({ transport, onProtocolError() {} });
  whenSent(inner, 'initialize', () => {
    inner.receive('no JSON at all');
    inner.receiveInvalid(new Error('not UTF-8'), 17);
    inner.end({ reason: 'exited', exitCode: 3, stderr: 'token=supersecretvalue\n' });
  });
  await expect(codex.start()).rejects.toThrow('ended with code 3');
  const transcript = readTranscript(path);
  expect(transcript.header.runtime).toBeNull();
  expect(transcript.entries).toEqual([
    { at: expect.any(Number), from: 'client', message: expect.objectContaining({ id: 0 }) },
    { at: expect.any(Number), from: 'server', text: 'no JSON at all' },
    { at: expect.any(Number), from: 'server', invalid: 'not UTF-8', bytes: 17 },
    {
      at: expect.any(Number),
      end: { reason: 'exited', exitCode: 3, signal: null, stderr: 'token=[redacted]\n' },
    },
  ]);
  const again = new Codex({ transport: replay(transcript), onProtocolError() {} });
  await expect(again.start()).rejects.toMatchObject({ exitCode: 3 });
});

it('takes out the answer to a secret question', async () => {
  const path = join(scratch, 'question.jsonl');
  const question = { header: 'h', question: '?', isOther: false, options: null };
  const program = async (codex: Codex) =>
    (await (await codex.threadStart()).run('x')).finalResponse;
  const answers = { pin: { answers: ['4711-tr0ub4dor'] }, name: { answers: ['Ann'] } };
  const handlers: Handlers = { userInput: () => ({ answers }) };
  await using fake = new FakeAppServer({
    turns: async (turn) => {
      const questions = [
        { ...question, id: 'pin', isSecret: true },
        { ...question, id: 'name', isSecret: false },
      ];
      await turn.request('item/tool/requestUserInput', { questions });
      return 'You said 4711-tr0ub4dor.';
    },
  });
  {
    await using codex = new Codex({
      transport: record(path, { transport: () => fake.connect() }),
      handlers,
    });
    expect(await program(codex)).toBe('You said 4711-tr0ub4dor.');
  }
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain('tr0ub4dor');
  expect(text).toContain('{"pin":{"answers":["[redacted]"]},"name":{"answers":["Ann"]}}');
  await using transport = replay(path);
  await using again = new Codex({ transport, handlers });
  expect(await program(again)).toBe('You said [redacted].');
});

it('takes a key out of what is said about it', async () => {
  const path = join(scratch, 'refused.jsonl');
  const key = 'CUSTOMKEY-1234567890';
  await using fake = new FakeAppServer();
  fake.handle('account/login/start', () => {
    throw rpcError(-32600, `Incorrect API key provided: ${key}`);
  });
  {
    const transport = record(path, { transport: () => fake.connect() });
    await using codex = new Codex({ transport });
    await expect(codex.loginApiKey(key)).rejects.toThrow('Incorrect API key');
  }
  const text = await readFile(path, 'utf8');
  expect(text).toContain('Incorrect API key provided: [redacted]');
  expect(text).not.toContain(key);
});

it("knows the secrets of the runtime's own environment", async () => {
  const path = join(scratch, 'runtime-environment.jsonl');
  const inner = new MemoryTransport();
  const codex = new Codex({
    transport: record(path, { transport: inner }),
    env: { MY_SECRET_TOKEN: 'zebra zebra zebra' },
  });
  whenSent(inner, 'initialize', () => {
    inner.receive({ id: 0, error: { code: -1, message: 'value is zebra zebra zebra' } });
  });
  await expect(codex.start()).rejects.toThrow();
  await codex.close();
  expect(await readFile(path, 'utf8')).toContain('value is [redacted]');
});

it.each([
  'mail bob@corp.com',
  'npm i react@18.2.0',
  'git clone git@github.com:org/repo.git with token=abcdefgh12345',
])('records what it can play: %s', async (text) => {
  const path = join(scratch, 'played.jsonl');
  await rm(path, { force: true });
  const program = async (codex: Codex) => (await codex.threadStart()).run(text);
  await using fake = new FakeAppServer({ turns: () => 'ok' });
  {
    const transport = record(path, { transport: () => fake.connect() });
    await using codex = new Codex({ transport });
    await program(codex);
  }
  await using transport = replay(path);
  await using again = new Codex({ transport });
  expect((await program(again)).finalResponse).toBe('ok');
});

describe('a file for each connection', () => {
  /** Runs a turn, loses the runtime, and runs another turn. */
  async function throughACrash(codex: Codex, fake?: FakeAppServer): Promise<void> {
    const thread = await codex.threadStart();
    await thread.run('before the crash');
    fake?.crash({ exitCode: 101, stderr: 'boom' });
    await thread.run('after the crash');
  }

  it.each([
    ['one recording', (path: string, options: RecordOptions) => record(path, options)],
    ['a function', (path: string, options: RecordOptions) => () => record(path, options)],
  ])('keeps what was before a crash: %s', async (name, made) => {
    const path = join(scratch, `${name}.jsonl`);
    const second = join(scratch, `${name}.2.jsonl`);
    await using fake = new FakeAppServer({ turns: () => 'ok' });
    {
      const transport = made(path, { transport: () => fake.connect() });
      await using codex = new Codex({ transport, restart: 'on-crash' });
      await throughACrash(codex, fake);
    }
    expect(readTranscript(path).entries.at(-1)).toMatchObject({
      end: { exitCode: 101, stderr: 'boom' },
    });
    expect(await readFile(path, 'utf8')).toContain('before the crash');
    expect(outline(readTranscript(second))).toContain('client turn/start');
    expect(await readFile(second, 'utf8')).toContain('after the crash');

    const replays = [replay(path), replay(second)];
    const rest = replays.values();
    const transport = (): Replay => rest.next().value as Replay;
    await using codex = new Codex({ transport, restart: 'on-crash' });
    await throughACrash(codex);
    await codex.close();
    for (const played of replays) played.assertFinished();
  });

  it('keeps what two clients of one recording said', async () => {
    const path = join(scratch, 'two.jsonl');
    await using fake = new FakeAppServer({ turns: () => 'ok' });
    const transport = record(path, { transport: () => fake.connect() });
    {
      await using one = new Codex({ transport });
      await using other = new Codex({ transport });
      await (await one.threadStart()).run('from one');
      await (await other.threadStart()).run('from the other');
    }
    expect(await readFile(path, 'utf8')).toContain('from one');
    expect(await readFile(join(scratch, 'two.2.jsonl'), 'utf8')).toContain('from the other');
  });

  it('takes a name again when its file is gone', async () => {
    const path = join(scratch, 'gone.jsonl');
    for (let time = 0; time < 2; time++) {
      const inner = new MemoryTransport();
      const transport = record(path, { transport: inner });
      await transport.open({ message() {}, invalid() {}, closed() {} });
      await transport.close();
      await rm(path);
    }
  });

  it('needs a transport for each', () => {
    const transport = record(join(scratch, 'x.jsonl'), { transport: new MemoryTransport() });
    expect(() => new Codex({ transport, restart: 'on-crash' })).toThrow(
      'cannot open a transport of your own again',
    );
  });
});

it.each([
  [{ redacted: false }, 'unknown option `redacted`; did you mean `redact`?'],
  [{ redact: { secret: ['x'] } }, 'unknown option `redact.secret`'],
  [{ redact: { secrets: 'x' } }, 'redact.secrets must be a list of texts'],
  [{ redact: { keys: [1] } }, 'redact.keys must be a list of texts'],
  [{ redact: true }, 'redact must be an object'],
  [null, 'the options must be an object'],
])('rejects the options %j', (options, problem) => {
  const misuse = () => record('x.jsonl', options as RecordOptions);
  expect(misuse).toThrow(TranscriptError);
  expect(misuse).toThrow(`record(): ${problem}`);
});

it('rejects a path that is none', () => {
  expect(() => record(undefined as never)).toThrow('record(): needs the path of a file');
});

it('records a start that fails', async () => {
  const path = join(scratch, 'failure.jsonl');
  const codex = new Codex({ codexBin: process.execPath, transport: record(path) });
  await expect(codex.start()).rejects.toThrow();
  await codex.close();
  const { entries } = readTranscript(path);
  expect(entries.at(-1)).toMatchObject({ end: { reason: expect.stringMatching(/exited|failed/) } });
  await expect(codex.threadStart()).rejects.toThrow(TransportClosedError);
});
