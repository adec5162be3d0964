import type { Codex } from '../../runtime/index.js';

/** Ends of a runtime, each by itself: as the peer is told, or from outside. */
export const faults: Readonly<Record<string, (codex: Codex, pid: number) => void>> = {
  exit: command('exit', { code: 3 }),
  'exit without an error': command('exit', { code: 0 }),
  'exit within a line': command('exitInLine'),
  'death by its own hand': command('kill', { signal: 'SIGTERM' }),
  'end of its output': command('closeStdout'),
  'end of its input': command('closeStdin'),
  'exit within a turn': (codex) => {
    codex
      .threadStart()
      .then((thread) => thread.run(JSON.stringify({ deltas: ['last words'], end: 'exit' })))
      .catch(() => {});
  },
  'death from outside': (_codex, pid) => {
    process.kill(pid, 'SIGKILL');
  },
};

export const faultNames = Object.keys(faults) as [string];

function command(act: string, params: object = {}): (codex: Codex) => void {
  return (codex) => {
    // Whatever comes of it: most of these are not answered.
    codex.rpc.requestUntyped(`peer/${act}`, params).catch(() => {});
  };
}
