/** Overload passes: try a whole turn again, with a pause that grows. */
import { Codex, isRetryableError, retryOnOverload, Sandbox } from 'codex-app-server-sdk';

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
  let tries = 0;
  const { finalResponse } = await retryOnOverload(
    () => {
      console.log(`try ${++tries}`);
      return thread.run('Say hello.');
    },
    { maxAttempts: 5, initialDelayMs: 50, signal: AbortSignal.timeout(60_000) },
  );
  console.log(finalResponse);
} catch (error) {
  console.error(isRetryableError(error) ? 'Still busy.' : error);
} finally {
  await codex.close();
}
