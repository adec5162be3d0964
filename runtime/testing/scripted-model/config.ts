import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { checkNames, type Names } from '../../options/known-keys.js';
import { ConfigurationError } from '../../util/configuration-error.js';
import { MODEL_CATALOG, SCRIPTED_MODEL_SLUG } from './catalog.js';
import { isolatedEnvironment } from './environment.js';
import { ScriptError } from './errors.js';
import { encodeDocument, mergeTables, type TomlTable } from './toml.js';

/** The part of a `CodexConfig` that points a runtime at a scripted model. */
export interface ScriptedModelConfig {
  /** Variables to set and, where `undefined`, to remove; merged over those of this process. */
  readonly env: Readonly<Record<string, string | undefined>> & { readonly CODEX_HOME: string };
  /** The workspace: where threads work unless they are told otherwise. */
  readonly cwd: string;
}

/** What to change of the configuration that `configFor` makes. */
export interface ConfigOverrides {
  /** Default `'never'`. `'untrusted'` is for `thread/start` only: in a file the runtime refuses it. */
  readonly approvalPolicy?: 'on-request' | 'never' | TomlTable | undefined;
  /** Default `'read-only'`. */
  readonly sandboxMode?: 'read-only' | 'workspace-write' | 'danger-full-access' | undefined;
  /**
   * Slug of a model that the runtime knows by itself, for its tools and settings. By default the
   * runtime is given one of its own, `scripted-model`, and knows no other.
   */
  readonly model?: string | undefined;
  /** Whether the provider needs a login, whose token then arrives in the requests. Default false. */
  readonly requiresOpenaiAuth?: boolean | undefined;
  /** How often the runtime repeats a request without an answer, or with one of 5xx. Default 0. */
  readonly requestMaxRetries?: number | undefined;
  /** How often it asks again after a broken stream. Default 0. */
  readonly streamMaxRetries?: number | undefined;
  /** Milliseconds without an event after which it gives up a stream. Its own default is 300,000. */
  readonly streamIdleTimeoutMs?: number | undefined;
  /**
   * Servers of the Model Context Protocol by name, as in `config.toml`: `{ command, args, env }` or
   * `{ url }`. They are `required`, so that a thread starts with their tools on offer.
   */
  readonly mcpServers?: Readonly<Record<string, TomlTable>> | undefined;
  /** Anything else of `config.toml`; merged over what is written here, `undefined` removes. */
  readonly config?: TomlTable | undefined;
  /** Files to put into the workspace: text by relative path. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** More variables; `undefined` removes. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** A home to use again, such as that of an earlier runtime; the caller removes it. */
  readonly codexHome?: string | undefined;
  /** A workspace to use; the caller removes it. */
  readonly cwd?: string | undefined;
}

const overrideNames: Names<ConfigOverrides> = {
  approvalPolicy: true,
  sandboxMode: true,
  model: true,
  requiresOpenaiAuth: true,
  requestMaxRetries: true,
  streamMaxRetries: true,
  streamIdleTimeoutMs: true,
  mcpServers: true,
  config: true,
  files: true,
  env: true,
  codexHome: true,
  cwd: true,
};

/** First line of a configuration that may be overwritten. */
const HEADER = '# Written for a scripted model.\n';

/** Makes home and workspace and writes the configuration; `remove` takes away what was made. */
export function createConfig(
  url: string,
  overrides: ConfigOverrides,
): { readonly config: ScriptedModelConfig; readonly remove: () => Promise<void> } {
  checkNames('configFor', overrides, overrideNames);
  if (overrides.codexHome !== undefined) checkOurs(overrides.codexHome);
  // The runtime resolves links in its paths, so they are resolved here, for tests to compare.
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'codex-scripted-'));
  try {
    return {
      config: fill(root, url, overrides),
      // A runtime that is still on its way out may put a file where one has just been removed.
      remove: () => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 }),
    };
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

function fill(root: string, url: string, overrides: ConfigOverrides): ScriptedModelConfig {
  const home = join(root, 'home');
  const temporary = join(root, 'tmp');
  const codexHome = overrides.codexHome ?? join(home, '.codex');
  const cwd = overrides.cwd ?? join(root, 'workspace');
  for (const path of [home, temporary, codexHome, cwd]) mkdirSync(path, { recursive: true });
  writeConfig(codexHome, url, overrides);
  writeFiles(cwd, overrides.files ?? {});
  const env = { ...isolatedEnvironment(url, { home, temporary }), ...overrides.env };
  return { env: { ...env, CODEX_HOME: codexHome }, cwd };
}

/** All are looked at before the first is written. */
function writeFiles(cwd: string, files: Readonly<Record<string, string>>): void {
  const entries = Object.entries(files).map(([path, text]) => {
    const whole = join(cwd, path);
    if (relative(cwd, whole).split(sep)[0] === '..' || whole === join(cwd, '.')) {
      throw new ConfigurationError(`configFor: files: ${path} is outside of the workspace`);
    }
    if (typeof text !== 'string') {
      throw new ConfigurationError(`configFor: files: ${path} must be a text`);
    }
    return [whole, text] as const;
  });
  for (const [path, text] of entries) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** A configuration that somebody else has written is not overwritten. */
function checkOurs(codexHome: string): void {
  const path = join(codexHome, 'config.toml');
  if (!existsSync(path) || readFileSync(path, 'utf8').startsWith(HEADER)) return;
  throw new ScriptError('script_invalid', `${path} was not written for a scripted model`);
}

function writeConfig(codexHome: string, url: string, overrides: ConfigOverrides): void {
  const catalogPath = join(codexHome, 'scripted-models.json');
  writeFileSync(catalogPath, JSON.stringify(MODEL_CATALOG));
  const table = mergeTables(settings(url, catalogPath, overrides), overrides.config ?? {});
  writeFileSync(join(codexHome, 'config.toml'), HEADER + encodeDocument(table));
}

function settings(url: string, catalogPath: string, overrides: ConfigOverrides): TomlTable {
  const servers = Object.entries(overrides.mcpServers ?? {});
  return {
    model: overrides.model ?? SCRIPTED_MODEL_SLUG,
    model_catalog_json: overrides.model === undefined ? catalogPath : undefined,
    model_provider: 'scripted',
    approval_policy: overrides.approvalPolicy ?? 'never',
    sandbox_mode: overrides.sandboxMode ?? 'read-only',
    check_for_update_on_startup: false,
    chatgpt_base_url: `${url}/backend-api`,
    // Nothing above the workspace is taken for a part of the project.
    project_root_markers: overrides.cwd === undefined ? [] : undefined,
    model_providers: {
      scripted: {
        name: 'Scripted model',
        base_url: `${url}/v1`,
        wire_api: 'responses',
        requires_openai_auth: overrides.requiresOpenaiAuth ?? false,
        request_max_retries: overrides.requestMaxRetries ?? 0,
        stream_max_retries: overrides.streamMaxRetries ?? 0,
        stream_idle_timeout_ms: overrides.streamIdleTimeoutMs,
        supports_websockets: false,
      },
    },
    analytics: { enabled: false },
    // A snapshot would run the user's login shell for each thread.
    features: { plugins: false, apps: false, shell_snapshot: false },
    mcp_servers: Object.fromEntries(
      servers.map(([name, server]) => [name, { required: true, ...server }]),
    ),
  };
}
