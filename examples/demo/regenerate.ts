import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles the schema into a scratch folder and compares that with what is committed. */
export async function regenerate(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'codex-demo-'));
  try {
    const out = join(scratch, 'generated');
    const args = ['--import', 'tsx', 'compiler/bin.ts', 'generate', '--out', out];
    const { status } = spawnSync(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`the compiler exited with ${status}`);
    const [fresh, committed] = await Promise.all([
      contents(out),
      contents(join(root, 'generated')),
    ]);
    const differing = [...new Set([...fresh.keys(), ...committed.keys()])].filter(
      (file) => fresh.get(file) !== committed.get(file),
    );
    if (differing.length > 0) throw new Error(`generated/ is out of step: ${differing.join(', ')}`);
    console.log(`${fresh.size} files compiled from schema/, in step with generated/`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async (file) => {
        const path = join(file.parentPath, file.name);
        return [path.slice(folder.length), await readFile(path, 'utf8')] as const;
      }),
    ),
  );
}
