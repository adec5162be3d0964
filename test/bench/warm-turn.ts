import { spawn } from 'node:child_process';
import { Codex } from 'codex-app-server-sdk';
import { reply, ScriptedModel } from 'codex-app-server-sdk/testing';
import { locateCodex } from '../../runtime/process/locate.js';
import { median } from './fixtures.js';

const turns = 40;

/** A short turn on a warm runtime, through the SDK and over the bare wire. */
export async function warmTurn(): Promise<Record<string, unknown>[]> {
  await using model = await ScriptedModel.start(() => reply.text(['a', 'b', 'c', 'd', 'e']));
  const wire = await bareWire(model);
  const codex = await Codex.start(model.configFor());
  const thread = await codex.threadStart();
  const sdk: number[] = [];
  const bare: number[] = [];
  try {
    // Turn by turn in alternation, so that both see the same machine.
    for (let turn = 0; turn < turns; turn++) {
      let start = performance.now();
      await thread.run('Go');
      sdk.push(performance.now() - start);
      start = performance.now();
      await wire.turn();
      bare.push(performance.now() - start);
    }
  } finally {
    await codex.close();
    wire.close();
  }
  const floor = median(bare);
  return [
    { case: 'bare wire', 'ms per turn': floor.toFixed(1), ratio: '1.00' },
    {
      case: 'thread.run()',
      'ms per turn': median(sdk).toFixed(1),
      ratio: (median(sdk) / floor).toFixed(2),
    },
  ];
}

async function bareWire(model: ScriptedModel): Promise<{ turn(): Promise<void>; close(): void }> {
  const { env, cwd } = model.configFor();
  const child = spawn(locateCodex().path, ['app-server', '--listen', 'stdio://'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  type Message = { id?: number; method?: string; result?: { thread?: { id: string } } };
  let take: (message: Message) => void = () => {};
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as Message);
  });
  let nextId = 0;
  const send = (method: string, params: object, until: (message: Message, id: number) => boolean) =>
    new Promise<Message>((resolve) => {
      const id = nextId++;
      take = (message) => {
        if (until(message, id)) resolve(message);
      };
      child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  const answered = (message: Message, id: number): boolean => message.id === id;
  await send('initialize', { clientInfo: { name: 'bench', version: '0' } }, answered);
  const started = await send('thread/start', {}, answered);
  const threadId = started.result?.thread?.id;
  return {
    turn: async () => {
      const params = { threadId, input: [{ type: 'text', text: 'Go' }] };
      await send('turn/start', params, ({ method }) => method === 'turn/completed');
    },
    close: () => child.stdin.end(),
  };
}
