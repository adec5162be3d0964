// Plays a runtime that misbehaves on command. `peer/…` requests say how; a turn's input is JSON that
// says what becomes of the turn. Everything else is answered as a healthy runtime would.
import { closeSync } from 'node:fs';

const stdout = process.stdout;
/** What waits for a line that is written in pieces; undefined when there is none. */
let behind;
const put = (data) => (behind ? behind.push(data) : stdout.write(data));
const write = (message) => put(`${JSON.stringify(message)}\n`);
const notify = (method, params) => write({ method, params, emittedAtMs: Date.now() });
const soon = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let nextThread = 0;
let nextTurn = 0;
let nextAsk = 0;
/** Answers of the client that are waited for, by id. */
const asked = new Map();
/** Running turns by thread id: how to end each one. */
const running = new Map();
/** How often a request with a key was refused already. */
const refused = new Map();
/** Answers that are held back, to be given in another order. */
let heldBack = [];

const methods = {
  initialize: () => ({
    userAgent: 'misbehaving/0.169.0 (test)',
    codexHome: '/',
    platformFamily: 'unix',
    platformOs: 'linux',
  }),
  'thread/start': () => ({
    thread: { id: `thread-${nextThread++}`, ephemeral: false },
    sandbox: { type: 'readOnly' },
  }),
  'thread/resume': ({ threadId }) => ({
    thread: { id: threadId, ephemeral: false },
    sandbox: { type: 'readOnly' },
  }),
  'thread/turns/list': () => ({ data: [] }),
  'turn/start': startTurn,
  'turn/interrupt': ({ threadId }) => {
    const turn = running.get(threadId);
    if (!turn) throw { code: -32600, message: 'no active turn to interrupt' };
    return () => turn.end('interrupted');
  },

  'peer/echo': async ({ value, delayMs }) => {
    if (delayMs !== undefined) await soon(delayMs);
    return { value };
  },
  'peer/fail': ({ code, message }) => {
    throw { code, message };
  },
  'peer/silence': () => undefined,
  'peer/garbage': ({ value }) => {
    for (const line of ['no json', '[]', 'null', '7', '{}', '{"id":null,"result":1}', '', '\r']) {
      put(`${line}\n`);
    }
    write({ id: 1_000_000_000, result: 'to nobody' });
    write({ id: 'a text', error: { code: 1, message: 'to nobody' } });
    write({ method: 'brand/new' });
    put(Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]));
    return { value };
  },
  'peer/flood': ({ count, value }) => {
    for (let index = 0; index < count; index++) notify('peer/flooded', { index });
    return { value };
  },
  'peer/pieces': async ({ value }, id) => {
    if (behind) return { value };
    behind = [];
    // The pieces end within a character and within the line end.
    const bytes = Buffer.from(`${JSON.stringify({ id, result: { value } })}\r\n`);
    for (let at = 0; at < bytes.length; at += 7) {
      stdout.write(bytes.subarray(at, at + 7));
      await soon(0);
    }
    const waiting = behind;
    behind = undefined;
    waiting.forEach(put);
    return undefined;
  },
  'peer/huge': ({ bytes }) => ({ text: 'x'.repeat(bytes) }),
  'peer/twice': ({ value }, id) => {
    write({ id, result: { value } });
    write({ id, result: { value: 'again' } });
    write({ id, error: { code: -32603, message: 'and again' } });
  },
  'peer/reorder': ({ value, after }, id) => {
    heldBack.push({ id, result: { value } });
    if (heldBack.length < after) return;
    for (const message of heldBack.toReversed()) write(message);
    heldBack = [];
  },
  'peer/overload': ({ key, times, value }) => {
    const before = refused.get(key) ?? 0;
    if (before === times) return { value };
    refused.set(key, before + 1);
    throw { code: -32001, message: 'Server overloaded; retry later.' };
  },
  'peer/stopReading': async ({ ms }) => {
    process.stdin.pause();
    await soon(ms);
    process.stdin.resume();
    return {};
  },
  'peer/ask': async ({ method, params, times = 1 }) => {
    const id = nextAsk++;
    const answer = new Promise((resolve) => asked.set(id, resolve));
    for (let time = 0; time < times; time++) write({ id, method, params });
    return { answer: await answer };
  },
  'peer/stderr': ({ bytes, value }) =>
    new Promise((resolve) => {
      process.stderr.write(`${'e'.repeat(bytes)}\n`, () => resolve({ value }));
    }),
  'peer/stubborn': ({ term }) => {
    if (term) process.on('SIGTERM', () => {});
    setInterval(() => {}, 1 << 30);
    stubborn = true;
    return { pid: process.pid };
  },

  'peer/exit': ({ code }) => process.exit(code),
  'peer/exitInLine': () => {
    behind ??= [];
    stdout.write('{"id":', () => process.exit(7));
  },
  'peer/kill': ({ signal }) => {
    process.kill(process.pid, signal);
  },
  'peer/closeStdout': () => {
    setInterval(() => {}, 1 << 30);
    closeSync(1);
  },
  'peer/closeStdin': () => {
    setInterval(() => {}, 1 << 30);
    process.stdin.pause();
    closeSync(0);
    return {};
  },
};

let stubborn = false;

/**
 * A turn as its input says: `deltas` pieces of text, `early` ones of all events before the answer, a
 * question `asks` for an approval, of an item of that name, whose decision is quoted, and an `end`.
 */
function startTurn({ threadId, input }, id) {
  const { deltas = [], early = false, asks, end = 'completed' } = JSON.parse(input[0].text);
  const turnId = `turn-${nextTurn++}`;
  const turn = { id: turnId, items: [], status: 'inProgress' };
  const itemId = `${turnId}-message`;
  const ids = { threadId, turnId };
  let text = '';
  const item = () => ({ type: 'agentMessage', id: itemId, text, phase: null });
  const answer = () => write({ id, result: { turn } });
  const say = (delta) => {
    text += delta;
    notify('item/agentMessage/delta', { ...ids, itemId, delta });
  };
  const finish = (status) => {
    if (running.get(threadId)?.turnId !== turnId) return;
    running.delete(threadId);
    notify('thread/status/changed', { threadId, status: { type: 'idle' } });
    const error = status === 'failed' ? { message: 'as it was told' } : null;
    notify('turn/completed', { threadId, turn: { ...turn, status, error } });
  };
  running.set(threadId, { turnId, end: finish });
  if (!early) answer();
  notify('turn/started', { threadId, turn });
  notify('item/started', { ...ids, item: item(), startedAtMs: 1 });
  deltas.forEach(say);
  const complete = async () => {
    if (asks) {
      const method = 'item/commandExecution/requestApproval';
      const { answer: said } = await methods['peer/ask']({
        method,
        params: { ...ids, itemId: asks },
      });
      say(said.result?.decision ?? 'an error');
    }
    if (end === 'never') return;
    if (end === 'exit') process.exit(3);
    notify('item/completed', { ...ids, item: item(), completedAtMs: 1 });
    finish(end);
  };
  if (early && !asks) void complete();
  if (early) answer();
  if (!early || asks) void complete();
}

async function take(line) {
  const message = JSON.parse(line);
  const { id, method, params } = message;
  if (method === undefined) {
    asked.get(id)?.(message);
    asked.delete(id);
    return;
  }
  if (id === undefined) return;
  try {
    const result = await (methods[method] ?? (() => ({})))(params ?? {}, id);
    if (typeof result === 'function') {
      write({ id, result: {} });
      result();
    } else if (result !== undefined) write({ id, result });
  } catch (error) {
    if (error instanceof Error) throw error;
    write({ id, error });
  }
}

let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) void take(line);
});
process.stdin.on('end', () => {
  if (!stubborn) process.exit(0);
});
stdout.on('error', () => {});
