import { ConfigurationError } from '../util/configuration-error.js';

/** A program and its arguments, ready for `child_process.spawn`. */
export interface NativeCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** True if `args` are quoted already and must reach the system as they are (Windows only). */
  readonly verbatim: boolean;
}

/** Everything that cmd.exe and argument parsers take literally outside quotes. */
const PLAIN = /^[A-Za-z0-9#$*+\-./:?@\\_]+$/;

/**
 * How to start a program. Windows runs `.cmd` and `.bat` files only through cmd.exe, whose quoting
 * rules differ from everyone else's: arguments are quoted so that neither cmd.exe nor the batch file
 * that passes them on can take a part of them for a command or a variable.
 *
 * @throws ConfigurationError if an argument cannot be passed safely.
 */
export function nativeCommand(
  command: string,
  args: readonly string[],
  platform: string,
  comspec = 'cmd.exe',
): NativeCommand {
  if (platform !== 'win32' || !/\.(?:cmd|bat)$/i.test(command)) {
    return { command, args, verbatim: false };
  }
  const line = [quote(command, true), ...args.map((arg) => quote(arg, false))].join(' ');
  // The outer quotes are taken off by cmd.exe. /d: no AutoRun, /v:OFF: no !variables!, /e:ON: the
  // substring syntax that quote() relies on.
  return { command: comspec, args: ['/e:ON', '/v:OFF', '/d', '/c', `"${line}"`], verbatim: true };
}

function quote(text: string, always: boolean): string {
  if (/[\r\n\0]/.test(text)) {
    throw new ConfigurationError(
      `A batch file cannot be given ${JSON.stringify(text)}: it contains a line break`,
    );
  }
  if (!always && PLAIN.test(text) && !text.endsWith('\\')) return text;
  const escaped = text
    // A quote is doubled, and so are the backslashes before it: they would escape it.
    .replace(/(\\*)"/g, '$1$1""')
    .replace(/\\+$/, '$&$&')
    // %cd:~,% is an empty piece of a variable that always exists, so what follows is no variable.
    .replaceAll('%', '%%cd:~,%');
  return `"${escaped}"`;
}
