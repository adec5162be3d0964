import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MODEL_CATALOG, SCRIPTED_MODEL_SLUG } from './catalog.js';
import { encodeToml, mergeToml, type TomlTable } from './toml.js';

/** The part of a `CodexConfig` that points a runtime at a scripted model. */
export interface ScriptedModelConfig {
  /** Variables set and (where `undefined`) removed; merged over those of this process. */
  readonly env: Readonly<Record<string, string | undefined>> & { readonly CODEX_HOME: string };
  /** The workspace: where threads work unless they are told otherwise. */
  readonly cwd: string;
}

/** What to change of the configuration that `configFor` makes. */
export interface ConfigOverrides {
  /** Default `'never'`. `'untrusted'` is for `thread/start` only: as a setting the runtime refuses it. */
  readonly approvalPolicy?: 'on-request' | 'never' | TomlTable;
  /** Default `'read-only'`. */
  readonly sandboxMode?: 'read-only' | 'workspace-write' | 'danger-full-access';
  /**
   * Slug of a model that the runtime knows by itself, for its tools and settings. By default the
   * runtime is given a model of its own, `scripted-model`, as the only one.
   */
  readonly model?: string;
  /** Whether the provider needs a login, whose token then arrives in the requests. Default false. */
  readonly requiresOpenaiAuth?: boolean;
  /** How often the runtime sends a failed request again. Default 0. */
  readonly requestMaxRetries?: number;
  /** How often it asks again after a broken stream. Default 0. */
  readonly streamMaxRetries?: number;
  /** Milliseconds without an event after which it gives up a stream. */
  readonly streamIdleTimeoutMs?: number;
  /** `[mcp_servers]`, by name: `{ command, args, env }` or `{ url }`. */
  readonly mcpServers?: Readonly<Record<string, TomlTable>>;
  /** Anything else of `config.toml`; merged over what is written here, `undefined` removes. */
  readonly config?: TomlTable;
  /** Files of the workspace: text by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** More variables; `undefined` removes. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A home that exists already, such as that of an earlier runtime; the caller removes it. */
  readonly codexHome?: string;
  /** A workspace that exists already; the caller removes it. */
  readonly cwd?: string;
}

/** Makes home and workspace, and writes the configuration. */
export function createConfig(
  url: string,
  overrides: ConfigOverrides,
): { readonly config: ScriptedModelConfig; readonly cleanup: () => Promise<void> } {
  // The runtime resolves links in its paths, so they are resolved here, for tests to compare.
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'codex-scripted-'));
  const home = overrides.codexHome ?? join(root, 'home');
  const cwd = overrides.cwd ?? join(root, 'workspace');
  mkdirSync(home, { recursive: true });
  mkdirSync(cwd, { recursive: true });
  const catalogPath = join(home, 'scripted-models.json');
  if (overrides.model === undefined) writeFileSync(catalogPath, JSON.stringify(MODEL_CATALOG));
  const table = mergeToml(settings(url, overrides, catalogPath), overrides.config ?? {});
  writeFileSync(join(home, 'config.toml'), encodeToml(table));
  for (const [path, text] of Object.entries(overrides.files ?? {})) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return {
    config: { env: { ...environment(home), ...overrides.env, CODEX_HOME: home }, cwd },
    cleanup: () => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  };
}

function settings(url: string, overrides: ConfigOverrides, catalogPath: string): TomlTable {
  return {
    model: overrides.model ?? SCRIPTED_MODEL_SLUG,
    model_catalog_json: overrides.model === undefined ? catalogPath : undefined,
    model_provider: 'scripted',
    approval_policy: overrides.approvalPolicy ?? 'never',
    sandbox_mode: overrides.sandboxMode ?? 'read-only',
    check_for_update_on_startup: false,
    chatgpt_base_url: `${url}/backend-api`,
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
    features: { plugins: false, apps: false },
    mcp_servers: overrides.mcpServers,
  };
}

/** What would lead the runtime past the scripted model, or out of the home it was given. */
const REMOVED = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_ORGANIZATION',
  'OPENAI_PROJECT',
  'CODEX_API_KEY',
  'CODEX_ACCESS_TOKEN',
  'CODEX_SQLITE_HOME',
  'CODEX_THREAD_ID',
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
  'all_proxy',
];

function environment(home: string): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(REMOVED.map((name) => [name, undefined])),
    HOME: home,
    CODEX_APP_SERVER_DISABLE_MANAGED_CONFIG: '1',
  };
}
