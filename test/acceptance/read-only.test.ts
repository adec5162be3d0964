import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { METHODS } from '../../generated/methods.js';
import { RESULTS } from '../../generated/schemas.js';
import type { JsonRpcError, Thread, TurnResult } from '../../runtime/index.js';
import { createValidator } from '../../runtime/validation/index.js';
import { SharedRuntime } from '../support/thread-scripts.js';

/** Methods that change nothing, by what their names begin or end with. */
const READS =
  /(?:^|\/)(?:(?:check|detect|diagnostics|discover|find|get|info|installed|list|read|readiness|search|status)(?![a-z])[A-Za-z]*|\w*(?:Search|Status))$/;

interface Place {
  readonly thread: Thread;
  readonly turn: TurnResult;
  readonly cwd: string;
}

/** How a method is called, where it wants to know something. */
type Call = (place: Place) => Readonly<Record<string, unknown>>;

const plainly: Call = () => ({});
const ofThread: Call = ({ thread }) => ({ threadId: thread.id });

/** What has a result offline, without a login. */
const ANSWERED: Readonly<Record<string, Call>> = {
  'account/bedrock/checkGovCloudRequirements': plainly,
  'account/bedrock/discover': plainly,
  'account/gatewayOAuth/read': plainly,
  'account/read': plainly,
  'account/securitySetup/read': plainly,
  'accountSession/list': plainly,
  'app/installed': plainly,
  'app/list': plainly,
  'app/read': () => ({ appIds: [] }),
  'collaborationMode/list': plainly,
  'config/read': () => ({ includeLayers: true }),
  'configRequirements/read': plainly,
  'environment/info': () => ({ environmentId: 'local' }),
  'environment/status': () => ({ environmentId: 'local' }),
  'experimentalFeature/list': plainly,
  'externalAgentConfig/detect': plainly,
  'externalAgentConfig/import/readHistories': plainly,
  'fs/getMetadata': ({ cwd }) => ({ path: cwd }),
  'fs/readDirectory': ({ cwd }) => ({ path: cwd }),
  'fs/readFile': ({ cwd }) => ({ path: join(cwd, 'file.txt') }),
  fuzzyFileSearch: ({ cwd }) => ({ query: 'file', roots: [cwd] }),
  'hooks/list': plainly,
  'mcpServerStatus/list': plainly,
  'memory/status': plainly,
  'model/list': plainly,
  'modelProvider/capabilities/read': plainly,
  'modelProvider/list': plainly,
  'permissionProfile/list': plainly,
  'plugin/installed': plainly,
  'plugin/list': plainly,
  'plugin/search': () => ({ searchTerm: 'none', scope: 'personal' }),
  'project/list': plainly,
  'remoteControl/status/read': plainly,
  'server/diagnostics': plainly,
  'skills/list': plainly,
  'thread/attachment/list': ofThread,
  'thread/attachmentOwner/list': () => ({ attachmentType: 'none', identityKey: 'none' }),
  'thread/backgroundTerminals/list': ofThread,
  'thread/goal/get': ofThread,
  'thread/items/list': ofThread,
  'thread/items/read': ({ thread, turn }) => ({
    threadId: thread.id,
    turnId: turn.id,
    itemIds: turn.items.map(({ id }) => id),
  }),
  'thread/list': plainly,
  'thread/loaded/list': plainly,
  'thread/memory/read': ofThread,
  'thread/queue/list': ofThread,
  'thread/read': ({ thread }) => ({ threadId: thread.id, includeTurns: true }),
  'thread/realtime/listVoices': plainly,
  'thread/search': () => ({ searchTerm: 'Hello' }),
  'thread/searchOccurrences': ({ thread }) => ({ threadId: thread.id, searchTerm: 'Hello' }),
  'thread/timeline/list': ofThread,
  'thread/turns/list': ofThread,
  'threadSection/list': plainly,
  'userVerification/status': plainly,
  'windowsSandbox/readiness': plainly,
};

/** What is refused, and how: the class, the code on the wire, and words of the message. */
type Refusal = readonly [name: string, rpcCode: number, words: string, call?: Call];

const REFUSED: Readonly<Record<string, Refusal>> = {
  'account/rateLimits/read': ['InvalidRequestError', -32600, 'authentication required'],
  'account/usage/read': ['InvalidRequestError', -32600, 'authentication required'],
  'account/workspaceMessages/read': ['InvalidRequestError', -32600, 'authentication required'],
  'mcpServer/resource/read': [
    'InternalRpcError',
    -32603,
    "unknown MCP server 'none'",
    ({ thread }) => ({ threadId: thread.id, server: 'none', uri: 'none://none' }),
  ],
  'plugin/read': [
    'InvalidRequestError',
    -32600,
    'plugins feature is disabled',
    ({ cwd }) => ({ pluginName: 'none', marketplacePath: join(cwd, 'marketplace.json') }),
  ],
  'plugin/share/list': ['InvalidRequestError', -32600, 'plugin sharing is not enabled'],
  'plugin/skill/read': [
    'InvalidRequestError',
    -32600,
    'is not enabled',
    () => ({ remoteMarketplaceName: 'none', remotePluginId: 'none', skillName: 'none' }),
  ],
  'project/read': [
    'InvalidParamsError',
    -32602,
    'project not found: none',
    () => ({ projectId: 'none' }),
  ],
  'remoteControl/client/list': [
    'InvalidRequestError',
    -32600,
    'requires ChatGPT authentication',
    () => ({ environmentId: 'local' }),
  ],
  'remoteControl/pairing/status': ['InvalidRequestError', -32600, 'requires pairingCode'],
};

it('the methods that only read are these', () => {
  const reads = Object.entries(METHODS)
    .filter(([method, { kind }]) => kind === 'request' && READS.test(method))
    .map(([method]) => method);
  expect(reads).toEqual([...Object.keys(ANSWERED), ...Object.keys(REFUSED)].sort());
});

describe('on the real runtime', () => {
  const shared = new SharedRuntime();
  const validator = createValidator();
  let place: Place;

  beforeAll(async () => {
    const thread = await shared.thread(['Hi']);
    const { cwd } = thread.details;
    await writeFile(join(cwd, 'file.txt'), 'text');
    place = { thread, turn: await thread.run('Hello'), cwd };
  });

  function send(method: string, call: Call): Promise<unknown> {
    const params = call(place);
    expect(validator.checkParams(method, params)).toBeUndefined();
    return shared.codex.rpc.request(method as never, ...([params] as never));
  }

  it.each(Object.entries(ANSWERED))('%s has a result as the schema says', async (method, call) => {
    const result = await send(method, call);
    expect(result).toEqual(expect.any(Object));
    expect(RESULTS).toHaveProperty([method]);
    expect(validator.checkResult(method, result)).toBeUndefined();
  });

  it.each(Object.entries(REFUSED))(
    '%s is refused with its error',
    async (method, [name, rpcCode, words, call = plainly]) => {
      const error = (await send(method, call).then(
        () => undefined,
        (reason: unknown) => reason,
      )) as JsonRpcError;
      expect(error).toMatchObject({ name, rpcCode, method });
      expect(error.message).toContain(words);
    },
  );
});
