/** A runtime that can be asked for its schema. */
export interface Runtime {
  /** The absolute path of its binary. */
  readonly binary: string;
  /** Where it came from, without anything that depends on the machine. */
  readonly source: string;
  /** The checksum of the npm package that it came in, as npm writes it; null if none is known. */
  readonly integrity: string | null;
  /** The version that its package states; null if it came without one. */
  readonly version: string | null;
}

/** What a runtime says about itself. */
export interface Dump {
  readonly runtimeVersion: string;
  readonly source: string;
  readonly integrity: string | null;
  /** The digest of the binary. */
  readonly binarySha256: string;
  readonly stable: string;
  /** Null if the runtime is too old to tell its experimental surface. */
  readonly experimental: string | null;
}

const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?$/;

/** True for one exact version; ranges and tags may mean another runtime tomorrow. */
export function isExactVersion(text: string): boolean {
  return VERSION.test(text);
}
