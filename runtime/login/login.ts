import type {
  AccountLoginCompletedNotification,
  LoginAccountParams,
  LoginAccountResponse,
} from '../../generated/types.js';
import type { CallOptions } from '../rpc/call.js';
import { ProtocolError } from '../rpc/errors/connection-errors.js';
import { classifyRpcError } from '../rpc/errors/classify-rpc-error.js';
import { JsonRpcError } from '../rpc/errors/json-rpc-error.js';
import type { Session } from '../session/session.js';
import { ChatgptLoginHandle, DeviceCodeLoginHandle } from './login-handle.js';

type LoginType = 'apiKey' | 'chatgpt' | 'chatgptDeviceCode';
type Params<Type extends LoginType> = Extract<LoginAccountParams, { type: Type }>;
type Answer<Type extends LoginType> = Extract<LoginAccountResponse, { type: Type }>;

/** Options of `codex.loginChatgpt()`. */
export interface LoginChatgptOptions extends Omit<Params<'chatgpt'>, 'type'>, CallOptions {}

const method = 'account/login/start';

export async function loginApiKey(
  session: Session,
  apiKey: string,
  options: CallOptions = {},
): Promise<void> {
  try {
    await start(session, { type: 'apiKey', apiKey }, options, () => {});
  } catch (error) {
    throw withoutSecret(error, apiKey);
  }
}

export async function loginChatgpt(
  session: Session,
  options: LoginChatgptOptions = {},
): Promise<ChatgptLoginHandle> {
  const { signal, timeoutMs, ...params } = options;
  const { answer, completion } = await start(
    session,
    { type: 'chatgpt', ...params },
    { signal, timeoutMs },
    ({ loginId }) => loginId,
  );
  return new ChatgptLoginHandle(session, answer, completion);
}

export async function loginDeviceCode(
  session: Session,
  options: CallOptions = {},
): Promise<DeviceCodeLoginHandle> {
  const { answer, completion } = await start(
    session,
    { type: 'chatgptDeviceCode' },
    options,
    ({ loginId }) => loginId,
  );
  return new DeviceCodeLoginHandle(session, answer, completion);
}

async function start<Type extends LoginType>(
  session: Session,
  params: Params<Type>,
  options: CallOptions,
  loginId: (answer: Answer<Type>) => string | void,
): Promise<{ answer: Answer<Type>; completion: Promise<AccountLoginCompletedNotification> }> {
  await session.start();
  const window = session.logins.open();
  let completion: Promise<AccountLoginCompletedNotification> | undefined;
  try {
    const answer = await session.request(method, params, {
      ...options,
      onResult: (result) => {
        const answered = result as LoginAccountResponse;
        if (answered.type !== params.type) {
          throw new ProtocolError(
            `A login of type ${params.type} was answered with type ${answered.type}`,
          );
        }
        const id = loginId(answered as Answer<Type>);
        if (typeof id === 'string') completion = session.logins.claim(window, id);
      },
    });
    return {
      answer: answer as Answer<Type>,
      completion: completion as Promise<AccountLoginCompletedNotification>,
    };
  } finally {
    session.logins.abandon(window);
  }
}

/** The server's words may repeat what it was sent. */
function withoutSecret(error: unknown, secret: string): unknown {
  if (!(error instanceof JsonRpcError) || secret === '') return error;
  const clean = (text: string): string => text.replaceAll(secret, '[redacted]');
  const { method, rpcCode, message } = error;
  const safe = classifyRpcError(method, { code: rpcCode, message: clean(message) });
  if (error.stack !== undefined) safe.stack = clean(error.stack);
  return safe;
}
