import * as root from 'codex-app-server-sdk';
import * as snake from 'codex-app-server-sdk/snake_case';
import * as snakeSync from 'codex-app-server-sdk/snake_case/sync';
import * as sync from 'codex-app-server-sdk/sync';
import { cpuMs, floodPeer, median } from './fixtures.js';

const calls = 3_000;
const events = 300_000;
const rounds = 3;

/** What a client of some voice is asked to do: calls one after the other, or the events of a turn. */
interface Voice {
  calls(): Promise<void>;
  events(): Promise<void>;
}

const launch = [process.execPath, floodPeer, String(events)];

const all: Readonly<Record<string, () => Promise<Voice & { close(): unknown }>>> = {
  'codex-app-server-sdk': async () => {
    const codex = await root.Codex.start({ launchArgs: launch });
    return {
      calls: async () => {
        for (let n = 0; n < calls; n++) await codex.rpc.account.read({});
      },
      events: async () => {
        let seen = 0;
        for await (const _ of await (await codex.threadStart()).turn('Go')) seen++;
        check(seen);
      },
      close: () => codex.close(),
    };
  },
  '/snake_case': async () => {
    const codex = await snake.Codex.start({ launch_args: launch });
    return {
      calls: async () => {
        for (let n = 0; n < calls; n++) await codex.rpc.account.read({});
      },
      events: async () => {
        let seen = 0;
        for await (const _ of await (await codex.thread_start()).turn('Go')) seen++;
        check(seen);
      },
      close: () => codex.close(),
    };
  },
  '/sync': async () => {
    const codex = new sync.Codex({ launchArgs: launch });
    return {
      calls: async () => {
        for (let n = 0; n < calls; n++) codex.rpc.account.read({});
      },
      events: async () => {
        let seen = 0;
        for (const _ of codex.threadStart().turn('Go')) seen++;
        check(seen);
      },
      close: () => {
        codex.close();
      },
    };
  },
  '/snake_case/sync': async () => {
    const codex = new snakeSync.Codex({ launch_args: launch });
    return {
      calls: async () => {
        for (let n = 0; n < calls; n++) codex.rpc.account.read({});
      },
      events: async () => {
        let seen = 0;
        for (const _ of codex.thread_start().turn('Go')) seen++;
        check(seen);
      },
      close: () => {
        codex.close();
      },
    };
  },
};

/** What each voice costs per call and per event, beside the plain one: CPU of all its threads, and time. */
export async function voices(): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let plain: Record<'call' | 'event', number> | undefined;
  for (const [name, start] of Object.entries(all)) {
    const voice = await start();
    const call = await cost(() => voice.calls(), calls);
    const event = await cost(() => voice.events(), events);
    await voice.close();
    plain ??= { call: call.cpu, event: event.cpu };
    rows.push({
      voice: name,
      'µs CPU per call': call.cpu.toFixed(1),
      'ratio per call': (call.cpu / plain.call).toFixed(2),
      'µs per call': call.time.toFixed(1),
      'µs CPU per event': event.cpu.toFixed(2),
      'ratio per event': (event.cpu / plain.event).toFixed(2),
      'µs per event': event.time.toFixed(2),
    });
  }
  return rows;
}

async function cost(
  body: () => Promise<void>,
  times: number,
): Promise<{ cpu: number; time: number }> {
  const cpu: number[] = [];
  const time: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const spent = await cpuMs(body);
    // The first round warms up.
    if (round === 0) continue;
    cpu.push((spent * 1000) / times);
    time.push(((performance.now() - start) * 1000) / times);
  }
  return { cpu: median(cpu), time: median(time) };
}

function check(seen: number): void {
  if (seen !== events + 1) throw new Error(`saw ${seen} of ${events + 1} events`);
}
