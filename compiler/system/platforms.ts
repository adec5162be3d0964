/** One platform that the runtime is published for. */
export interface Platform {
  /** `linux-x64` and the like: how the packages are named. */
  readonly key: string;
  /** What `os` and `cpu` in a package.json call it. */
  readonly os: string;
  readonly cpu: string;
  /** The Rust target triple, which names the folder inside the packages. */
  readonly triple: string;
  /** What the names of programs end with. */
  readonly exe: '' | '.exe';
}

function platform(os: string, cpu: string, triple: string): Platform {
  return { key: `${os}-${cpu}`, os, cpu, triple, exe: os === 'win32' ? '.exe' : '' };
}

export const PLATFORMS: readonly Platform[] = [
  platform('darwin', 'arm64', 'aarch64-apple-darwin'),
  platform('darwin', 'x64', 'x86_64-apple-darwin'),
  platform('linux', 'arm64', 'aarch64-unknown-linux-musl'),
  platform('linux', 'x64', 'x86_64-unknown-linux-musl'),
  platform('win32', 'arm64', 'aarch64-pc-windows-msvc'),
  platform('win32', 'x64', 'x86_64-pc-windows-msvc'),
];

/** The platform of a machine; undefined if there is no runtime for it. */
export function platformOf(machine: {
  readonly platform: string;
  readonly arch: string;
}): Platform | undefined {
  const os = machine.platform === 'android' ? 'linux' : machine.platform;
  return PLATFORMS.find((candidate) => candidate.os === os && candidate.cpu === machine.arch);
}

/** The npm package that holds the runtime as its makers publish it. */
export const CODEX_PACKAGE = '@openai/codex';

/** The npm package that holds nothing but the runtime for one platform. */
export function runtimePackageName({ key }: Platform): string {
  return `codex-app-server-runtime-${key}`;
}
