/** Log in with an API key, or with ChatGPT on another device: `OPENAI_API_KEY=… tsx examples/login.ts`. */
import { Codex, LoginFailedError, RequestTimeoutError } from 'codex-app-server-sdk';

const codex = await Codex.start();
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
}
