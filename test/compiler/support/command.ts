import { run } from '../../../compiler/cli.js';
import type { CompilerHost } from '../../../compiler/host.js';
import { nodeHost } from '../../../compiler/node-host.js';
import { surroundings, type Surroundings } from '../../../compiler/system/surroundings.js';

export interface Outcome {
  readonly code: number;
  readonly printed: string;
  readonly noticed: string;
}

/** Runs one command line on the real file system, in surroundings of the test's own. */
export async function command(
  argv: readonly string[],
  around: Partial<Surroundings> & Pick<Surroundings, 'cwd'>,
  host: Partial<CompilerHost> = {},
): Promise<Outcome> {
  let printed = '';
  let noticed = '';
  const listening: CompilerHost = {
    ...nodeHost,
    print: (text) => (printed += text),
    notice: (text) => (noticed += text),
    interactive: false,
    ...host,
  };
  const code = await run(argv, listening, { ...surroundings(), ...around });
  return { code, printed, noticed };
}
