import { expect, test } from 'vitest';
import { classifyRpcError } from '../../runtime/rpc/errors/classify-rpc-error.js';

const unknownMethod = 'Invalid request: unknown variant `a/b`, expected one of `initialize`';
const unknownValue = 'Invalid request: unknown variant `soon`, expected `now` or `later`';
const activeTurnNotSteerable = {
  codexErrorInfo: { activeTurnNotSteerable: { turnKind: 'review' } },
};

test.each<[name: string, code: number, message: string, data?: unknown]>([
  ['ParseError', -32700, 'x'],
  ['InvalidRequestError', -32600, 'thread not found: 1'],
  ['InvalidRequestError', -32600, 'cannot steer a review turn', activeTurnNotSteerable],
  // Whose words these are is not known: only the runtime's own decoder begins this way.
  ['InvalidRequestError', -32600, unknownMethod.replace('Invalid request: ', 'Tool says: ')],
  ['MethodNotFoundError', -32600, unknownMethod],
  ['InvalidParamsError', -32600, unknownValue],
  ['InvalidParamsError', -32600, 'Invalid request: missing field `params`'],
  ['MethodNotFoundError', -32601, 'x'],
  ['InvalidParamsError', -32602, 'x', { input_error_code: 'input_too_large' }],
  ['InternalRpcError', -32603, 'x'],
  ['ServerBusyError', -32001, 'Server overloaded; retry later.'],
  ['ServerBusyError', -32603, 'x', { codexErrorInfo: 'serverOverloaded' }],
  ['ServerBusyError', -32000, 'x', { error: { server_overloaded: {} } }],
  ['RetryLimitExceededError', -32001, 'Retry limit reached'],
  ['RetryLimitExceededError', -32000, 'too many failed attempts'],
  ['ServerDrainingError', -32600, 'Server is draining', { reason: 'serverShuttingDown' }],
  ['InvalidRequestError', -32600, 'Server is draining', { reason: 'other' }],
  ['InvalidRequestError', -32600, 'serverShuttingDown'],
  ['JsonRpcError', -32000, 'x'],
  ['JsonRpcError', 7, 'too many failed attempts', null],
])('%s: %i %s %j', (name, rpcCode, message, data) => {
  const error = classifyRpcError('a/b', { code: rpcCode, message, data });
  expect(error).toMatchObject({ name, method: 'a/b', rpcCode, message });
  expect(error.data).toBe(data);
});

test('data of any depth is looked at no deeper than an error goes', () => {
  const data: { inner?: unknown } = {};
  data.inner = data;
  expect(classifyRpcError('a/b', { code: -32600, message: 'x', data }).name).toBe(
    'InvalidRequestError',
  );
});
