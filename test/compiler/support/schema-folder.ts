import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CompilerInputs } from '../../../compiler/compile.js';

/** Lays a schema out on disk as a user has it. */
export function writeSchemaFolder(folder: string, { surface, stable }: CompilerInputs): void {
  for (const [name, document] of Object.entries({ experimental: surface, stable })) {
    if (document === null) continue;
    mkdirSync(path.join(folder, name), { recursive: true });
    const file = path.join(folder, name, 'codex_app_server_protocol.schemas.json');
    writeFileSync(file, document.text);
  }
}
