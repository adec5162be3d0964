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
  expect(() => new SnakeCodex({ validate: 'strict' as never })).toThrow(
    '`validate` must be what createValidator() of codex-app-server-sdk/validation returns, not a string',
  );
});
