import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One type as the runtime's own `generate-ts` writes it. */
export interface RuntimeType {
  readonly name: string;
  /** Relative to the dump. */
  readonly path: string;
  readonly text: string;
}

/** The runtime's own TypeScript, without what it systematically says in other words. */
export function runtimeTypes(): RuntimeType[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'codex-types-'));
  try {
    execFileSync(process.execPath, [
      'node_modules/@openai/codex/bin/codex.js',
      'app-server',
      'generate-ts',
      '--experimental',
      '--out',
      folder,
    ]);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && path.basename(file) !== 'index.ts')
      .map((file) => ({
        name: path.basename(file, '.ts'),
        path: file.split(path.sep).join('/'),
        text: systematically(readFileSync(path.join(folder, file), 'utf8')),
      }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * - Numbers of 64 bits are `bigint` there. What comes out of `JSON.parse` is a number.
 * - Any value is `JsonValue` there. Here it is unknown, as for every value from outside.
 * - An object without properties is a record of nothing there. Here others may send what they like.
 * - Where an object has fixed properties and others, the others are JSON there and unknown here.
 * - Enums that are open hold every string and object there, which swallows what is known of them.
 */
function systematically(text: string): string {
  return text
    .replaceAll(/\bbigint\b/g, 'number')
    .replaceAll(/export type JsonValue = .*;/g, 'export type JsonValue = unknown;')
    .replaceAll(INLINED_JSON, 'unknown')
    .replaceAll('Record<string, never>', '{ [key: string]: unknown }')
    .replaceAll(' | string | { [key: string]: unknown };', ';');
}

const INLINED_JSON =
  'number | string | boolean | Array<JsonValue> | { [key in string]?: JsonValue } | null';
