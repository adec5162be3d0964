import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median } from './fixtures.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Time to import each built entry, beside an empty module. Needs `npm run build`. */
export function importTime(): Record<string, unknown>[] {
  const entries = ['index', 'protocol', 'testing'].map((name) => `${root}dist/${name}.js`);
  if (!entries.every((entry) => existsSync(entry))) return [{ entry: 'run `npm run build` first' }];
  const modules = ['data:text/javascript,', ...entries.map((entry) => pathToFileURL(entry).href)];
  const times = new Map<string, number[]>(modules.map((module) => [module, []]));
  for (let round = 0; round < 9; round++) {
    for (const module of modules) times.get(module)?.push(timeImport(module));
  }
  const floor = median(times.get(modules[0] ?? '') ?? []);
  return modules.map((module) => ({
    entry: module.replace(pathToFileURL(root).href, ''),
    'ms over an empty module': (median(times.get(module) ?? []) - floor).toFixed(1),
  }));
}

function timeImport(module: string): number {
  const program = `const start = performance.now(); await import(${JSON.stringify(module)}); console.log(performance.now() - start)`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program]);
  return Number(stdout.toString());
}
