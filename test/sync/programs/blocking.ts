import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import {
  ApprovalMode,
  approveAll,
  Codex,
  CodexError,
  CodexNotFoundError,
  ConfigurationError,
  defer,
  externalMessage,
  InvalidParamsError,
  InvalidRequestError,
  isRetryableError,
  type JsonRpcError,
  OutputValidationError,
  RequestTimeoutError,
  retryOnOverload,
  SubscriberOverflowError,
  tool,
  toolNamespace,
  TransportClosedError,
  TurnFailedError,
} from 'codex-app-server-sdk/sync';
import * as z from 'zod';
import { check, report, thrownBy } from '../support/checks.js';

const ask = { approvalMode: ApprovalMode.ask } as const;
const warnings: string[] = [];
const reported: unknown[] = [];

const codex = new Codex({
  onWarning: (message) => warnings.push(message),
  onHandlerError: (error) => reported.push(error),
});

check('what it started can be read', () => {
  assert.equal(codex.metadata.serverVersion, '0.169.0');
  assert.equal(codex.closed, undefined);
  assert.equal(codex.rateLimits, null);
  assert.deepEqual([...codex.rateLimitsByLimitId], []);
  codex.start();
});

check('a turn runs to its end', () => {
  const thread = codex.threadStart();
  assert.equal(thread.details.model, 'scripted-model');
  assert.equal(thread.details, thread.details);
  const result = thread.run('say Hello');
  assert.equal(result.finalResponse, 'Hello');
  assert.equal(result.status, 'completed');
  assert.equal(result.output, undefined);
});

check('a turn is read event by event, and its result is right all the same', () => {
  const turn = codex.threadStart().turn('say Hel|lo');
  const methods: string[] = [];
  for (const event of turn) methods.push(event.method);
  assert.equal(methods[0], 'turn/started');
  assert.equal(methods.at(-1), 'turn/completed');
  assert.equal(turn.run().finalResponse, 'Hello');
  assert.equal(turn.run().finalResponse, 'Hello');
});

check('the text of a turn comes piece by piece', () => {
  const turn = codex.threadStart().turn('say Hel|lo');
  assert.deepEqual([...turn.text()], ['Hel', 'lo']);
});

check('a stream can be left early', () => {
  const turn = codex.threadStart().turn('say Hel|lo');
  for (const event of turn.stream()) if (event.method === 'turn/started') break;
  assert.equal(turn.run().status, 'completed');
  assert.deepEqual([...turn.stream()], []);
});

check('a stream that is not read overflows, alone', () => {
  const thread = codex.threadStart();
  const notifications = codex.notifications({ threadId: thread.id, maxQueued: 2 });
  assert.equal(thread.run('say Hello').status, 'completed');
  assert.ok(thrownBy(() => [...notifications]) instanceof SubscriberOverflowError);
});

check('a turn is interrupted, by hand and by `using`', () => {
  const thread = codex.threadStart();
  {
    using turn = thread.turn('hang');
    for (const text of turn.text()) if (text === 'begun') turn.interrupt();
    assert.equal(turn.run().status, 'interrupted');
  }
  let left;
  {
    using turn = thread.turn('hang');
    left = turn;
    // The runtime passes an interruption over that comes before this.
    for (const { method } of turn) if (method === 'turn/started') break;
  }
  assert.equal(left.run().status, 'interrupted');
});

check('a handler answers on this thread, and calls the client itself', () => {
  const asked: unknown[] = [];
  const thread = codex.threadStart({
    ...ask,
    handlers: {
      commandApproval: ({ command }, context) => {
        asked.push(command, isMainThread, Object.keys(context).sort(), context.threadId);
        asked.push(
          codex.models().data.length > 0,
          codex.threadStart().run('say inner').finalResponse,
        );
        return { decision: 'accept' };
      },
    },
  });
  const result = thread.run('run echo allowed');
  assert.match(String(asked.shift()), /echo allowed/);
  assert.deepEqual(asked, [true, ['threadId', 'turnId'], thread.id, true, 'inner']);
  assert.match(String(result.finalResponse), /allowed/);
});

check('ready-made handlers answer too', () => {
  const thread = codex.threadStart({ ...ask, handlers: approveAll() });
  assert.match(String(thread.run('run echo allowed').finalResponse), /allowed/);
});

check('what a handler throws is reported as the same object', () => {
  const error = Object.assign(new RangeError('no'), { detail: { of: 'mine' } });
  const handlers = {
    commandApproval: (): never => {
      throw error;
    },
  };
  reported.length = 0;
  const { items } = codex.threadStart({ ...ask, handlers }).run('run echo never');
  assert.deepEqual(reported, [error]);
  assert.equal(reported[0], error);
  const command = items.find(({ type }) => type === 'commandExecution');
  assert.equal((command as { status?: string }).status, 'declined');
});

/** What is hard to send to another thread. */
function unsendable(): unknown[] {
  const itself = Object.assign(new Error('itself'), { details: {} });
  itself.details = { error: itself };
  const getter = Object.defineProperty(new Error('getter'), 'response', {
    enumerable: true,
    get: () => {
      throw new Error('not yet');
    },
  });
  let deep = new Error('deepest');
  for (let i = 0; i < 5_000; i++) deep = new Error('deep', { cause: deep });
  const promised = { promise: Promise.resolve(1) };
  const linked = Array.from({ length: 30 }, () => ({}));
  for (const each of linked) Object.assign(each, linked);
  const graph = Object.assign(new Error('graph'), { linked });
  const process = Object.assign(new Error('process'), { of: globalThis.process });
  const revoked = Proxy.revocable(new Error('revoked'), {});
  revoked.revoke();
  const values = [Promise.resolve(1), promised, new Proxy({ a: 1 }, {}), () => {}, Symbol('s')];
  return [itself, getter, deep, graph, process, ...values, revoked.proxy, [1], null, 'text'];
}

check('whatever a handler throws, the safe answer is given, and that object reported', () => {
  const thrown = unsendable();
  reported.length = 0;
  let asked = 0;
  const handlers = {
    commandApproval: (): never => {
      throw thrown[asked++];
    },
  };
  const thread = codex.threadStart({ ...ask, handlers });
  for (const each of thrown) {
    const { items } = thread.run('run echo never');
    const command = items.find(({ type }) => type === 'commandExecution');
    assert.equal((command as { status?: string }).status, 'declined');
    assert.equal(reported.at(-1), each);
  }
  assert.equal(reported.length, thrown.length);
});

check('whatever a listener throws is reported, and the client goes on', () => {
  const thrown = unsendable();
  reported.length = 0;
  let heard = 0;
  using _ = codex.on('turn/started', () => {
    throw thrown[heard++];
  });
  const thread = codex.threadStart();
  for (const [i] of thrown.entries()) assert.equal(thread.run(`say ${i}`).finalResponse, `${i}`);
  codex.models();
  assert.equal(reported.length, thrown.length);
  assert.ok(reported.every((error, i) => error === thrown[i]));
});

check('handlers may be methods, and keep what they belong to', () => {
  class Allowing {
    readonly decision = 'accept';
    readonly asked: unknown[] = [];

    commandApproval({ command }: { command?: string | null | undefined }): { decision: 'accept' } {
      this.asked.push(command);
      return { decision: this.decision };
    }
  }
  class Inheriting extends Allowing {}
  const handlers = new Inheriting();
  const thread = codex.threadStart({ ...ask, handlers });
  assert.match(String(thread.run('run echo allowed').finalResponse), /allowed/);
  assert.equal(handlers.asked.length, 1);
  class Misspelled {
    comandApproval(): void {}
  }
  const error = thrownBy(() => codex.threadStart({ handlers: new Misspelled() as never }));
  assert.match(String(error), /`comandApproval`; did you mean `commandApproval`/);
});

check('a handler that returns a promise is an error that says so', () => {
  const handlers = { commandApproval: (() => Promise.resolve({ decision: 'accept' })) as never };
  reported.length = 0;
  const { items } = codex.threadStart({ ...ask, handlers }).run('run echo never');
  const [error] = reported;
  assert.ok(error instanceof ConfigurationError);
  assert.match(error.message, /handlers\.commandApproval returned a promise/);
  const command = items.find(({ type }) => type === 'commandExecution');
  assert.equal((command as { status?: string }).status, 'declined');
});

check('requests that are left open are answered by whoever hears of them', () => {
  const opened: unknown[] = [];
  using _ = codex.onOpenRequest(({ id, method, params, respond }) => {
    opened.push(method, (params as { threadId: string }).threadId);
    assert.equal(codex.openRequests.get(id)?.method, method);
    opened.push(codex.openRequests.get(id)?.respond({ decision: 'accept' }));
    opened.push(respond({ decision: 'decline' }));
  });
  const thread = codex.threadStart({ ...ask, handlers: { commandApproval: defer } });
  assert.match(String(thread.run('run echo later').finalResponse), /later/);
  const method = 'item/commandExecution/requestApproval';
  assert.deepEqual(opened, [method, thread.id, true, false]);
  assert.equal(codex.openRequests.size, 0);
});

const stock = tool({
  name: 'stock',
  description: 'How many of a part are in stock.',
  input: z.object({ part: z.string().min(3), count: z.int().default(1) }),
  execute: ({ part, count }, { threadId }) => {
    if (part === 'nut!') throw new Error('out of nuts');
    return { part, count, threadId };
  },
});

check('tools run here, with arguments that a schema of this thread has validated', () => {
  const plain = tool<{ word: string }>({
    name: 'shout',
    description: 'Shouts.',
    input: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
    execute: ({ word }) => word.toUpperCase(),
  });
  const whisper = {
    ...plain,
    name: 'whisper',
    execute: ({ word }: { word: string }) => word.toLowerCase(),
  };
  const quiet = toolNamespace({ name: 'quiet', description: 'Quiet.', tools: [whisper] });
  const thread = codex.threadStart({ tools: [stock, plain, quiet] });
  const said = (input: string): unknown => thread.run(input).finalResponse;
  assert.deepEqual(JSON.parse(String(said('call stock {"part":"bolt"}'))), {
    part: 'bolt',
    count: 1,
    threadId: thread.id,
  });
  assert.match(String(said('call stock {"part":"x"}')), /arguments of the tool stock are wrong/);
  assert.match(String(said('call stock {"part":"nut!"}')), /out of nuts/);
  assert.equal(said('call shout {"word":"oh"}'), 'OH');
  assert.match(String(said('call shout {}')), /arguments of the tool shout are wrong/);
  assert.equal(said('call quiet.whisper {"word":"OH"}'), 'oh');
});

check(
  'a tool that returns a promise is an error that says so, and so is a schema that does',
  () => {
    const late = tool({
      name: 'late',
      description: 'Late.',
      input: { type: 'object' },
      execute: (() => Promise.resolve('never')) as never,
    });
    const slow = tool({
      name: 'slow',
      description: 'Slow.',
      input: z.object({ a: z.string().refine(() => Promise.resolve(true)) }),
      execute: () => 'never',
    });
    const thread = codex.threadStart({ tools: [late, slow] });
    assert.match(String(thread.run('call late').finalResponse), /execute returned a promise/);
    assert.match(String(thread.run('call slow {"a":"b"}').finalResponse), /returned a promise/);
  },
);

check('a tool returns what JSON can write, and says what it cannot', () => {
  const circular: Error & { details?: unknown } = new Error('circular');
  circular.details = { circular };
  const results: Readonly<Record<string, () => unknown>> = {
    proxy: () => new Proxy({ a: 1 }, {}),
    inside: () => ({ promise: Promise.resolve(1), map: new WeakMap(), at: new URL('x://y') }),
    signal: () => ({ signal: AbortSignal.abort() }),
    symbol: () => Symbol('s'),
    bytes: () => Buffer.from('x'),
    circular: () => ({ circular }),
  };
  const tools = Object.entries(results).map(([name, execute]) =>
    tool({ name, description: name, input: { type: 'object' }, execute: execute as never }),
  );
  const thread = codex.threadStart({ tools });
  const said = (name: string): string => String(thread.run(`call ${name}`).finalResponse);
  assert.equal(said('proxy'), '{"a":1}');
  assert.equal(said('inside'), '{"promise":{},"map":{},"at":"x://y"}');
  assert.equal(said('signal'), '{"signal":{}}');
  assert.match(said('symbol'), /symbol failed: it returned a symbol/);
  assert.match(said('bytes'), /bytes failed: it returned bytes/);
  assert.match(said('circular'), /circular failed: .*circular structure/i);
});

check('a schema validates as the method that it is', () => {
  const standard = {
    version: 1 as const,
    vendor: 'mine',
    tag: 'mine',
    validate(value: unknown) {
      return this.tag === 'mine' ? { value } : { issues: [{ message: 'lost' }] };
    },
    jsonSchema: { input: () => ({ type: 'object', properties: {} }), output: () => ({}) },
  };
  const input = { '~standard': standard };
  const mine = tool({ name: 'mine', description: 'Mine.', input, execute: () => 'validated' });
  const thread = codex.threadStart({ tools: [mine] });
  assert.equal(thread.run('call mine').finalResponse, 'validated');
});

check('a tool that waits for its own turn is told so', () => {
  const own = tool({
    name: 'own',
    description: 'Runs a turn of its own thread.',
    input: { type: 'object' },
    execute: () => (thrownBy(() => thread.run('say never')) as Error).message,
  });
  const thread = codex.threadStart({ tools: [own] });
  assert.match(String(thread.run('call own').finalResponse), /steer/);
});

check('structured output is typed and validated here', () => {
  const thread = codex.threadStart();
  const outputSchema = z.object({ when: z.iso.date().transform((text) => new Date(text)) });
  const { output } = thread.run('say {"when":"2026-11-21"}', { outputSchema });
  assert.equal(output.when.getUTCFullYear(), 2026);
  const error = thrownBy(() => thread.run('say {"when":"soon"}', { outputSchema }));
  assert.ok(error instanceof OutputValidationError);
  assert.deepEqual(error.issues[0]?.path, ['when']);
  assert.equal(error.result.finalResponse, '{"when":"soon"}');
  const json = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } as const;
  assert.deepEqual(thread.run<{ n: number }>('say {"n":3}', { outputSchema: json }).output, {
    n: 3,
  });
});

check('a schema without its JSON Schema is told of as at the root', () => {
  const standard = {
    version: 1,
    vendor: 'valibot',
    validate: (value: unknown) => ({ value }),
  } as const;
  const error = thrownBy(() =>
    codex.threadStart().run('say never', { outputSchema: { '~standard': standard } }),
  );
  assert.ok(error instanceof InvalidParamsError);
  assert.match(error.message, /toStandardJsonSchema/);
});

check('listeners hear in order, before the call returns, until they are disposed of', () => {
  const heard: string[] = [];
  const thread = codex.threadStart();
  {
    using _ = codex.on('*', ({ method }) => {
      const depth = heard.length;
      // A call of a listener's own keeps the others waiting.
      if (method === 'turn/started') codex.models();
      assert.equal(heard.length, depth);
      heard.push(method);
    });
    thread.run('say Hello');
    assert.equal(heard.at(-1), 'turn/completed');
    assert.ok(heard.indexOf('turn/started') < heard.indexOf('item/completed'));
  }
  const before = heard.length;
  thread.run('say Hello');
  assert.equal(heard.length, before);
  const items: string[] = [];
  using _ = codex.rpc.on('item/completed', ({ params }) => items.push(params.item.type));
  thread.run('say Hello');
  assert.deepEqual(items, ['userMessage', 'agentMessage']);
});

check('a listener that fails disturbs nobody, and is told of', () => {
  const error = new Error('my mistake');
  reported.length = 0;
  using _ = codex.on('turn/completed', () => {
    throw error;
  });
  assert.equal(codex.threadStart().run('say Hello').finalResponse, 'Hello');
  codex.models();
  assert.equal(reported[0], error);
});

check('a listener that returns a promise is an error that names its method', () => {
  reported.length = 0;
  const listener = (() => Promise.resolve()) as () => void;
  using _ = codex.on('turn/completed', listener);
  using __ = codex.rpc.on('turn/completed', listener);
  codex.threadStart().run('say Hello');
  codex.models();
  assert.match(String(reported[0]), /The listener given to on\(\) returned a promise/);
  assert.match(String(reported[1]), /The listener given to rpc\.on\(\) returned a promise/);
});

check('errors have their class, their fields and the stack of their caller', () => {
  const error = thrownBy(() => codex.threadStart({ approval_policy: 'never' } as never)) as Error;
  assert.ok(error instanceof InvalidParamsError && error instanceof CodexError);
  assert.ok(CodexError.isCodexError(error));
  assert.equal(error.name, 'InvalidParamsError');
  assert.match(error.message, /approvalPolicy/);
  assert.equal(error.code, 'invalid_params');
  const [head, first, second] = String(error.stack).split('\n');
  assert.equal(head, `InvalidParamsError: ${error.message}`);
  assert.match(String(first), /at Codex\.threadStart/);
  assert.match(String(second), /blocking\.ts/);
  const gone = thrownBy(() => codex.threadResume('00000000-0000-4000-8000-000000000000'));
  assert.ok(gone instanceof InvalidRequestError);
  assert.equal(gone.method, 'thread/resume');
  assert.equal(gone.rpcCode, -32600);
});

check('a turn that fails throws its result, one that takes too long what there was', () => {
  const failed = thrownBy(() => codex.threadStart().run('fail'));
  assert.ok(failed instanceof TurnFailedError);
  assert.equal(failed.codexErrorInfo, 'contextWindowExceeded');
  assert.equal(failed.result.status, 'failed');
  const late = thrownBy(() => codex.threadStart().run('hang', { timeoutMs: 50 }));
  assert.ok(late instanceof RequestTimeoutError);
  assert.equal(
    (late as RequestTimeoutError & { result: { status: string } }).result.status,
    'interrupted',
  );
});

check('typed RPC blocks as well', () => {
  assert.ok(codex.rpc.model.list().data.length > 0);
  assert.ok(codex.rpc.request('model/list', { limit: 1 }).data.length > 0);
  assert.ok((codex.rpc.requestUntyped('model/list', {}) as { data: unknown[] }).data.length > 0);
  const found = codex.rpc.fuzzyFileSearch.call({ query: 'x', roots: [] });
  assert.deepEqual(found.files, []);
  assert.equal((codex.rpc.thread as unknown as Record<string, unknown>)['nope'], undefined);
  const error = thrownBy(() => codex.rpc.model.list({}, { timeoutMs: -1 })) as JsonRpcError;
  assert.match(error.message, /timeoutMs/);
});

check('history is read page by page', () => {
  const thread = codex.threadStart();
  thread.run('say one');
  thread.run('say two');
  assert.equal([...thread.turns()].length, 2);
  const types = [...thread.items()].map(({ item }) => item.type);
  assert.deepEqual(types, ['userMessage', 'agentMessage', 'userMessage', 'agentMessage']);
  const requests: string[] = [];
  using other = new Codex({
    trace: ({ direction, method }) => {
      if (direction === 'out' && method === 'thread/list') requests.push(method);
    },
  });
  const [first] = other.threads({ limit: 1 });
  assert.equal(typeof first?.id, 'string');
  assert.deepEqual(requests, ['thread/list']);
  const ids = [...other.threads({ limit: 5 })].map(({ id }) => id);
  assert.ok(ids.includes(thread.id));
  assert.ok(requests.length > 2);
});

check('a thread is named, read, forked, archived, and goes on elsewhere with its tools', () => {
  using other = new Codex();
  const thread = other.threadStart({ tools: [stock] });
  thread.run('say one');
  // Both at once.
  assert.equal(codex.threadStart().run('say here').finalResponse, 'here');
  thread.setName('Mine');
  assert.equal(thread.read().thread.name, 'Mine');
  assert.equal(other.threadFork(thread.id).run('say fork').finalResponse, 'fork');
  other.threadArchive(thread.id);
  other.threadUnarchive(thread.id);
  other.close();
  const resumed = codex.threadResume(thread.id, { tools: [stock] });
  assert.match(String(resumed.run('call stock {"part":"bolt"}').finalResponse), /"bolt"/);
});

check('inputs of every kind cross over', () => {
  const turn = codex.threadStart().turn(externalMessage('ci', 'The build is green.'));
  assert.equal(turn.run().status, 'completed');
  const error = thrownBy(() => codex.threadStart().run([{ type: 'image', url: 'https://x' }]));
  assert.match((error as Error).message, /data: URLs/);
});

check('overload is tried again', () => {
  let tries = 0;
  const result = retryOnOverload(
    () => {
      tries++;
      if (tries < 3) throw thrownBy(() => overloaded());
      return tries;
    },
    { initialDelayMs: 1 },
  );
  assert.equal(result, 3);
  // As a promise of a library's own is none of the language.
  const late = new Proxy(Promise.resolve(1), { getPrototypeOf: () => null });
  for (const wrong of [{ maxAttemps: 2 }, { signal: AbortSignal.abort() }]) {
    const refused = thrownBy(() => retryOnOverload(() => 1, wrong as never));
    assert.ok(refused instanceof ConfigurationError);
  }
  for (const promise of [Promise.resolve(1), late]) {
    const promised = thrownBy(() => retryOnOverload((() => promise) as never));
    assert.ok(promised instanceof ConfigurationError);
  }
});

function overloaded(): never {
  const error = thrownBy(() => codex.threadStart().run('fail')) as TurnFailedError;
  Object.defineProperty(error, 'codexErrorInfo', { value: 'serverOverloaded' });
  assert.ok(isRetryableError(error));
  throw error;
}

check('what cannot cross over is refused by name', () => {
  const refusal = (config: object): string => {
    const error = thrownBy(() => new Codex(config));
    assert.ok(error instanceof ConfigurationError);
    return error.message;
  };
  assert.match(refusal({ spawn: () => {} }), /`spawn`/);
  assert.match(refusal({ transport: { open: () => {} } }), /`transport`.*url/);
  assert.match(refusal({ validate: { mode: 'strict' } }), /`validate`.*'warn' or 'strict'/);
  assert.match(refusal({ handler: {} }), /handlers/);
  for (const config of [null, 5, 'codex', [], Promise.resolve()]) {
    assert.match(refusal(config as never), /must be an object, not (?:null|a )/);
  }
  for (const options of [null, 5, [], Promise.resolve(), AbortSignal.abort()]) {
    const error = thrownBy(() => codex.threadStart(options as never));
    assert.match(String(error), /must be an object, not (?:null|an? )/);
  }
  for (const handlers of [5, [], 'x', { commandApproval: 5 }]) {
    const error = thrownBy(() => codex.threadStart({ handlers } as never));
    assert.match(String(error), /InvalidParamsError: handlers: .* must be .* not a /);
  }
});

check('nothing that is to abort a call is taken, and the client goes on', () => {
  const controller = new AbortController();
  const thread = codex.threadStart();
  for (const signal of [controller.signal, controller, { aborted: false }, 'now']) {
    for (const call of [
      () => codex.models({ signal } as never),
      () => thread.run('say never', { signal } as never),
      () => codex.rpc.model.list({}, { signal } as never),
      () => codex.rpc.request('model/list', {}, { signal } as never),
    ]) {
      const error = thrownBy(call);
      assert.ok(error instanceof ConfigurationError);
      assert.match(error.message, /`signal`.*limit of time/);
    }
  }
  assert.ok(codex.models({ signal: undefined } as never).data.length > 0);
});

check('a runtime that is not there is told of', () => {
  const error = thrownBy(() => new Codex({ codexBin: '/nowhere/codex' }));
  assert.ok(error instanceof CodexNotFoundError);
  assert.equal(error.searched[0]?.path, '/nowhere/codex');
  const never = thrownBy(() => Codex.start({ launchArgs: [process.execPath, '-e', '0'] }));
  assert.ok(CodexError.isCodexError(never));
});

check('messages are validated by mode', () => {
  const violations: string[] = [];
  using strict = new Codex({
    validate: 'strict',
    onWarning: (message) => violations.push(message),
  });
  const error = thrownBy(() => strict.rpc.model.list({ limit: 'x' } as never));
  assert.ok(error instanceof InvalidParamsError);
  assert.match(error.message, /limit/);
  assert.equal(violations.length, 1);
});

/** A client of a runtime that asks twice in one breath, and what that was answered. */
function askedTwice(handler: (client: Codex) => void): {
  asked: string[];
  answered: () => string[];
} {
  const file = join(process.cwd(), `answers-${performance.now()}`);
  const asked: string[] = [];
  const client: Codex = new Codex({
    launchArgs: [process.execPath, peer, file],
    handlers: {
      commandApproval: ({ itemId }) => {
        asked.push(itemId);
        handler(client);
        return { decision: 'accept' };
      },
    },
    onWarning: (message) => asked.push(message),
    onHandlerError: (error) => asked.push(String(error)),
  });
  client.threadStart().turn('Go');
  while (client.closed === undefined && asked.length < 2) client.models();
  client.close();
  return { asked, answered: () => readFileSync(file, 'utf8').trim().split('\n') };
}

const peer = fileURLToPath(new URL('../fixtures/asking-peer.mjs', import.meta.url));

check('what is asked is answered at the next call at the latest', () => {
  const { asked, answered } = askedTwice(() => {});
  assert.deepEqual(asked, ['item-1', 'item-2']);
  assert.deepEqual(answered(), [
    '{"id":"ask-1","result":{"decision":"accept"}}',
    '{"id":"ask-2","result":{"decision":"accept"}}',
    'ended',
  ]);
});

check('what waits to be answered when the client is closed gets its default, and no report', () => {
  const { asked, answered } = askedTwice((client) => {
    client.close();
  });
  assert.deepEqual(asked, ['item-1']);
  assert.deepEqual(answered(), ['{"id":"ask-2","result":{"decision":"decline"}}', 'ended']);
});

check('a flood leaves neither a reader nor a listener behind', () => {
  const flood = fileURLToPath(new URL('../../bench/flood-peer.mjs', import.meta.url));
  using client = new Codex({ launchArgs: [process.execPath, flood, '100000'] });
  let read = 0;
  for (const { method } of client.threadStart().turn('Go')) {
    if (method === 'item/agentMessage/delta') read++;
  }
  assert.equal(read, 100_000);
  let heard = 0;
  using _ = client.on('item/agentMessage/delta', () => {
    heard++;
  });
  client.threadStart().run('Go');
  assert.equal(heard, 100_000);
});

check('a client that a handler closes ends the call that asked', () => {
  const other: Codex = new Codex({
    handlers: {
      commandApproval: () => {
        other.close();
        return { decision: 'accept' };
      },
    },
  });
  const error = thrownBy(() => other.threadStart(ask).run('run echo never'));
  assert.ok(error instanceof TransportClosedError);
});

check('what has been closed can be read, and does nothing any more', () => {
  const thread = codex.threadStart();
  const turn = thread.turn('hang');
  codex.close();
  codex.close();
  assert.equal(codex.closed?.reason, 'closed');
  assert.equal(codex.metadata.serverVersion, '0.169.0');
  assert.equal(codex.openRequests.size, 0);
  for (const late of [
    () => codex.start(),
    () => codex.models(),
    () => thread.run('say late'),
    () => turn.run(),
    () => [...turn.stream()],
  ]) {
    assert.ok(thrownBy(late) instanceof TransportClosedError);
  }
  turn[Symbol.dispose]();
});

report();
