/**
 * Log in with an API key, or with ChatGPT on another device, and log out again. All of it happens in a
 * Codex home of its own, so your login stays as it is: `OPENAI_API_KEY=… npx tsx examples/login.ts`.
 * `npx tsx examples/login.ts FOLDER` uses that folder as the home, and logs out what is logged in there.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Codex, LoginFailedError, RequestTimeoutError } from 'codex-app-server-sdk';

const [, , given] = process.argv;
const home = given ?? (await mkdtemp(join(tmpdir(), 'codex-login-')));
// Without `env` this would be ~/.codex, with the login that you use every day.
const codex = new Codex({ env: { CODEX_HOME: home } });
try {
  const { OPENAI_API_KEY: apiKey } = process.env;
  if (apiKey) {
    await codex.loginApiKey(apiKey);
  } else {
    // On this device: codex.loginChatgpt(), whose authUrl is for the browser.
    const login = await codex.loginChatgptDeviceCode();
    console.log(`Enter ${login.userCode} at ${login.verificationUrl}`);
    await login.wait({ timeoutMs: 10 * 60_000 });
  }
  const { account } = await codex.account();
  console.log(`logged in: ${account?.type}`);
  await codex.logout();
  console.log('logged out');
} catch (error) {
  if (error instanceof LoginFailedError) console.log(`not logged in: ${error.message}`);
  else if (error instanceof RequestTimeoutError) console.log('nobody logged in');
  else throw error;
} finally {
  await codex.close();
  if (given === undefined) await rm(home, { recursive: true, force: true });
}
