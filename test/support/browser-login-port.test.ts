import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { beforeAll, expect, it } from 'vitest';
import { browserLoginPort } from './browser-login-port.js';

let ports: { login: number; turn: number };

beforeAll(async () => {
  const servers = [createServer().listen(0), createServer().listen(0)];
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [login = 0, turn = 0] = servers.map((server) => (server.address() as AddressInfo).port);
  ports = { login, turn };
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
});

it('the port for logins in a browser goes to one after the other', async () => {
  const first = await browserLoginPort(ports);
  const order: string[] = [];
  const others = ['second', 'third'].map(async (name) => {
    await using _port = await browserLoginPort(ports);
    order.push(`${name} has it`);
    await new Promise(setImmediate);
    order.push(`${name} gives it back`);
  });
  await new Promise(setImmediate);
  expect(order).toEqual([]);
  await first[Symbol.asyncDispose]();
  await Promise.all(others);
  const [one] = order;
  expect(one).toMatch(/has it$/);
  expect(order[1]).toBe(one?.replace('has it', 'gives it back'));
  expect(order).toHaveLength(4);
});

it('the port for logins in a browser is not taken from another program', async () => {
  const other = createServer().listen(ports.login, '127.0.0.1');
  await once(other, 'listening');
  await expect(browserLoginPort(ports)).rejects.toThrow(`Another program has port ${ports.login}`);
  await once(other.close(), 'close');
  await (await browserLoginPort(ports))[Symbol.asyncDispose]();
});
