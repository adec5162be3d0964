/** The exit codes of the command line. */
export const EXIT = { ok: 0, drift: 1, failed: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
