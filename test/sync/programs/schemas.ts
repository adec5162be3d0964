// Shows that a schema's verdict is heeded, and what it makes of a value is what the program gets.
import assert from 'node:assert/strict';
import * as snake from 'codex-app-server-sdk/snake_case/sync';
import { Codex, OutputValidationError, tool } from 'codex-app-server-sdk/sync';
import { type } from 'arktype';
import * as z from 'zod';
import { check, report, thrownBy } from '../support/checks.js';

const codex = new Codex();
const client = new snake.Codex();

/** Each voice, as far as this program needs it. */
const voices = [
  {
    name: 'sync',
    output: (said: string, outputSchema: z.ZodType): unknown =>
      codex.threadStart().run(`say ${said}`, { outputSchema }).output,
    call: (input: z.ZodType, args: string, execute: (args: unknown) => string): string => {
      const mine = tool({ name: 'mine', description: 'Mine.', input, execute });
      const thread = codex.threadStart({ tools: [mine] });
      return String(thread.run(`call mine ${args}`).finalResponse);
    },
  },
  {
    name: 'snake_case',
    output: (said: string, output_schema: z.ZodType): unknown =>
      client.thread_start().run(`say ${said}`, { output_schema }).output,
    call: (input: z.ZodType, args: string, execute: (args: unknown) => string): string => {
      const mine = snake.tool({ name: 'mine', description: 'Mine.', input, execute });
      const thread = client.thread_start({ tools: [mine] });
      return String(thread.run(`call mine ${args}`).final_response);
    },
  },
];

/** A schema that says what it is told to say. */
function saying(validate: (value: unknown) => unknown): z.ZodType {
  const jsonSchema = {
    input: () => ({ type: 'object', properties: {}, additionalProperties: false }),
  };
  return { '~standard': { version: 1, vendor: 'mine', validate, jsonSchema } } as never;
}

/** What a program may want to have in place of data. */
class Reading {
  readonly #celsius: number;

  constructor(celsius: number) {
    this.#celsius = celsius;
  }

  get fahrenheit(): number {
    return this.#celsius * 1.8 + 32;
  }
}

for (const { name, output, call } of voices) {
  check(`${name}: what a schema of arktype refuses is refused`, () => {
    const schema = type({ a: 'number' }) as never;
    assert.deepEqual(output('{"a":1}', schema), { a: 1 });
    const error = thrownBy(() => output('{"a":"x"}', schema));
    assert.ok(error instanceof OutputValidationError);
    assert.deepEqual(error.issues[0]?.path, ['a']);
    assert.match(error.issues[0].message, /number/);
    let called = 0;
    const said = call(schema, '{"a":"x"}', () => String(called++));
    assert.match(said, /arguments of the tool mine are wrong.*\n- a: /);
    assert.equal(called, 0);
  });

  check(`${name}: it may say it by accessors, and of a path by objects`, () => {
    class Verdict {
      get value(): unknown {
        return { by: 'accessor' };
      }
    }
    const accepting = saying(() => new Verdict());
    assert.deepEqual(output('{}', accepting), { by: 'accessor' });
    const issues = [{ message: 'odd', path: [{ key: 'a' }, 0] }];
    const error = thrownBy(() =>
      output(
        '{}',
        saying(() => ({ issues })),
      ),
    );
    assert.deepEqual((error as OutputValidationError).issues, [{ message: 'odd', path: ['a', 0] }]);
  });

  check(`${name}: what it makes of a value is the very same here`, () => {
    const made = [
      { at: new URL('https://x/'), map: new Map([[1, new Set([2])]]) },
      new Map([['a', 1]]),
      new Reading(20),
      (): string => 'called',
      Symbol('s'),
      new Error('no failure'),
      Promise,
    ];
    for (const value of made) {
      const schema = saying(() => ({ value }));
      assert.equal(output('{}', schema), value);
      let given: unknown;
      const said = call(schema, '{}', (args) => {
        given = args;
        return 'done';
      });
      assert.equal(said, 'done');
      assert.equal(given, value);
    }
    for (const value of ['text', 1, null, undefined]) {
      assert.equal(
        output(
          '{}',
          saying(() => ({ value })),
        ),
        value,
      );
    }
  });

  check(`${name}: so it is with a library's transformations`, () => {
    const schema = z.object({ c: z.number() }).transform(({ c }) => new Reading(c));
    assert.equal((output('{"c":100}', schema) as Reading).fahrenheit, 212);
    assert.equal(
      call(schema, '{"c":0}', (reading) => String((reading as Reading).fahrenheit)),
      '32',
    );
  });
}

check('the result of a turn holds the same value whenever it is asked for', () => {
  const outputSchema = z.object({ tags: z.array(z.string()).transform((tags) => new Set(tags)) });
  const turn = codex.threadStart().turn('say {"tags":["a","b"]}', { outputSchema });
  const { output } = turn.run();
  assert.deepEqual(output.tags, new Set(['a', 'b']));
  assert.equal(turn.run().output, output);
});

client.close();
codex.close();
report();
