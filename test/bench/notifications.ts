import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Codex } from 'codex-app-server-sdk';
import { cpuMs, floodPeer, median } from './fixtures.js';

const count = 300_000;
const rounds = 5;

/** Client CPU per notification, beside a loop that only splits, parses and calls back. */
export async function notifications(): Promise<Record<string, unknown>[]> {
  const variants: Record<string, () => Promise<void>> = {
    'hand-written loop': byHand,
    'codex.on(method)': listener,
    'for await (turn.stream())': stream,
    'turn.run() only': runOnly,
  };
  const times = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, variant] of Object.entries(variants)) {
      const ms = await cpuMs(variant);
      // The first round warms up.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  }
  const floor = median(times.get('hand-written loop') ?? []);
  return [...times].map(([name, values]) => ({
    case: name,
    'µs per notification': ((median(values) * 1000) / count).toFixed(2),
    ratio: (median(values) / floor).toFixed(2),
  }));
}

async function byHand(): Promise<void> {
  const child = spawn(process.execPath, [floodPeer, String(count)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let rest = '';
  let seen = 0;
  const done = new Promise<void>((resolve) => {
    const take = (message: { method?: string }): void => {
      if (message.method === 'item/agentMessage/delta') seen++;
      if (message.method === 'turn/completed') resolve();
    };
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(JSON.parse(line) as { method?: string });
    });
  });
  child.stdin.write('{"id":0,"method":"turn/start"}\n');
  await done;
  check(seen);
  child.stdin.end();
  await once(child, 'exit');
}

async function withTurn(
  use: (codex: Codex, start: () => ReturnType<typeof startTurn>) => Promise<number>,
): Promise<void> {
  const codex = await Codex.start({
    launchArgs: [process.execPath, floodPeer, String(count)],
  });
  try {
    check(await use(codex, () => startTurn(codex)));
  } finally {
    await codex.close();
  }
}

async function startTurn(codex: Codex) {
  const thread = await codex.threadStart();
  return thread.turn('Go');
}

const listener = (): Promise<void> =>
  withTurn(async (codex, start) => {
    let seen = 0;
    codex.on('item/agentMessage/delta', () => seen++);
    await (await start()).run();
    return seen;
  });

const stream = (): Promise<void> =>
  withTurn(async (_codex, start) => {
    let seen = 0;
    for await (const event of await start()) if (event.method === 'item/agentMessage/delta') seen++;
    return seen;
  });

const runOnly = (): Promise<void> =>
  withTurn(async (_codex, start) => {
    await (await start()).run();
    return count;
  });

function check(seen: number): void {
  if (seen !== count) throw new Error(`saw ${seen} of ${count} notifications`);
}
