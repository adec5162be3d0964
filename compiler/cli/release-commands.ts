import { Option, type Command } from 'commander';
import type { CompilerHost } from '../host.js';
import type { Surroundings } from '../system/surroundings.js';
import type { BumpOptions } from './bump.js';
import type { DiffOptions } from './diff.js';
import type { ExitCode } from './exit.js';
import { folderOption } from './folder-option.js';
import type { PullOptions } from './pull.js';
import type { StageAllOptions, StageOptions } from './stage.js';

type Run = (
  command: (host: CompilerHost, around: Surroundings) => Promise<ExitCode>,
) => Promise<void>;

const CACHE = 'folder for fetched runtimes; default: the cache folder of the user';
const RELEASED = 'the version of the runtime, which has to be the one that is pinned';

/** The commands around a bump and a release. Each is loaded when it is called. */
export function addReleaseCommands(program: Command, run: Run): void {
  program
    .command('pull')
    .description('Dump both schema bundles of a runtime, and where they came from.')
    .option('--codex-bin <path>', 'the binary of a runtime; default: the installed runtime')
    .option('--runtime-version <version>', 'a published runtime, fetched with npm')
    .addOption(folderOption('--out <dir>', 'folder for the schema').default('schema'))
    .addOption(folderOption('--cache <dir>', CACHE))
    .action((options: PullOptions) =>
      run(async (...world) => (await import('./pull.js')).pull(options, ...world)),
    );

  program
    .command('diff')
    .description('Tell what changed between two schemas, and what that means for callers.')
    .argument('<old>', 'a schema folder, a runtime version, or a git revision of schema/')
    .argument('<new>', 'the same')
    .addOption(
      new Option('--format <form>', 'how to tell it')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <impact>', 'exit 1 if there is such a change').choices(['breaking']),
    )
    .addOption(folderOption('--cache <dir>', CACHE))
    .action((from: string, to: string, options: DiffOptions) =>
      run(async (...world) => (await import('./diff.js')).diff(from, to, options, ...world)),
    );

  program
    .command('bump')
    .description('Bring the repository to another runtime, or leave it as it was.')
    .argument('<version>', 'one exact version of the runtime')
    .option('--dry-run', 'write nothing; tell what would change', false)
    .option('--keep', 'leave what was written if a step fails, to mend it there', false)
    .addOption(folderOption('--cache <dir>', CACHE))
    .action((version: string, options: BumpOptions) =>
      run(async (...world) => (await import('./bump.js')).bump(version, options, ...world)),
    );

  program
    .command('stage-sdk')
    .description('Make the publishable package of the SDK, pinned to the runtime packages.')
    .argument('<dir>', 'folder for the package')
    .requiredOption('--runtime-version <version>', RELEASED)
    .action((dir: string, options: StageOptions) =>
      run(async (...world) => (await import('./stage.js')).stageSdkCommand(dir, options, ...world)),
    );

  program
    .command('stage-runtime')
    .description('Make the publishable package of the runtime for one platform.')
    .argument('<dir>', 'folder for the package')
    .argument('<codex-package>', 'an npm platform package of the runtime: a folder or an archive')
    .requiredOption('--runtime-version <version>', RELEASED)
    .action((dir: string, codexPackage: string, options: StageOptions) =>
      run(async (...world) =>
        (await import('./stage.js')).stageRuntimeCommand(dir, codexPackage, options, ...world),
      ),
    );

  program
    .command('stage-all')
    .description('Make all packages of a release: the SDK, and the runtime for every platform.')
    .argument('<dir>', 'folder for the packages')
    .requiredOption('--runtime-version <version>', RELEASED)
    .addOption(folderOption('--cache <dir>', CACHE))
    .action((dir: string, options: StageAllOptions) =>
      run(async (...world) => (await import('./stage.js')).stageAllCommand(dir, options, ...world)),
    );
}
