// Plays just enough of a runtime: answers what starts a turn, then sends as many deltas as asked for.
import { createInterface } from 'node:readline';

const count = Number(process.argv[2]);
const write = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const turn = { id: 'turn-1', items: [], status: 'inProgress' };
const ids = { threadId: 'thread-1', turnId: 'turn-1' };

const results = {
  initialize: {
    userAgent: 'flood/0.169.0 (x)',
    codexHome: '/',
    platformFamily: 'unix',
    platformOs: 'linux',
  },
  'thread/start': { thread: { id: 'thread-1' }, sandbox: { type: 'readOnly' } },
  'turn/start': { turn },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  write({ id, result: results[method] ?? {} });
  if (method === 'turn/start') void flood();
});

async function flood() {
  const params = { ...ids, itemId: 'msg_0123456789abcdef', delta: ' something' };
  const delta = `${JSON.stringify({ method: 'item/agentMessage/delta', params, emittedAtMs: 1794000000000 })}\n`;
  const chunk = delta.repeat(500);
  for (let sent = 0; sent < count; sent += 500) {
    if (!process.stdout.write(chunk)) await new Promise((go) => process.stdout.once('drain', go));
  }
  write({ method: 'turn/completed', params: { ...ids, turn: { ...turn, status: 'completed' } } });
}
