import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import {
  Codex,
  type CodexConfig,
  type Handlers,
  TransportClosedError,
} from '../../../runtime/index.js';
import {
  formatTranscript,
  parseTranscript,
  readTranscript,
  replay,
  type Replay,
  type ReplayOptions,
  type Transcript,
  type TranscriptEntry,
  TranscriptError,
} from '../../../runtime/testing/index.js';
import { deferred } from '../../../runtime/util/deferred.js';

afterEach(() => {
  vi.useRealTimers();
});

type Message = Readonly<Record<string, unknown>>;

/** A transcript after its handshake; entries are 100 ms apart. */
function transcript(...rest: readonly (readonly [from: string, message: Message])[]): Transcript {
  const initialized = {
    userAgent: 'peer/0.169.0 (x)',
    codexHome: '/h',
    platformFamily: 'unix',
    platformOs: 'linux',
  };
  const all = [
    ['client', { id: 0, method: 'initialize', params: { clientInfo: {} } }],
    ['server', { id: 0, result: initialized }],
    ['client', { method: 'initialized' }],
    ...rest,
  ] as const;
  return {
    header: { transcript: 1, runtime: '0.169.0', sdk: '0.1.0' },
    entries: all.map(([from, message], index) => {
      const at = index * 100;
      return (from === 'end' ? { at, end: message } : { at, from, message }) as TranscriptEntry;
    }),
  };
}

function playing(
  source: Transcript,
  options: ReplayOptions = {},
  config: CodexConfig = {},
): { codex: Codex; transport: Replay } {
  const transport = replay(source, options);
  return { codex: new Codex({ transport, ...config }), transport };
}

const models = (id: number, name: string): (readonly [string, Message])[] => [
  ['client', { id, method: 'model/list', params: {} }],
  ['server', { id, result: { data: [{ id: name }] } }],
];

it('answers with the ids that the client has now', async () => {
  const { codex, transport } = playing(transcript(...models(41, 'a')));
  expect((await codex.models()).data).toEqual([{ id: 'a' }]);
  transport.assertFinished();
  await codex.close();
});

it('ends the connection at the first deviation, and tells the line and the place', async () => {
  const { codex, transport } = playing(
    transcript(
      ['client', { id: 1, method: 'turn/interrupt', params: { threadId: 't', turnId: 'u' } }],
      ['server', { id: 1, result: {} }],
    ),
  );
  const interrupt = codex.rpc.turn.interrupt({ threadId: 't', turnId: 'another' });
  await expect(interrupt).rejects.toThrow(TransportClosedError);
  await expect(interrupt).rejects.toThrow(
    'got the request turn/interrupt with something else than was recorded in line 5: ' +
      '/turnId was "u" and is "another"',
  );
  expect(transport.error).toMatchObject({ code: 'deviation' });
  expect(() => {
    transport.assertFinished();
  }).toThrow(TranscriptError);
  expect(await codex.closed).toMatchObject({ reason: 'failed', error: transport.error });
});

it('names what it waits for when something else comes', async () => {
  const { codex } = playing(transcript(...models(1, 'a')));
  await expect(codex.account()).rejects.toThrow(
    'got the request account/read, which was not recorded here, and waits for line 5, ' +
      'the request model/list of the client',
  );
});

it('lets messages change places that do not wait for each other', async () => {
  const { codex, transport } = playing(
    transcript(
      ['client', { id: 1, method: 'model/list', params: {} }],
      ['client', { id: 2, method: 'account/read', params: {} }],
      ['server', { id: 1, result: { data: [] } }],
      ['server', { id: 2, result: { requiresOpenaiAuth: true } }],
    ),
  );
  const [account, list] = await Promise.all([codex.account(), codex.models()]);
  expect({ account, list }).toEqual({ account: { requiresOpenaiAuth: true }, list: { data: [] } });
  transport.assertFinished();
  await codex.close();
});

it('does not compare what it is told to ignore, what was redacted, and how the client calls itself', async () => {
  const { codex, transport } = playing(
    transcript([
      'client',
      {
        id: 1,
        method: 'account/login/start',
        params: { type: 'apiKey', apiKey: '[redacted]', more: { cwd: '/a' } },
      },
    ]),
    { ignore: ['/more'] },
    { clientInfo: { name: 'somebody', version: 'else' } },
  );
  await codex.start();
  const params = { type: 'apiKey', apiKey: 'sk-any', more: { cwd: '/b' } };
  codex.rpc.requestUntyped('account/login/start', params).catch(() => {});
  await vi.waitFor(() => {
    transport.assertFinished();
  });
  await codex.close();
});

it.each([
  ['before [redacted] after', 'before the secret after', true],
  ['[redacted]', 'anything', true],
  ['a[redacted]b[redacted]c', 'a1b2c', true],
  ['a[redacted]b', 'ab', true],
  ['a[redacted]a', 'a', false],
  ['before [redacted] after', 'before the secret', false],
  ['plain', 'plainer', false],
  ['mail redacted@example.com please', 'mail bob@corp.com please', true],
  ['[redacted] of redacted@example.com', 'x of y', true],
  ['mail redacted@example.com please', 'mail bob@corp.com', false],
])('takes %s for %s: %s', async (recorded, sent, expected) => {
  const { codex, transport } = playing(
    transcript(['client', { id: 1, method: 'x', params: { text: recorded } }]),
  );
  await codex.start();
  codex.rpc.requestUntyped('x', { text: sent }).catch(() => {});
  await vi.waitFor(() => {
    expect(transport.finished || transport.error !== undefined).toBe(true);
  });
  expect(transport.finished).toBe(expected);
  await codex.close();
});

it('looks into base64 for what was redacted', async () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const write = (dataBase64: string) => ({ path: '/x/.env', dataBase64 });
  const source = transcript([
    'client',
    { id: 1, method: 'fs/writeFile', params: write(base64('KEY=[redacted]\n')) },
  ]);
  for (const [text, fits] of [
    ['KEY=anything\n', true],
    ['NAME=anything\n', false],
  ] as const) {
    const { codex, transport } = playing(source);
    await codex.start();
    codex.rpc.fs.writeFile(write(base64(text))).catch(() => {});
    await vi.waitFor(() => {
      expect(transport.finished || transport.error !== undefined).toBe(true);
    });
    expect(transport.finished).toBe(fits);
    await codex.close();
  }
});

it('holds the answer to a question of the server against what was recorded', async () => {
  const asked = {
    id: 0,
    method: 'item/fileChange/requestApproval',
    params: { threadId: 't', turnId: 'u', itemId: 'i', startedAtMs: 1 },
  };
  const source = transcript(
    ['server', asked],
    ['client', { id: 0, result: { decision: 'accept' } }],
  );
  const accepting = playing(
    source,
    {},
    { handlers: { fileChangeApproval: () => Promise.resolve({ decision: 'accept' }) } },
  );
  await accepting.codex.start();
  await vi.waitFor(() => {
    accepting.transport.assertFinished();
  });
  await accepting.codex.close();
  const declining = playing(source);
  await declining.codex.start();
  const { error } = await declining.codex.closed;
  expect(error?.message).toContain(
    'got the answer to request 0 with something else than was recorded in line 6: ' +
      '/result/decision was "accept" and is "decline"',
  );
});

it('tells what it waits for when the client has nothing more to say', async () => {
  vi.useFakeTimers();
  const { codex, transport } = playing(transcript(...models(1, 'a')), { stallMs: 500 });
  await codex.start();
  await vi.advanceTimersByTimeAsync(499);
  expect(transport.error).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(transport.error).toMatchObject({ code: 'stalled' });
  expect(transport.error?.message).toContain(
    'has waited 500 ms for line 5, the request model/list of the client',
  );
  expect(await codex.closed).toMatchObject({ reason: 'failed' });
});

it('tells what was left when it is ended early', async () => {
  const { codex, transport } = playing(transcript(...models(1, 'a')));
  await codex.start();
  await codex.close();
  expect(() => {
    transport.assertFinished();
  }).toThrow('was left with line 5, the request model/list of the client to come');
});

it('takes the pauses of the recording when it is told to', async () => {
  vi.useFakeTimers();
  const { codex } = playing(
    transcript(...models(1, 'a'), ['server', { method: 'warning', params: { message: 'w' } }]),
    { pace: 'recorded' },
  );
  const seen: string[] = [];
  codex.on('*', ({ method }) => seen.push(method));
  const list = codex.models().then(() => seen.push('answer'));
  await vi.advanceTimersByTimeAsync(199);
  expect(seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await list;
  expect(seen).toEqual(['answer']);
  await vi.advanceTimersByTimeAsync(100);
  expect(seen).toEqual(['answer', 'warning']);
  await codex.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('ends as the recorded connection did', async () => {
  const { codex, transport } = playing(
    transcript(
      ['client', { id: 1, method: 'model/list', params: {} }],
      ['end', { reason: 'exited', exitCode: 101, signal: null, stderr: 'panicked\n' }],
    ),
  );
  await expect(codex.models()).rejects.toMatchObject({ exitCode: 101, stderr: 'panicked\n' });
  transport.assertFinished();
});

it('plays lines that are no messages', async () => {
  const source = transcript(...models(1, 'a'));
  const garbage = [
    { at: 250, from: 'server', text: '{"half":' },
    { at: 260, from: 'server', invalid: 'not UTF-8', bytes: 17 },
  ] as const;
  const errors: string[] = [];
  const sizes: (number | undefined)[] = [];
  const { codex } = playing(
    { ...source, entries: [...source.entries.slice(0, 3), ...garbage, ...source.entries.slice(3)] },
    {},
    {
      onProtocolError: (error) => errors.push(error.message),
      trace: (event) => {
        if (event.kind === 'invalid') sizes.push(event.bytes);
      },
    },
  );
  await codex.models();
  expect(errors).toEqual(['Received a line that is not JSON', 'not UTF-8']);
  expect(sizes).toEqual([8, 17]);
  await codex.close();
});

/** A turn on thread `t`, from the request to its end. */
function turn(id: number, text: string): (readonly [string, Message])[] {
  const turnId = `u${String(id)}`;
  const of = { threadId: 't', turnId };
  const item = { type: 'agentMessage', id: `m${String(id)}`, text: `re ${text}` };
  const whole = { id: turnId, items: [], status: 'completed' };
  const input = [{ type: 'text', text }];
  return [
    ['client', { id, method: 'turn/start', params: { threadId: 't', input } }],
    ['server', { id, result: { turn: { ...whole, status: 'inProgress' } } }],
    ['server', { method: 'item/completed', params: { ...of, item } }],
    ['server', { method: 'turn/completed', params: { threadId: 't', turn: whole } }],
  ];
}

const threadStart: readonly (readonly [string, Message])[] = [
  ['client', { id: 1, method: 'thread/start', params: {} }],
  ['server', { id: 1, result: { thread: { id: 't' } } }],
];

it('does not take a message before what it may have waited for', async () => {
  const source = transcript(...threadStart, ...turn(2, 'A'), ...turn(3, 'B'));
  const { codex, transport } = playing(source);
  const thread = await codex.threadStart();
  await expect(thread.run('B')).rejects.toThrow(
    'got the request turn/start of line 11 too early: it waits for line 7, ' +
      'the request turn/start of the client',
  );
  expect(transport.error).toMatchObject({ code: 'deviation' });
});

it('does not take what was said after a turn before that turn', async () => {
  const name = { threadId: 't', name: 'n' };
  const source = transcript(
    ...threadStart,
    ...turn(2, 'A'),
    ['client', { id: 3, method: 'thread/name/set', params: name }],
    ['server', { id: 3, result: {} }],
    ['client', { id: 4, method: 'thread/archive', params: { threadId: 't' } }],
    ['server', { id: 4, result: {} }],
  );
  const played = async (program: (codex: Codex) => Promise<unknown>): Promise<Replay> => {
    const { codex, transport } = playing(source);
    await program(codex).catch(() => {});
    await codex.close();
    return transport;
  };
  const asRecorded = await played(async (codex) => {
    const thread = await codex.threadStart();
    await thread.run('A');
    await thread.setName('n');
    await codex.threadArchive('t');
  });
  asRecorded.assertFinished();
  const backwards = await played(async (codex) => {
    const thread = await codex.threadStart();
    const rest = [codex.threadArchive('t'), thread.setName('n'), thread.run('A')];
    await Promise.allSettled(rest);
  });
  expect(backwards.error?.message).toContain('the request thread/archive of line 13 too early');
});

it('takes the answers to questions that were both asked in either order', async () => {
  const asked = (id: number) => ({
    id,
    method: 'item/fileChange/requestApproval',
    params: { threadId: 't', turnId: 'u', itemId: `i${String(id)}`, startedAtMs: 1 },
  });
  const source = transcript(
    ['server', asked(0)],
    ['server', asked(1)],
    ['client', { id: 0, result: { decision: 'accept' } }],
    ['server', { method: 'warning', params: { message: 'w' } }],
    ['client', { id: 1, result: { decision: 'decline' } }],
  );
  const first = deferred<{ decision: 'accept' }>();
  const second = deferred<void>();
  const fileChangeApproval: Handlers['fileChangeApproval'] = ({ itemId }) =>
    itemId === 'i0' ? first.promise : { decision: 'decline' };
  const { codex, transport } = playing(
    source,
    {},
    {
      handlers: { fileChangeApproval },
      trace: ({ direction, kind }) => {
        if (direction === 'out' && kind === 'result') second.resolve();
      },
    },
  );
  await codex.start();
  await second.promise;
  first.resolve({ decision: 'accept' });
  await vi.waitFor(() => {
    transport.assertFinished();
  });
  await codex.close();
});

it('takes what comes in the recorded order, however early', async () => {
  const source = transcript(
    ['server', { method: 'warning', params: { message: 'of the start' } }],
    ...models(1, 'a'),
    ['server', { method: 'warning', params: { message: 'later' } }],
    ['client', { id: 2, method: 'account/read', params: {} }],
    ['server', { id: 2, result: { requiresOpenaiAuth: true } }],
  );
  for (const pace of ['full', 'recorded'] as const) {
    vi.useFakeTimers();
    const { codex, transport } = playing(source, { pace });
    const both = Promise.all([codex.models(), codex.account()]);
    await vi.advanceTimersByTimeAsync(2000);
    await both;
    transport.assertFinished();
    await codex.close();
  }
});

it('ends when everything has been played and the client waits for more', async () => {
  vi.useFakeTimers();
  const begun = turn(2, 'A').slice(0, 3);
  const { codex, transport } = playing(transcript(...threadStart, ...begun), { stallMs: 500 });
  const run = (await codex.threadStart()).run('A').catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(500);
  expect(await run).toMatchObject({
    message: expect.stringContaining('has nothing more to play, and ended when the client had'),
  });
  // It was played, all the same.
  transport.assertFinished();
  expect(vi.getTimerCount()).toBe(0);
});

const lenient = { mode: 'lenient' } as const;

it('lenient: plays a turn that was left out when it comes after all', async () => {
  const question = { threadId: 't', turnId: 'u2', itemId: 'i', startedAtMs: 1 };
  const [request, answer, ...events] = turn(2, 'A');
  const source = transcript(
    ...threadStart,
    request!,
    answer!,
    ['server', { id: 0, method: 'item/fileChange/requestApproval', params: question }],
    ['client', { id: 0, result: { decision: 'accept' } }],
    ...events,
    ...turn(3, 'B'),
  );
  const { codex, transport } = playing(source, lenient);
  const thread = await codex.threadStart();
  expect((await thread.run('B')).finalResponse).toBe('re B');
  expect((await thread.run('A')).finalResponse).toBe('re A');
  transport.assertFinished();
  await codex.close();
});

it('lenient: passes over a turn that never comes', async () => {
  const source = transcript(...threadStart, ...turn(2, 'A'), ...turn(3, 'B'));
  const { codex, transport } = playing(source, lenient);
  const seen: unknown[] = [];
  codex.on('turn/completed', ({ params }) => seen.push(params.turn.id));
  expect((await (await codex.threadStart()).run('B')).finalResponse).toBe('re B');
  expect(seen).toEqual(['u3']);
  transport.assertFinished();
  await codex.close();
});

it('lenient: tells requests by their methods', async () => {
  const { codex } = playing(
    transcript(
      ['client', { id: 1, method: 'thread/read', params: { threadId: 'a' } }],
      ['server', { id: 1, result: { of: 'a' } }],
      ['client', { id: 2, method: 'thread/read', params: { threadId: 'b' } }],
      ['server', { id: 2, result: { of: 'b' } }],
      ['client', { id: 3, method: 'thread/read', params: { threadId: 'c' } }],
      ['server', { id: 3, result: { of: 'c' } }],
    ),
    lenient,
  );
  // The same params are the best fit, then whatever comes first.
  expect(await codex.rpc.thread.read({ threadId: 'b' })).toEqual({ of: 'b' });
  expect(await codex.rpc.thread.read({ threadId: 'z' })).toEqual({ of: 'a' });
  expect(await codex.rpc.thread.read({ threadId: 'y' })).toEqual({ of: 'c' });
  await codex.close();
});

it('lenient: passes over what the client leaves out, and its answer', async () => {
  const { codex, transport } = playing(
    transcript(
      ...models(1, 'a'),
      ['server', { method: 'warning', params: { message: 'in between' } }],
      ['client', { id: 2, method: 'account/read', params: {} }],
      ['server', { id: 2, result: { requiresOpenaiAuth: false } }],
    ),
    lenient,
  );
  const warned = new Promise((resolve) => codex.on('warning', resolve));
  expect(await codex.account()).toEqual({ requiresOpenaiAuth: false });
  await warned;
  // It comes after all.
  expect((await codex.models()).data).toEqual([{ id: 'a' }]);
  transport.assertFinished();
  await codex.close();
});

it('lenient: refuses what was never recorded, and goes on', async () => {
  const { codex } = playing(transcript(...models(1, 'a')), lenient);
  await expect(codex.account()).rejects.toThrow('account/read is not in the transcript');
  expect((await codex.models()).data).toEqual([{ id: 'a' }]);
  await codex.close();
});

it('is opened once', async () => {
  const transport = replay(transcript());
  const events = { message() {}, invalid() {}, closed() {} };
  await transport.open(events);
  await expect(transport.open(events)).rejects.toMatchObject({
    name: 'TranscriptError',
    code: 'played_already',
    message: expect.stringContaining('a replay plays once, make one for each connection'),
  });
  await transport.close();
  await expect(transport.send('{}')).rejects.toThrow('not open');
});

it('tells a second client that it plays once', async () => {
  const transport = replay(transcript());
  const first = new Codex({ transport });
  await first.start();
  await first.close();
  const second = new Codex({ transport });
  await expect(second.start()).rejects.toMatchObject({ code: 'played_already' });
  await second.close();
});

it.each([
  [{ mode: 'Lenient' }, "mode must be 'strict' or 'lenient', not \"Lenient\""],
  [{ pace: 'realtime' }, "pace must be 'full' or 'recorded', not \"realtime\""],
  [{ ignore: '/input' }, "ignore must be a list of JSON pointers, such as ['/cwd']"],
  [{ ignore: ['cwd'] }, "ignore must be a list of JSON pointers, such as ['/cwd']"],
  [{ stallMs: Number.NaN }, 'stallMs must be a positive number of milliseconds, not NaN'],
  [{ stallMs: '5' }, 'stallMs must be a positive number of milliseconds, not 5'],
  [{ stallMS: 5 }, 'unknown option `stallMS`; did you mean `stallMs`?'],
  ['lenient', 'the options must be an object'],
])('rejects the options %j', (options, problem) => {
  const misuse = () => replay(transcript(), options as ReplayOptions);
  expect(misuse).toThrow(TranscriptError);
  expect(misuse).toThrow(`replay(): ${problem}`);
});

it.each([
  [undefined, 'has no header and entries'],
  [{ entries: [] }, 'does not begin with a transcript'],
  [
    { header: { transcript: 1 }, entries: [{ at: 0, from: 'nobody', message: 5 }] },
    ':2 is no entry',
  ],
])('rejects %j for a transcript', (source, message) => {
  expect(() => replay(source as unknown as Transcript)).toThrow(message);
});

it('counts the lines of the file as it is, whatever an editor did to it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'codex-replay-'));
  try {
    const path = join(directory, 'edited.jsonl');
    const [header, ...lines] = formatTranscript(transcript(...models(1, 'a'))).split('\n');
    await writeFile(path, `\ufeff${[header, '', ' ', ...lines].join('\r\n')}`);
    const codex = new Codex({ transport: replay(path) });
    await expect(codex.account()).rejects.toThrow('waits for line 7, the request model/list');
    expect(() => parseTranscript(`${header}\n\n\nnonsense`, 'x')).toThrow('x:4 is no JSON');
    expect(() => parseTranscript(`${header}\n\n\n{}`, 'x')).toThrow('x:4 is no entry');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

it.each([
  ['', 'does not begin with a transcript'],
  ['{"a":1}', 'does not begin with a transcript'],
  ['{"transcript":2}', 'has the unknown format 2'],
  ['{"transcript":1}\nnonsense', ':2 is no JSON'],
  ['{"transcript":1}\n{"at":1,"from":"nobody","message":{}}', ':2 is no entry'],
  ['{"transcript":1}\n{"from":"client","message":{}}', ':2 is no entry'],
])('rejects %j', (text, message) => {
  expect(() => parseTranscript(text, 'x.jsonl')).toThrow(message);
});

it('says which file cannot be read', () => {
  expect(() => readTranscript('/nowhere/x.jsonl')).toThrow('/nowhere/x.jsonl cannot be read');
  expect(() => replay('/nowhere/x.jsonl')).toThrow(TranscriptError);
});

it('reads what it writes', () => {
  const source = transcript(...models(1, 'a'));
  expect(parseTranscript(formatTranscript(source))).toEqual(source);
});

it('throws at the end of a test that has not played it to its end', async () => {
  const { codex, transport } = playing(transcript(...models(1, 'a')));
  await codex.start();
  await codex.close();
  await expect(transport[Symbol.asyncDispose]()).rejects.toThrow('was left with line 5');
  const played = playing(transcript());
  await played.codex.start();
  await played.codex.close();
  await played.transport[Symbol.asyncDispose]();
});
