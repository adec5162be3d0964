import type { InitializeResponse } from '../../generated/types.js';

/** What the runtime says of itself. */
export interface RuntimeMetadata {
  /** The runtime's version, such as `0.169.0`; an empty string if it does not say. */
  readonly serverVersion: string;
  /** The `User-Agent` that the runtime presents to model providers. */
  readonly userAgent: string;
  /** The folder where the runtime keeps its configuration and threads. */
  readonly codexHome: string;
  /** Such as `unix` or `windows`. */
  readonly platformFamily: string;
  /** Such as `linux`, `macos` or `windows`. */
  readonly platformOs: string;
}

/**
 * The version stands between a slash and what is told in brackets of the system. What is before the
 * slash is the name of whichever client connected first, and may have slashes and spaces of its own.
 */
export function runtimeMetadata(response: InitializeResponse): RuntimeMetadata {
  const { userAgent, codexHome, platformFamily, platformOs } = response;
  const serverVersion = /\/(\d[^\s/]*)(?= \(|$)/.exec(userAgent)?.[1] ?? '';
  return { serverVersion, userAgent, codexHome, platformFamily, platformOs };
}
