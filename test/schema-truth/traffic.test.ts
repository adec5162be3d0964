import { execSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { reply } from '../../runtime/testing/index.js';
import { runExample } from '../examples/run-example.js';
import { killableSpawn } from '../support/killable-spawn.js';
import { scriptedRuntime } from '../support/scripted-runtime.js';
import { Runtime } from '../testing/support/runtime.js';
import { CODEX, INITIALIZE, makeHome, removeHomes } from '../transport/real-runtime.js';
import { checkTraffic, traffic } from './setup.js';
import { TrafficCheck } from './traffic-check.js';

const folder = process.env['CODEX_TRAFFIC']!;

afterAll(removeHomes);

/** The connections and lines that are seen while something runs. */
async function seenIn(
  run: () => Promise<unknown>,
): Promise<{ connections: number; lines: number }> {
  const count = async (): Promise<[number, number]> => {
    await checkTraffic();
    const log = await traffic();
    return [log?.connections ?? 0, log?.lines ?? 0];
  };
  const [connections, lines] = await count();
  await run();
  const [connectionsAfter, linesAfter] = await count();
  return { connections: connectionsAfter - connections, lines: linesAfter - lines };
}

describe('a runtime is watched', () => {
  it('behind the facade, every line', async () => {
    let told = 0;
    const seen = await seenIn(async () => {
      await using runtime = await scriptedRuntime([reply.text('Hi')], {
        trace: ({ direction }) => (told += direction === 'in' ? 1 : 0),
      });
      await (await runtime.codex.threadStart()).run('Hello');
    });
    expect(seen).toEqual({ connections: 1, lines: told });
    expect(told).toBeGreaterThan(10);
  });

  it('behind a spawn of the user', async () => {
    const seen = await seenIn(async () => {
      await using runtime = await scriptedRuntime([], { spawn: killableSpawn().spawn });
      await runtime.codex.models();
    });
    expect(seen).toMatchObject({ connections: 1 });
    expect(seen.lines).toBeGreaterThan(1);
  });

  it('behind a bare client', async () => {
    await using runtime = await scriptedRuntime([]);
    const seen = await seenIn(async () => {
      await using bare = await Runtime.start(runtime.model.configFor());
      await bare.request('model/list');
    });
    expect(seen).toMatchObject({ connections: 1 });
    expect(seen.lines).toBeGreaterThan(1);
  });

  it('in another program, whatever environment that is given', async () => {
    const file = fileURLToPath(new URL('../transport/fixtures/parent.ts', import.meta.url));
    const args = ['--import', import.meta.resolve('tsx'), file, 'close', await makeHome()];
    const seen = await seenIn(async () => {
      const { PATH, HOME } = process.env;
      const program = spawn(process.execPath, args, { env: { PATH, HOME } });
      program.stdout.resume();
      expect(await once(program, 'exit')).toEqual([0, null]);
    });
    expect(seen).toMatchObject({ connections: 1 });
    expect(seen.lines).toBeGreaterThan(0);
  });
});

describe('a thread is watched', () => {
  it('that the blocking client runs in', async () => {
    const seen = await seenIn(async () => {
      const path = 'test/schema-truth/fixtures/blocking.ts';
      expect(await runExample(path, { script: [] })).toMatchObject({ stdout: '1\n', stderr: '' });
    });
    expect(seen).toMatchObject({ connections: 1 });
    expect(seen.lines).toBeGreaterThan(1);
  });

  it('with the environment of its program, or one of its own', async () => {
    const program = `
      const { spawn } = require('node:child_process');
      const { workerData, parentPort } = require('node:worker_threads');
      const runtime = spawn(workerData.codex, ['app-server'], { env: { CODEX_HOME: workerData.home } });
      runtime.stdout.once('data', () => runtime.stdin.end());
      runtime.stdin.write(workerData.initialize + '\\n');
      runtime.once('exit', () => parentPort.close());`;
    for (const env of [undefined, {}]) {
      const workerData = { codex: CODEX, home: await makeHome(), initialize: INITIALIZE };
      const seen = await seenIn(async () => {
        const worker = new Worker(program, { eval: true, workerData, ...(env && { env }) });
        expect(await once(worker, 'exit')).toEqual([0]);
      });
      expect(seen).toMatchObject({ connections: 1 });
      expect(seen.lines).toBeGreaterThan(0);
    }
  });
});

describe('a test fails', () => {
  it('if a line does not fit, which names line and place', async () => {
    const said = '{"method":"turn/started","params":{"threadId":5},"emittedAtMs":1}';
    await writeFile(join(folder, 'pipes-made-up.traffic'), `<${said}\n`);
    await expect(checkTraffic()).rejects.toThrow(
      `Not as the schema has it:\n/params must have the property "turn"\nin ${said}`,
    );
    await rm(join(folder, 'pipes-made-up.traffic'));
  });

  it('if a runtime is started without the pipes that can be watched', async () => {
    const env = { ...process.env, CODEX_HOME: await makeHome() };
    const runtime = spawn(CODEX, ['app-server'], { env, stdio: 'ignore' });
    await once(runtime, 'exit');
    await expect(checkTraffic()).rejects.toThrow('a runtime was started without pipes');
    const shell = spawn(`"${CODEX}" app-server < /dev/null`, { env, shell: true, stdio: 'ignore' });
    await once(shell, 'exit');
    await expect(checkTraffic()).rejects.toThrow('a shell has started a runtime');
  });
});

it('a runtime that could not be watched is not started', () => {
  expect(() => spawnSync(CODEX, ['app-server'])).toThrow('whose traffic nobody can check');
  expect(() => execSync(`${CODEX} -c model=x app-server`)).toThrow('nobody can check');
});

describe('a line that does not fit', () => {
  const check = new TrafficCheck();
  check.sent('{"id":1,"method":"model/list"}');
  check.sent('{"id":2,"method":"thread/read"}');

  it.each([
    ['[]', '/ is no JSON object'],
    ['{"id":9,"result":{}}', '/id answers no request'],
    ['{"id":1,"result":{"data":{}}}', '/result/data must be array (an answer to model/list)'],
    ['{"id":2,"error":{"code":"x","message":"y"}}', '/error must have a whole number'],
    ['{"method":"no/such","params":{},"emittedAtMs":1}', '/method is no notification: no/such'],
    ['{"method":"turn/start","id":1,"params":{}}', '/method is no serverRequest: turn/start'],
    ['{"method":"warning","params":{"message":"x"}}', '/emittedAtMs must be a whole number'],
    ['{"method":"warning","params":{"message":1},"emittedAtMs":1}', '/params/message must be'],
    ['{"method":"item/tool/call","id":1,"params":{}}', '/params must have the property'],
  ])('%s', (line, problem) => {
    expect(check.received(line)).toEqual([expect.stringContaining(problem)]);
  });
});
