import { expect, it } from 'vitest';
import { Codex, ConfigurationError } from '../../runtime/index.js';
import { Codex as SnakeCodex } from '../../runtime/snake_case/index.js';
import { createValidator } from '../../runtime/validation/index.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const checks = { checkParams: () => undefined, checkResult: () => undefined };

// What types do not let through, programs without types write all the same.
it.each<[object, string]>([
  [{ requestTimeoutMs: 0 }, '`requestTimeoutMs` must be a positive number of milliseconds, not 0'],
  [
    { requestTimeoutMs: '5' },
    '`requestTimeoutMs` must be a positive number of milliseconds, not 5',
  ],
  [
    { requestTimeoutMs: Number.NaN },
    '`requestTimeoutMs` must be a positive number of milliseconds, not NaN',
  ],
  [{ maxInFlight: 0 }, '`maxInFlight` must be a positive whole number, not 0'],
  [{ maxInFlight: 1.5 }, '`maxInFlight` must be a positive whole number, not 1.5'],
  [{ maxMessageBytes: -1 }, '`maxMessageBytes` must be a positive whole number, not -1'],
  [{ experimentalApi: 'false' }, '`experimentalApi` must be true or false, not a string'],
  [{ experimentalApi: 0 }, '`experimentalApi` must be true or false, not a number'],
  [
    { optOutNotificationMethods: 'turn/diff/updated' },
    '`optOutNotificationMethods` must be a list of methods, not a string',
  ],
  [
    { optOutNotificationMethods: ['turn/diff/updated', /turn/] },
    '`optOutNotificationMethods[1]` must be the name of a method, not an object',
  ],
  [
    { capabilities: { optOutNotificationMethods: {} } },
    '`optOutNotificationMethods` must be a list of methods, not an object',
  ],
  [
    { capabilities: { experimentalApi: false } },
    'capabilities: `experimentalApi` is an option of the client itself, beside `capabilities`',
  ],
  [{ env: 'x' }, '`env` must be an object, not a string'],
  [{ env: [] }, '`env` must be an object, not a list'],
  [{ cwd: 1 }, '`cwd` must be a string, not a number'],
  [{ clientInfo: {} }, '`clientInfo.name` must be a string, not undefined'],
  [{ clientInfo: { name: 'x' } }, '`clientInfo.version` must be a string, not undefined'],
  [
    { clientInfo: { name: 'x', version: '1', title: 5 } },
    '`clientInfo.title` must be a string, not a number',
  ],
  ...(
    [
      ['strict', 'a string'],
      [true, 'a boolean'],
      [5, 'a number'],
      [{ mode: 'strict' }, 'an object without checks'],
      [createValidator, 'a function'],
    ] as const
  ).map(([validate, kind]): [object, string] => [
    { validate },
    `\`validate\` must be what createValidator() of codex-app-server-sdk/validation returns, not ${kind}`,
  ]),
  [
    { validate: { ...checks, mode: 'loud' } },
    "`mode` of `validate` must be 'warn' or 'strict', not loud",
  ],
  [
    { validate: { ...checks, mode: 'warn', onViolation: 5 } },
    '`onViolation` of `validate` must be a function, not a number',
  ],
  [{ restart: true }, "`restart` must be 'never' or 'on-crash', not true"],
])('%o is refused before anything starts', (config, message) => {
  const { transport } = new ScriptedPeer();
  expect(() => new Codex({ transport, ...config })).toThrow(new ConfigurationError(message));
  expect(transport.sent).toEqual([]);
});

it('says so in the words of the other voice', () => {
  expect(() => new SnakeCodex({ experimental_api: 'yes' as never })).toThrow(
    '`experimental_api` must be true or false, not a string',
  );
  expect(() => new SnakeCodex({ opt_out_notification_methods: [5 as never] })).toThrow(
    '`opt_out_notification_methods[0]` must be the name of a method, not a number',
  );
  expect(() => new SnakeCodex({ capabilities: { experimental_api: false } as never })).toThrow(
    'capabilities: `experimental_api` is an option of the client itself, beside `capabilities`',
  );
  expect(() => new SnakeCodex({ client_info: { name: 'x' } as never })).toThrow(
    '`client_info.version` must be a string, not undefined',
  );
  expect(() => new SnakeCodex({ validate: 'strict' as never })).toThrow(
    '`validate` must be what createValidator() of codex-app-server-sdk/validation returns, not a string',
  );
});

it.each([
  'capabilities',
  'clientInfo',
  'cwd',
  'env',
  'optOutNotificationMethods',
  'requestTimeoutMs',
])('`%s` may be null, which says nothing', async (name) => {
  // Programs that are no process of this machine: nothing is started here.
  const spawned: unknown[] = [];
  const spawn = (command: string): never => {
    spawned.push(command);
    throw new Error('not here');
  };
  await using codex = new Codex({ codexBin: 'somewhere', spawn, [name]: null });
  await expect(codex.start()).rejects.toThrow('not here');
  expect(spawned).toEqual(['somewhere']);
});
