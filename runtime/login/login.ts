import type {
  AccountLoginCompletedNotification,
  LoginAccountParams,
  LoginAccountResponse,
} from '../../generated/types.js';
import { checkCallOptions, type Names } from '../options/known-keys.js';
import { abortError, type CallOptions } from '../rpc/call.js';
import { ProtocolError, RequestTimeoutError } from '../rpc/errors/connection-errors.js';
import { requestSafely } from '../secrets.js';
import type { Session } from '../session/session.js';
import { waitFor } from '../util/wait.js';
import { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handle.js';

type Completion = Promise<AccountLoginCompletedNotification>;
type Answer<Type extends LoginAccountResponse['type']> = Extract<
  LoginAccountResponse,
  { type: Type }
>;

/** Options of `codex.loginChatgpt()`. */
export interface LoginChatgptOptions
  extends Omit<Extract<LoginAccountParams, { type: 'chatgpt' }>, 'type'>, CallOptions {}

const method = 'account/login/start';
const chatgptNames: Names<Omit<LoginChatgptOptions, keyof CallOptions>> = {
  appBrand: true,
  codexStreamlinedLogin: true,
  useHostedLoginSuccessPage: true,
};

export async function loginApiKey(
  session: Session,
  apiKey: string,
  options: CallOptions = {},
): Promise<void> {
  checkCallOptions(method, options);
  const answer = await requestSafely(session, method, { type: 'apiKey', apiKey }, options);
  checkType(answer as LoginAccountResponse, 'apiKey');
}

export async function loginChatgpt(
  session: Session,
  options: LoginChatgptOptions = {},
): Promise<ChatgptLoginHandle> {
  checkCallOptions(method, options, chatgptNames);
  const { signal, timeoutMs, ...params } = options;
  const call = { signal, timeoutMs };
  const { answer, completion } = await begin(session, { type: 'chatgpt', ...params }, call);
  return new ChatgptLoginHandle(session, answer, completion);
}

export async function loginDeviceCode(
  session: Session,
  options: CallOptions = {},
): Promise<DeviceCodeLoginHandle> {
  checkCallOptions(method, options);
  const { answer, completion } = await begin(session, { type: 'chatgptDeviceCode' }, options);
  return new DeviceCodeLoginHandle(session, answer, completion);
}

/** Sends the request for a login that completes later. The completion may overtake the answer. */
async function begin<Type extends 'chatgpt' | 'chatgptDeviceCode'>(
  session: Session,
  params: { readonly type: Type },
  options: CallOptions,
): Promise<{ answer: Answer<Type>; completion: Completion }> {
  const called = performance.now();
  await waitFor(session.start(), options, {
    aborted: (reason) => abortError(method, reason),
    timedOut: (timeoutMs) => new RequestTimeoutError(method, timeoutMs),
  });
  const window = session.logins.open();
  try {
    return await new Promise((resolve, reject) => {
      session
        .request(method, params, {
          ...options,
          waitedMs: performance.now() - called,
          onResult: (result) => {
            const answer = checkType(result as LoginAccountResponse, params.type);
            const { loginId } = answer as Answer<'chatgpt' | 'chatgptDeviceCode'>;
            resolve({ answer, completion: session.logins.claim(window, loginId) });
          },
        })
        .catch(reject);
    });
  } finally {
    session.logins.abandon(window);
  }
}

function checkType<Type extends LoginAccountResponse['type']>(
  answer: LoginAccountResponse,
  type: Type,
): Answer<Type> {
  if (answer.type === type) return answer as Answer<Type>;
  throw new ProtocolError(`A login of type ${type} was answered with type ${answer.type}`);
}
