import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../runtime/index.js';
import {
  configFor,
  reply,
  ScriptedModel,
  type ConfigOverrides,
} from '../../runtime/testing/index.js';
import { at, Runtime } from './support/runtime.js';

describe('the configuration', () => {
  test('lies in directories of its own, which go with the model', async () => {
    const model = await ScriptedModel.start();
    const [one, two] = [configFor(model), model.configFor({ files: { 'src/a.txt': 'hello' } })];
    const homes = [one.env.CODEX_HOME, two.env.CODEX_HOME];
    expect(new Set([...homes, one.cwd, two.cwd]).size).toBe(4);
    for (const home of homes) expect(home.startsWith(realpathSync(tmpdir()))).toBe(true);
    expect(readFileSync(join(two.cwd, 'src', 'a.txt'), 'utf8')).toBe('hello');
    const roots = [one.cwd, two.cwd].map(dirname);
    await model.close();
    expect(() => model.configFor()).toThrow('the model is closed');
    expect(roots.map((root) => existsSync(root))).toEqual([false, false]);
  });

  test.each<[string, object, string]>([
    ['an unknown option', { sandbox: 'read-only' }, 'unknown option `sandbox`'],
    ['what TOML cannot say', { config: { x: null } }, 'x is null'],
    ['a file that is no text', { files: { 'a.txt': 5 } }, 'a.txt must be a text'],
    ['a file elsewhere', { files: { 'ok.txt': '', '../x': '' } }, '../x is outside'],
    ['the workspace for a file', { files: { '.': '' } }, 'outside of the workspace'],
  ])('cannot have %s, and leaves nothing behind', async (_what, overrides, message) => {
    const temporary = process.env['TMPDIR'];
    const own = mkdtempSync(join(realpathSync(tmpdir()), 'config-test-'));
    await using model = await ScriptedModel.start();
    process.env['TMPDIR'] = own;
    try {
      expect(() => model.configFor(overrides as ConfigOverrides)).toThrow(message);
      expect(() => model.configFor(overrides as ConfigOverrides)).toThrow(ConfigurationError);
      expect(readdirSync(own)).toEqual([]);
    } finally {
      if (temporary === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = temporary;
      rmSync(own, { recursive: true });
    }
  });

  test('takes no variable over that would lead elsewhere', async () => {
    await using model = await ScriptedModel.start();
    const { env } = model.configFor({ env: { EXTRA: '1', CODEX_API_KEY: 'kept' } });
    expect(env).toMatchObject({
      OPENAI_API_KEY: undefined,
      OPENAI_BASE_URL: undefined,
      HTTPS_PROXY: model.url,
      EXTRA: '1',
      CODEX_API_KEY: 'kept',
    });
    expect('OPENAI_API_KEY' in env).toBe(true);
  });

  test('is what the runtime reads', async () => {
    await using model = await ScriptedModel.start();
    const odd = 'quotes " and \' and \\, tab\t, line\nbreak, delete \u007f, ünïcödé 🙂';
    const config = model.configFor({
      approvalPolicy: 'on-request',
      sandboxMode: 'workspace-write',
      mcpServers: { 'odd name': { command: 'false', env: { 'A.B': odd }, required: false } },
      config: {
        developer_instructions: odd,
        sandbox_workspace_write: { network_access: true, writable_roots: ['/a b', '/c'] },
        analytics: undefined,
        model_context_window: 123_456,
        profiles: {},
      },
    });
    await using runtime = await Runtime.start(config);
    const { config: read } = await runtime.request('config/read', { includeLayers: false });
    expect(read).toMatchObject({
      model: 'scripted-model',
      model_provider: 'scripted',
      approval_policy: 'on-request',
      sandbox_mode: 'workspace-write',
      sandbox_workspace_write: { network_access: true, writable_roots: ['/a b', '/c'] },
      developer_instructions: odd,
      model_context_window: 123_456,
      mcp_servers: { 'odd name': { command: 'false', env: { 'A.B': odd } } },
      features: { plugins: false, apps: false },
    });
    expect(runtime.seen.filter(({ method }) => method === 'deprecationNotice')).toEqual([]);
    expect(runtime.stderr).not.toContain('WARNING');
  });

  test('gives the runtime one model, of which it does not warn', async () => {
    await using model = await ScriptedModel.start(['Done.']);
    await using runtime = await Runtime.start(model.configFor());
    await runtime.runTurn();
    expect(runtime.seen.filter(({ method }) => method === 'warning')).toEqual([]);
    const { data } = await runtime.request('model/list', { includeHidden: true });
    expect(data).toMatchObject([{ id: 'scripted-model', defaultReasoningEffort: 'medium' }]);
  });

  test('leaves the models that the runtime knows when one of them is chosen', async () => {
    await using model = await ScriptedModel.start(['Done.']);
    await using runtime = await Runtime.start(model.configFor({ model: 'gpt-5.5' }));
    const { data } = await runtime.request('model/list');
    expect((data as unknown[]).length).toBeGreaterThan(1);
    await runtime.runTurn();
    expect(model.requests[0]?.model).toBe('gpt-5.5');
  });
});

describe('a home that exists', () => {
  let home = '';
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'scripted-model-test-'))));
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  test('lets another runtime, with another model, take a thread up', async () => {
    const run = async (overrides: ConfigOverrides, use: (runtime: Runtime) => Promise<string>) => {
      await using model = await ScriptedModel.start(['Answered.']);
      const config = model.configFor({ ...overrides, codexHome: home, cwd: home });
      await using runtime = await Runtime.start(config);
      const result = await use(runtime);
      return { result, request: model.requests[0] };
    };
    const first = await run({}, async (runtime) => (await runtime.runTurn('First')).threadId);
    const second = await run({ sandboxMode: 'danger-full-access' }, async (runtime) => {
      await runtime.request('thread/resume', { threadId: first.result, excludeTurns: true });
      const turnId = await runtime.startTurn(first.result, 'Second');
      return (await runtime.completed(turnId))['status'] as string;
    });
    expect(second.result).toBe('completed');
    expect(second.request?.userTexts).toEqual(expect.arrayContaining(['First', 'Second']));
    expect(second.request?.texts('assistant')).toEqual(['Answered.']);
    expect(existsSync(home)).toBe(true);
  });

  test('is left alone when somebody else configured it', async () => {
    await using model = await ScriptedModel.start();
    const path = join(home, 'config.toml');
    writeFileSync(path, 'model = "mine"\n');
    expect(() => model.configFor({ codexHome: home })).toThrow(
      `${path} was not written for a scripted model`,
    );
    expect(readFileSync(path, 'utf8')).toBe('model = "mine"\n');
  });
});

describe('the network', () => {
  test('is not asked for anything by a session', async () => {
    await using model = await ScriptedModel.start(['Done.']);
    await using runtime = await Runtime.start(model.configFor());
    await runtime.runTurn();
    await runtime.request('model/list');
    await runtime.request('account/read');
    expect(model.refusedRequests).toEqual([]);
    expect(model.otherRequests).toEqual([]);
  });

  test('is out of reach for what the runtime means for other hosts', async () => {
    await using model = await ScriptedModel.start();
    await using runtime = await Runtime.start(model.configFor());
    const feedback = runtime.request('feedback/upload', {
      classification: 'bug',
      includeLogs: false,
    });
    await expect(feedback).rejects.toThrow('failed to upload feedback');
    expect(model.refusedRequests).toMatchObject([
      { method: 'CONNECT', url: expect.stringMatching(/sentry\.io:443$/) },
    ]);
  });

  test('is out of reach for plain HTTP too', async () => {
    await using model = await ScriptedModel.start();
    const { hostname, port } = new URL(model.url);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      request({ hostname, port, path: 'http://example.com/x' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
    expect(model.refusedRequests).toMatchObject([{ method: 'GET', url: 'http://example.com/x' }]);
  });

  test('lends its routes to the script', async () => {
    await using model = await ScriptedModel.start([], {
      routes: {
        'GET /fixed': { a: 1 },
        'POST /made': ({ body, headers }) => ({ body, type: headers['content-type'] }),
        'GET /busy': reply.httpError(503, 'Not now', { 'retry-after': '1' }),
        'GET /broken': () => {
          throw new Error('boom');
        },
      },
      throwOnClose: false,
    });
    const json = async (path: string, init?: RequestInit): Promise<unknown> =>
      (await fetch(model.url + path, init)).json();
    expect(await json('/fixed?query=1')).toEqual({ a: 1 });
    const posted = { method: 'POST', body: '{"b":2}', headers: { 'content-type': 'x/y' } };
    expect(await json('/made', posted)).toEqual({ body: { b: 2 }, type: 'x/y' });
    expect(await json('/v1/models')).toMatchObject({ object: 'list', data: [] });
    const busy = await fetch(`${model.url}/busy`);
    expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([
      503,
      '1',
      'Not now',
    ]);
    expect((await fetch(`${model.url}/unknown`)).status).toBe(404);
    expect((await fetch(`${model.url}/broken`)).status).toBe(500);
    expect(model.errors).toMatchObject([{ code: 'script_failed' }]);
    expect(model.otherRequests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /fixed?query=1',
      'POST /made',
      'GET /v1/models',
      'GET /busy',
      'GET /unknown',
      'GET /broken',
    ]);
  });
});

test('paths of the runtime are those of the configuration', async () => {
  await using model = await ScriptedModel.start(['Done.']);
  const config = model.configFor();
  await using runtime = await Runtime.start(config);
  const thread = await runtime.request('thread/start', {});
  expect(at(thread, 'cwd')).toBe(config.cwd);
});
