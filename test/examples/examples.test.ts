import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MANIFEST } from '../../generated/manifest.js';
import { loginRoutes, reply, ScriptedModel } from '../../runtime/testing/index.js';
import { agents, spawn, waitFor } from '../support/agents.js';
import { root } from '../support/run.js';
import { type ExampleCase, runExample, runProgram } from './run-example.js';

interface Case extends ExampleCase {
  /** The program, if the case has another name: one that is run more than once. */
  readonly program?: string;
  readonly prints: string;
}

/** What the model says to each example, and what the example prints. */
const examples: Record<string, Case> = {
  'first-program': {
    script: [[reply.text(['An SDK ', 'for Codex.']), reply.usage({ input: 3, output: 4 })]],
    prints: 'An SDK for Codex.\ncompleted, 7 tokens in the whole thread\n',
  },
  lifecycle: {
    script: [],
    prints: `Codex ${MANIFEST.runtimeVersion} (unix)\nended: closed\ncodexBin does not exist\n`,
  },
  threads: {
    script: () => reply.text('Hello!'),
    prints: 'listed: A greeting\nresumed with model scripted-model\nforked: 2 turns\narchived\n',
  },
  turns: {
    script: [
      [reply.text(['Just ', 'files.']), reply.usage({ output: 3 })],
      [reply.text('1'), reply.hang()],
      reply.failed('context_length_exceeded', 'too long'),
    ],
    prints:
      'userMessage begins\nagentMessage begins\nJust files.\n2 items, 3 tokens: Just files.\n' +
      'so far: 1\ninterrupted\n' +
      'failed by "contextWindowExceeded": Codex ran out of room in the model\'s context window. ' +
      'Start a new thread or clear earlier history before retrying.\n',
  },
  inputs: {
    script: [
      ({ images }) => reply.text(images.length === 2 ? 'Both are red.' : 'No images.'),
      ({ toolOutputs }) => reply.text(`I was told: ${toolOutputs.at(-1)?.text}`),
    ],
    prints: 'Both are red.\nI was told: The build of main is green.\n',
  },
  presets: {
    script: [reply.text('Seen.')],
    prints: 'sandbox: workspaceWrite\napprovals: "never"\nSeen.\n',
  },
  approvals: {
    script: [
      reply.exec('echo tidy', { escalate: 'May I tidy?' }),
      reply.exec('rm -rf everything', { escalate: 'May I delete it all?' }),
      reply.text('One done, one refused.'),
      reply.exec('echo tidy', { escalate: 'May I tidy?' }),
      reply.text('Done.'),
    ],
    prints:
      'May I tidy? (allowed)\nMay I delete it all? (refused)\nOne done, one refused.\n' +
      'open: item/commandExecution/requestApproval\nDone.\n',
  },
  tools: {
    script: [
      // One after the other: calls of one reply are done in any order.
      reply.call('stock', { part: 'screw' }, { callId: 'a' }),
      reply.call('stock', { part: 'bolt' }, { callId: 'b' }),
      reply.call('picture', {}, { namespace: 'store', callId: 'c' }),
      ({ toolOutputs }) =>
        reply.text(`${toolOutputs[1]?.text}, and ${toolOutputs[2]?.images.length} picture`),
    ],
    prints:
      'failed: no such part; there are: bolt, nut\n' +
      "stock { part: 'screw' } failed\nstock { part: 'bolt' } completed\npicture {} completed\n" +
      '{"part":"bolt","count":120}, and 1 picture\n',
  },
  'structured-output': {
    script: [
      reply.text('{"verdict":"good","score":9,"advice":null,"by":"2026-11-21"}'),
      reply.text('{"TypeScript":12000}'),
      reply.text('{"verdict":"fine","score":11,"advice":null,"by":"2026-11-21"}'),
    ],
    prints:
      "good 9 false 2026\n[ [ 'TypeScript', 12000 ] ]\n" +
      'does not fit: {"verdict":"fine","score":11,"advice":null,"by":"2026-11-21"}\n' +
      'verdict Invalid option: expected one of "good"|"bad"\n' +
      'score Too big: expected number to be <=10\n',
  },
  login: {
    script: [],
    env: { OPENAI_API_KEY: 'sk-for-the-example' },
    prints: 'logged in: apiKey\nlogged out\n',
  },
  'login on another device': {
    program: 'login',
    script: [],
    model: { routes: loginRoutes({ userCode: 'WXYZ-9876' }) },
    overrides: { requiresOpenaiAuth: true },
    args: (codexHome) => [codexHome],
    prints: 'Enter WXYZ-9876 at MODEL/auth/codex/device\nlogged in: chatgpt\nlogged out\n',
  },
  events: {
    script: [[reply.rateLimits({ primary: { usedPercent: 25 } }), reply.text('Hello!')]],
    prints:
      'remote: disabled\nstatus: active\nstatus: idle\nnamed: Greeting\nand more\nused: 25 %\n',
  },
  review: {
    script: [reply.text('Looks good to me.'), reply.text('They like it.')],
    prints: 'Looks good to me.\ncontextCompaction\n',
  },
  goal: {
    script: [
      reply.text('Chapter one is done.'),
      [reply.text('Now chapter two.'), reply.hang()],
      reply.call('update_goal', { status: 'complete' }),
      reply.text('All is done.'),
    ],
    prints:
      'turn 1: Chapter one is done.\nturn 2: Now chapter two.\n' +
      'paused: completed, interrupted\ncomplete: All is done.\n',
  },
  'sub-agents': {
    script: agents({
      main: [spawn('tester'), waitFor('tester'), 'The tests are fine.'],
      tester: [reply.exec('true', { escalate: 'May I run the tests?' }), 'All green.'],
    }),
    prints:
      'a sub-agent asks: May I run the tests?\na sub-agent is done\nthe agent is done\n' +
      'The tests are fine.\n',
  },
  history: {
    script: [reply.text('An SDK.'), reply.text('Engineers.')],
    prints: 'completed, 2 items\ncompleted, 2 items\nAn SDK.\nEngineers.\n',
  },
  retry: {
    script: [reply.failed('server_is_overloaded', 'busy'), reply.text('Hello!')],
    prints: 'try 1\ntry 2\nHello!\n',
  },
};

describe('each example prints what it should', () => {
  it.each(Object.keys(examples))('%s', async (name) => {
    const { prints, program = name, ...example } = examples[name]!;
    const { stdout, ...rest } = await runExample(`examples/${program}.ts`, example);
    expect(stdout.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'MODEL')).toBe(prints);
    expect(rest).toEqual({ stderr: '', exitCode: 0 });
  });

  it('login leaves the login that was there alone', async () => {
    await using model = await ScriptedModel.start([]);
    const { env, cwd } = model.configFor();
    const auth = join(env.CODEX_HOME, 'auth.json');
    await writeFile(auth, '{"OPENAI_API_KEY":"sk-of-the-user"}');
    const once = await runProgram('examples/login.ts', {
      env: { ...env, OPENAI_API_KEY: 'sk-x' },
      cwd,
    });
    expect(once.stdout).toBe('logged in: apiKey\nlogged out\n');
    expect(await readFile(auth, 'utf8')).toBe('{"OPENAI_API_KEY":"sk-of-the-user"}');
    expect(
      (await readdir(env['TMPDIR'] ?? '')).filter((x) => x.startsWith('codex-login-')),
    ).toEqual([]);
  });

  it('and there is none that is not run', async () => {
    const entries = await readdir(join(root, 'examples'), { withFileTypes: true });
    const programs = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(programs.toSorted()).toEqual(
      [
        ...new Set(Object.entries(examples).map(([name, { program = name }]) => `${program}.ts`)),
      ].toSorted(),
    );
  });
});

it('the demo compiles, asks, answers and ends', { timeout: 120_000 }, async () => {
  const { stdout, stderr, exitCode } = await runProgram('examples/demo/main.ts', {
    tsconfig: join(root, 'tsconfig.json'),
  });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toContain('in step with generated/');
  expect(stdout).toContain(`Codex ${MANIFEST.runtimeVersion}`);
  expect(stdout).toContain('May I write greeting.txt?');
  expect(stdout).toContain("finalResponse: 'The file is written.'");
  expect(stdout).toContain('The runtime has ended (closed, exit code 0).');
});
