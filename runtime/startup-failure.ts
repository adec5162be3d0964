import { MANIFEST } from '../generated/manifest.js';
import type { CodexConfig } from './config.js';
import { StartupError } from './process/errors.js';
import {
  ProtocolError,
  RequestTimeoutError,
  TransportClosedError,
} from './rpc/errors/connection-errors.js';
import { JsonRpcError } from './rpc/errors/json-rpc-error.js';

type Choice = Pick<CodexConfig, 'codexBin' | 'env' | 'transport'>;

/** The error for a start that failed: what ended the handshake becomes a `StartupError`. */
export function startupFailure(error: unknown, config: Choice = {}): unknown {
  if (error instanceof TransportClosedError) {
    const { exitCode, signal, stderr } = error;
    if (exitCode === null && signal === null && stderr === '') return error;
    const how = signal === null ? `with code ${String(exitCode)}` : `by ${signal}`;
    const message =
      exitCode === null && signal === null
        ? 'The connection to the Codex runtime ended before the handshake was done'
        : `The Codex runtime${choiceOf(config)} ended ${how} before the handshake was done`;
    const advice = refusesCommandLine(exitCode, stderr) ? `. ${tooOld}` : '';
    return new StartupError(message + advice, { exitCode, signal, stderr, cause: error });
  }
  if ([JsonRpcError, ProtocolError, RequestTimeoutError].some((type) => error instanceof type)) {
    const { message } = error as Error;
    const advice = error instanceof JsonRpcError ? `. ${tooOld}` : '';
    return new StartupError(
      `The handshake with the Codex runtime${choiceOf(config)} failed: ${message}${advice}`,
      { cause: error },
    );
  }
  return error;
}

const tooOld: string =
  `It may be too old for this SDK, which was made for ${MANIFEST.runtimeVersion}: update it, or ` +
  'leave codexBin and CODEX_BIN out to use the runtime that comes with the SDK.';

/** Whether a program has ended because it does not know what it was told on its command line. */
function refusesCommandLine(exitCode: number | null, stderr: string): boolean {
  return exitCode === 2 && /unrecognized subcommand|unexpected argument/i.test(stderr);
}

/** Who has chosen the runtime's binary, if somebody has. */
function choiceOf({ codexBin, env, transport }: Choice): string {
  if (transport) return '';
  if (codexBin !== undefined) return ` (codexBin: ${codexBin})`;
  const fromEnvironment = { ...process.env, ...env }['CODEX_BIN'];
  return fromEnvironment ? ` (CODEX_BIN: ${fromEnvironment})` : '';
}
