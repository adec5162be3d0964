import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MANIFEST } from '../../generated/manifest.js';
import { Codex, CodexNotFoundError, StartupError } from '../../runtime/index.js';
import { ScriptedModel } from '../../runtime/testing/index.js';
import { killableSpawn } from '../support/killable-spawn.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const pinned = MANIFEST.runtimeVersion;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-startup-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A program that stands where a runtime should. */
async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

async function failure(start: Promise<unknown>): Promise<StartupError> {
  const error: unknown = await start.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  return error as StartupError;
}

describe.skipIf(process.platform === 'win32')('a runtime that does not come up', () => {
  it('because it is too old says so, by its own words and what to do', async () => {
    const old = await program(
      'old',
      `echo "error: unrecognized subcommand 'app-server'" >&2; exit 2`,
    );
    for (const config of [{ codexBin: old }, { env: { CODEX_BIN: old } }]) {
      const error = await failure(Codex.start(config));
      expect(error).toBeInstanceOf(StartupError);
      expect(error).toMatchObject({ exitCode: 2, code: 'startup_failed' });
      expect(error.message).toContain("unrecognized subcommand 'app-server'");
      expect(error.message).toContain(`too old for this SDK, which was made for ${pinned}`);
      expect(error.message).toContain(old);
      expect(error.message).toContain('codexBin' in config ? 'codexBin' : 'CODEX_BIN');
    }
  });

  it('because it does not know a method that it must know is too old as well', async () => {
    const answer = '{"id":0,"error":{"code":-32601,"message":"no initialize here"}}';
    const stranger = await program('stranger', `read -r line; echo '${answer}'; cat > /dev/null`);
    const error = await failure(Codex.start({ codexBin: stranger }));
    expect(error).toBeInstanceOf(StartupError);
    expect(error.message).toContain('no initialize here');
    expect(error.message).toContain(pinned);
  });

  it('because it is no runtime at all ends with its words', async () => {
    const other = await program('other', 'echo "who are you?"; echo "I am no Codex" >&2; exit 7');
    const error = await failure(Codex.start({ codexBin: other, onProtocolError() {} }));
    expect(error).toMatchObject({ name: 'StartupError', exitCode: 7, stderr: 'I am no Codex\n' });
    expect(error.message).toContain('I am no Codex');
    expect(error.message).not.toContain('too old');
  });

  it('because it says nothing is given up after the time limit, and is gone then', async () => {
    const silent = await program('silent', 'cat > /dev/null');
    const process = killableSpawn();
    const config = { codexBin: silent, requestTimeoutMs: 100, spawn: process.spawn };
    const error = await failure(Codex.start(config));
    expect(error).toBeInstanceOf(StartupError);
    expect(error.cause).toMatchObject({ name: 'RequestTimeoutError', method: 'initialize' });
    expect(process.children[0]?.exitCode).toBe(0);
  });
});

it('a start that failed can be tried again by the same client', async () => {
  await using model = await ScriptedModel.start(['Hello!']);
  const process = killableSpawn();
  let tries = 0;
  await using codex = new Codex({
    ...model.configFor(),
    spawn: (command, args, options) => {
      if (tries++ === 0) throw new Error('Out of luck');
      return process.spawn(command, args, options);
    },
  });
  const first = [failure(codex.start()), failure(codex.threadStart()), failure(codex.models())];
  for (const error of await Promise.all(first)) expect(error.message).toContain('Out of luck');
  expect(tries).toBe(1);
  expect(() => codex.metadata).toThrow('start');
  const thread = await codex.threadStart();
  expect((await thread.run('Hi')).finalResponse).toBe('Hello!');
  expect(tries).toBe(2);
});

it('no runtime is looked for before it is needed', async () => {
  const codex = new Codex({ codexBin: join(folder, 'missing') });
  const errors = await Promise.all([failure(codex.threadStart()), failure(codex.account())]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(CodexNotFoundError);
    expect(error).toMatchObject({
      code: 'codex_not_found',
      searched: [{ place: 'codexBin', path: join(folder, 'missing'), problem: 'does not exist' }],
    });
  }
  await codex.close();
});

it.each([
  [`codex_app/${pinned} (Debian 12.0.0; x86_64) xterm (x; 1)`, pinned, 0],
  [`@acme/bot/${pinned} (Debian 12.0.0; x86_64) xterm (@acme/bot; 1.0/3)`, pinned, 0],
  ['someone else/1.2 first/99.0.0-alpha.3 (x)', '99.0.0-alpha.3', 1],
  ['bare/1.2', '1.2', 1],
  ['no version', '', 0],
  ['', '', 0],
])('the version is read from %j', async (userAgent, serverVersion, warnings) => {
  const peer = new ScriptedPeer();
  peer.answers['initialize'] = () => ({
    userAgent,
    codexHome: '/home',
    platformFamily: 'unix',
    platformOs: 'linux',
  });
  await peer.codex.start();
  expect(peer.codex.metadata).toEqual({
    serverVersion,
    userAgent,
    codexHome: '/home',
    platformFamily: 'unix',
    platformOs: 'linux',
  });
  expect(peer.warnings).toHaveLength(warnings);
  await peer.codex.close();
});
