// Shows what a program sees of errors, on the package as it is published.
import assert from 'node:assert/strict';
import * as snake from 'codex-app-server-sdk/snake_case/sync';
import { Codex, ConfigurationError, TransportClosedError } from 'codex-app-server-sdk/sync';
import { check, report, thrownBy } from '../support/checks.js';

const codex = new Codex();

/** What the stack of an error begins with, if only so many frames are kept. */
function frames(count: number, body: () => unknown): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = count;
  const { stack = '' } = thrownBy(body) as Error;
  Error.stackTraceLimit = stackTraceLimit;
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) =>
      line
        .replace('<anonymous> ', '')
        .replaceAll(/\s+\(?(?:file:\/\/|\/).*\/|:\d+:\d+\)?$/g, ' ')
        .trim(),
    );
}

check('a stack begins with the method that the program called', () => {
  const thread = codex.threadStart();
  assert.deepEqual(
    frames(2, () => thread.run('fail')),
    ['at Thread.run sync.js', 'at errors.ts'],
  );
  assert.deepEqual(
    frames(2, () => codex.threadResume('nobody')).map((frame) => frame.replace(/ chunk-.*/, '')),
    ['at Codex.threadResume sync.js', 'at errors.ts'],
  );
  assert.deepEqual(
    frames(2, () => Codex.start({ codexBin: '/nowhere' })),
    ['at new Codex sync.js', 'at started sync.js'],
  );
});

check('where the program called something else, it begins with the program', () => {
  assert.deepEqual(
    frames(1, () => codex.rpc.thread.read({ threadId: 'nobody' })),
    ['at errors.ts'],
  );
  assert.deepEqual(
    frames(1, () => [...codex.threadStart({ ephemeral: true }).turns()]),
    ['at errors.ts'],
  );
  const other = new Codex();
  const listening = other.on('*', () => {});
  other.close();
  listening[Symbol.dispose]();
  assert.deepEqual(
    frames(1, () => other.models()),
    ['at Codex.models sync.js'],
  );
  assert.ok(thrownBy(() => other.models()) instanceof TransportClosedError);
});

check('no class goes by an inner name', () => {
  const mistake = thrownBy(() => new Codex({ handler: {} } as never)) as Error;
  assert.ok(mistake instanceof ConfigurationError);
  for (const error of [mistake, thrownBy(() => codex.threadResume('nobody')) as Error]) {
    assert.doesNotMatch(String(error.stack), /\b_[A-Z]/);
  }
});

const client = new snake.Codex({ on_handler_error: (error) => reported.push(error) });
const reported: unknown[] = [];
const thread = client.thread_start();

check('an error that one thread has respelled is left alone by the other', () => {
  const output_schema = {
    type: 'object',
    properties: { n: { type: 'number' } },
    required: ['n'],
  } as const;
  const failing = [
    [snake.TurnFailedError, () => thread.run('fail')],
    [snake.TurnTimeoutError, () => thread.run('hang', { timeout_ms: 50 })],
    [snake.OutputValidationError, () => thread.run('say {}', { output_schema })],
  ] as const;
  for (const [expected, body] of failing) {
    const error = thrownBy(() => snake.retry_on_overload(body)) as snake.TurnFailedError;
    assert.ok(error instanceof expected);
    assert.ok('final_response' in error.result);
  }
});

check('so is one that escapes from a handler or a tool', () => {
  let nested: unknown;
  const fail = (): never => {
    nested = thrownBy(() => thread.run('fail'));
    throw nested;
  };
  const tool = snake.tool({
    name: 'failing',
    description: 'Fails.',
    input: { type: 'object' },
    execute: fail,
  });
  const asking = client.thread_start({
    approval_mode: snake.ApprovalMode.ask,
    handlers: { command_approval: fail },
    tools: [tool],
  });
  asking.run('run echo never');
  assert.equal(reported.at(-1), nested);
  assert.match(String(asking.run('call failing').final_response), /context window/i);
  assert.equal(reported.at(-1), nested);
  assert.equal(reported.length, 2);
  assert.ok('final_response' in (nested as snake.TurnFailedError).result);
});

check('handlers of this spelling may be methods too', () => {
  class Allowing {
    #asked = 0;

    get asked(): number {
      return this.#asked;
    }

    command_approval(): { decision: 'accept' } {
      this.#asked++;
      return { decision: 'accept' };
    }
  }
  const handlers = new Allowing();
  const asking = client.thread_start({ approval_mode: snake.ApprovalMode.ask, handlers });
  assert.match(String(asking.run('run echo allowed').final_response), /allowed/);
  assert.equal(handlers.asked, 1);
});

client.close();
codex.close();
report();
