import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromWire,
  notificationFromWire,
  paramsFromWire,
  paramsToWire,
  resultFromWire,
  resultToWire,
  toWire,
} from '../../generated/snake_case/index.js';
import type { TypeNode } from '../../compiler/model/type-node.js';
import { pinnedModel } from '../compiler/support/pinned-model.js';
import { Samples } from '../compiler/support/sample.js';

const { protocol, names } = await pinnedModel();
const samples = new Samples(protocol);

function sampled(type: TypeNode): unknown[] {
  return fc.sample(samples.of(type), { numRuns: 8, seed: 11 });
}

describe('there and back again is the same', () => {
  it('for every type', () => {
    for (const { pointer, type } of protocol.declarations.values()) {
      const name = names.types.get(pointer) ?? '';
      for (const sample of sampled(type)) {
        const copy = structuredClone(sample);
        expect(toWire(name, fromWire(name, sample))).toEqual(sample);
        expect(sample).toEqual(copy);
      }
    }
  });

  it('for the params and results of every method', () => {
    const requests = [...protocol.requests, ...protocol.serverRequests];
    for (const { method, params, result } of requests) {
      for (const sample of params.type === null ? [undefined] : sampled(params.type))
        expect(paramsToWire(method, paramsFromWire(method, sample))).toEqual(sample);
      for (const sample of sampled(result))
        expect(resultToWire(method, resultFromWire(method, sample))).toEqual(sample);
    }
    for (const { method, params } of protocol.notifications)
      for (const sample of params.type === null ? [undefined] : sampled(params.type))
        expect(paramsToWire(method, paramsFromWire(method, sample))).toEqual(sample);
  });
});

describe('what is respelled', () => {
  it('properties, at every depth', () => {
    expect(
      paramsToWire('turn/start', {
        thread_id: 't',
        input: [{ type: 'text', text: 'x', text_elements: [{ byte_range: { start: 0, end: 1 } }] }],
        sandbox_policy: { type: 'workspaceWrite', writable_roots: ['/'], network_access: true },
      }),
    ).toEqual({
      threadId: 't',
      input: [{ type: 'text', text: 'x', text_elements: [{ byteRange: { start: 0, end: 1 } }] }],
      sandboxPolicy: { type: 'workspaceWrite', writableRoots: ['/'], networkAccess: true },
    });
  });

  it('external tags, but no literals', () => {
    const method = 'item/commandExecution/requestApproval';
    expect(resultToWire(method, { decision: 'acceptForSession' })).toEqual({
      decision: 'acceptForSession',
    });
    expect(
      resultToWire(method, {
        decision: { accept_with_execpolicy_amendment: { execpolicy_amendment: ['a'] } },
      }),
    ).toEqual({ decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['a'] } } });
  });

  it('the arm that the tag names, and unknown arms by what all arms share', () => {
    const item = { type: 'agentMessage', memoryCitation: null, startedAtMs: 1 };
    expect(fromWire('ThreadItem', item)).toEqual({
      type: 'agentMessage',
      memory_citation: null,
      started_at_ms: 1,
    });
    expect(fromWire('ThreadItem', { ...item, type: 'new' })).toEqual({
      type: 'new',
      memoryCitation: null,
      started_at_ms: 1,
    });
    expect(fromWire('ThreadItem', { ...item, type: 'constructor' })).toMatchObject({
      started_at_ms: 1,
    });
    expect(fromWire('HookMetadata', { handlerType: 'mcpTool', pluginId: 'p' })).toEqual({
      handler_type: 'mcpTool',
      plugin_id: 'p',
    });
  });

  it('whole notifications', () => {
    expect(
      notificationFromWire({
        method: 'turn/completed',
        params: { threadId: 't', turn: { id: 'x', completedAt: 1 } },
        emittedAtMs: 5,
      } as never),
    ).toEqual({
      method: 'turn/completed',
      params: { thread_id: 't', turn: { id: 'x', completed_at: 1 } },
      emitted_at_ms: 5,
    });
  });
});

describe('what passes', () => {
  it('unknown keys, methods and types, in both directions', () => {
    const odd = { someKey: 1, some_key: 2, threadID: 3, constructor: 4 };
    expect(paramsToWire('thread/start', odd)).toEqual(odd);
    expect(paramsFromWire('thread/start', odd)).toEqual(odd);
    expect(paramsToWire('thread/unknown', odd)).toBe(odd);
    expect(resultFromWire('constructor', odd)).toBe(odd);
    expect(toWire('NoSuchType', odd)).toBe(odd);
    expect(fromWire('toString', odd)).toBe(odd);
  });

  it('opaque values, as the same objects', () => {
    const schema = { type: 'object', properties: { someKey: { minLength: 1 } } };
    const sent = paramsToWire('turn/start', { output_schema: schema }) as { outputSchema: unknown };
    expect(sent.outputSchema).toBe(schema);
    const config = { sandbox_workspace_write: { networkAccess: true } };
    expect((paramsToWire('thread/start', { config }) as { config: unknown }).config).toBe(config);
    const form = { mode: 'form', requestedSchema: schema, _meta: schema };
    const asked = paramsFromWire('mcpServer/elicitation/request', form) as Record<string, unknown>;
    expect(asked['requested_schema']).toBe(schema);
    expect(asked['_meta']).toBe(schema);
    const call = { arguments: schema, callId: 'c' };
    const called = paramsFromWire('item/tool/call', call) as Record<string, unknown>;
    expect(called['arguments']).toBe(schema);
    expect(called['call_id']).toBe('c');
  });

  it('keys of maps, but not what they hold', () => {
    const wire = { answers: { fooBar: { answers: ['x'] } } };
    expect(resultFromWire('item/tool/requestUserInput', wire)).toEqual(wire);
    const env = { someVariable: 'x' };
    const exec = paramsToWire('command/exec', { command: ['ls'], env }) as { env: unknown };
    expect(exec.env).toBe(env);
  });

  it('values of types that are spelled alike, as the same objects', () => {
    const ack = { any: 1 };
    expect(resultFromWire('thread/archive', ack)).toBe(ack);
  });

  it('a key that JSON may hold but an assignment does not set', () => {
    const wire = JSON.parse('{"threadId":"t","__proto__":{"polluted":true}}') as object;
    const snake = paramsFromWire('turn/start', wire) as object;
    expect(Object.keys(snake)).toEqual(['thread_id', '__proto__']);
    expect('polluted' in snake).toBe(false);
    expect(JSON.stringify(paramsToWire('turn/start', snake))).toBe(JSON.stringify(wire));
  });
});
