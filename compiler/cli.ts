import { Command, CommanderError } from 'commander';
import { crashText } from './cli/crash-text.js';
import { EXIT, type ExitCode } from './cli/exit.js';
import { folderOption } from './cli/folder-option.js';
import { inspect, type InspectOptions } from './cli/inspect.js';
import { generate, type GenerateOptions } from './cli/generate.js';
import { addReleaseCommands } from './cli/release-commands.js';
import type { CompilerHost } from './host.js';
import { surroundings, type Surroundings } from './system/surroundings.js';
import { VERSION } from './version.js';

/** Runs one command line. Only what is told through the host is touched or printed. */
export async function run(
  argv: readonly string[],
  host: CompilerHost,
  around: Surroundings = surroundings(),
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('codex-sdkgen')
    .description('The client of the Codex app-server, generated from its JSON schema.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.print(text),
      writeErr: (text) => host.notice(text),
    });

  program
    .command('generate')
    .description('Write the client, or check that it is in step with the schema.')
    .addOption(folderOption('--schema <dir>', 'folder with the schema dumps').default('schema'))
    .addOption(folderOption('--out <dir>', 'folder for the client').default('generated'))
    .option('--check', 'write nothing; exit 1 if the folder is out of step', false)
    .option('--lenient', 'type methods whose result is not known as `unknown`', false)
    .action(async (options: GenerateOptions) => {
      code = await generate(options, host);
    });

  program
    .command('inspect')
    .description('Look inside: methods, types, stability, overlay, or one type by its name.')
    .argument('<subject>', 'methods | types | stability | overlay | TYPE')
    .addOption(folderOption('--schema <dir>', 'folder with the schema dumps').default('schema'))
    .option('--json', 'print JSON', false)
    .action(async (subject: string, options: InspectOptions) => {
      code = await inspect(subject, options, host);
    });

  addReleaseCommands(program, async (command) => {
    code = await command(host, around);
  });

  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
    host.notice(crashText(error));
    return EXIT.failed;
  }
}
