import type { Codex, CodexConfig, ServerNotification, Thread } from '../../runtime/index.js';
import type { ConfigOverrides, Script, ScriptedModelOptions } from '../../runtime/testing/index.js';

/** One run of a scenario: what the model says, how the client is set up, and what its program does. */
export interface Play {
  readonly script: Script;
  readonly model?: ScriptedModelOptions;
  readonly overrides?: ConfigOverrides;
  readonly client?: CodexConfig;
  /** Does its part and returns what came of it, as JSON. It is the same live and on a replay. */
  program(codex: Codex, live: Live): Promise<unknown>;
}

/** What a program can do to the real runtime; on a replay the transcript has done it. */
export interface Live {
  readonly kill: () => void;
  /** Waits until the runtime has said what it had to say, so that every recording has the same order. */
  readonly settle: () => Promise<void>;
}

/** A feature whose traffic is recorded. */
export interface Scenario {
  /** Name of its files. */
  readonly name: string;
  play(): Play;
}

/** Commands and patches of these scenarios touch only the workspace, and no sandbox is needed. */
export const unconfined: ConfigOverrides = {
  approvalPolicy: 'on-request',
  sandboxMode: 'danger-full-access',
};

/** A scenario whose program starts a thread and goes on with it. */
export function onThread(
  name: string,
  play: () => Omit<Play, 'program'> & {
    readonly thread?: Parameters<Codex['threadStart']>[0];
    readonly run: (thread: Thread, codex: Codex, live: Live) => Promise<unknown>;
  },
): Scenario {
  return {
    name,
    play() {
      const { run, thread, ...rest } = play();
      return {
        ...rest,
        async program(codex, live) {
          const started = await codex.threadStart(thread);
          await live.settle();
          return run(started, codex, live);
        },
      };
    },
  };
}

/** What a promise comes to, also when it rejects. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return summary(error);
  }
}

function summary(error: unknown): unknown {
  const { name, message, code, result, codexErrorInfo } = error as Record<string, unknown>;
  return { name, message, code, codexErrorInfo, result };
}

/** Resolves with the first notification that passes the test. */
export function seen(
  codex: Codex,
  test: (notification: ServerNotification) => boolean,
): Promise<ServerNotification> {
  return new Promise((resolve) => {
    const listening = codex.on('*', (notification) => {
      if (!test(notification)) return;
      listening[Symbol.dispose]();
      resolve(notification);
    });
  });
}
