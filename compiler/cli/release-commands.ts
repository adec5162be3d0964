import type { Command } from 'commander';
import type { CompilerHost } from '../host.js';
import type { Surroundings } from '../system/surroundings.js';
import type { ExitCode } from './exit.js';
import type { PullOptions } from './pull.js';

type Run = (
  command: (host: CompilerHost, around: Surroundings) => Promise<ExitCode>,
) => Promise<void>;

/** The commands around a bump and a release. Each is loaded when it is called. */
export function addReleaseCommands(program: Command, run: Run): void {
  program
    .command('pull')
    .description('Dump both schema bundles of a runtime, and where they came from.')
    .option('--codex-bin <path>', 'the binary of a runtime; default: the installed runtime')
    .option('--runtime-version <version>', 'a published runtime, fetched with npm')
    .option('--out <dir>', 'folder for the schema', 'schema')
    .option('--cache <dir>', 'folder for fetched runtimes; default: the cache folder of the user')
    .action((options: PullOptions) =>
      run(async (...world) => (await import('./pull.js')).pull(options, ...world)),
    );
}
