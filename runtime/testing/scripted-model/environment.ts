/** What would lead the runtime past the scripted model, or out of the home that it was given. */
const REMOVED = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_ORGANIZATION',
  'OPENAI_PROJECT',
  'CODEX_API_KEY',
  'CODEX_ACCESS_TOKEN',
  'CODEX_SQLITE_HOME',
  'CODEX_THREAD_ID',
  'CODEX_EXEC_SERVER_URL',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
];

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/** Variables that keep a runtime away from the user's settings and from the network. */
export function isolatedEnvironment(
  url: string,
  directories: { readonly home: string; readonly temporary: string },
): Record<string, string | undefined> {
  const { home, temporary } = directories;
  const everyCase = (name: string, value: string): [string, string][] => [
    [name, value],
    [name.toLowerCase(), value],
  ];
  return {
    ...Object.fromEntries(REMOVED.map((name) => [name, undefined])),
    HOME: home,
    // Also lets the runtime put its helper programs beside its configuration, which it refuses to do
    // in what it takes for the directory of temporary files.
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    // What is meant for other hosts comes to the model as to a proxy, which refuses and records it.
    ...Object.fromEntries(PROXIES.flatMap((name) => everyCase(name, url))),
    ...Object.fromEntries(everyCase('NO_PROXY', '127.0.0.1,localhost,::1')),
    CODEX_APP_SERVER_DISABLE_MANAGED_CONFIG: '1',
    CODEX_APP_SERVER_LOGIN_ISSUER: `${url}/auth`,
  };
}
