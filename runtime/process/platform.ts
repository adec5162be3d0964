/** What the runtime is called on one platform: in npm packages and inside them. */
export interface PlatformNames {
  /** `linux-x64` and the like: how Node names platform and architecture. */
  readonly key: string;
  /** The Rust target triple, which names the directory inside the packages. */
  readonly triple: string;
  /** The platform package that `@openai/codex` depends on. */
  readonly codexPackage: string;
  /** The package that carries only the runtime, for one platform. */
  readonly runtimePackage: string;
  /** The file name of the binary. */
  readonly executable: string;
}

const TRIPLES: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
  'win32-x64': 'x86_64-pc-windows-msvc',
  'win32-arm64': 'aarch64-pc-windows-msvc',
};

/** The names for a platform, or `undefined` if the runtime is not built for it. */
export function platformNames(platform: string, arch: string): PlatformNames | undefined {
  const key = `${platform === 'android' ? 'linux' : platform}-${arch}`;
  const triple = Object.hasOwn(TRIPLES, key) ? TRIPLES[key] : undefined;
  if (triple === undefined) return undefined;
  return {
    key,
    triple,
    codexPackage: `@openai/codex-${key}`,
    runtimePackage: `codex-app-server-runtime-${key}`,
    executable: platform === 'win32' ? 'codex.exe' : 'codex',
  };
}
