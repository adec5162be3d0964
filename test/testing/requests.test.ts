import { describe, expect, test } from 'vitest';
import {
  Gate,
  ModelRequest,
  type Reply,
  reply,
  ScriptedModel,
} from '../../runtime/testing/index.js';
import { at } from './support/runtime.js';
import { useSession } from './support/session.js';

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('a request of the real runtime', () => {
  const session = useSession();

  async function requestOf(text: string, turn = {}, thread = {}): Promise<ModelRequest> {
    const before = session.model.requests.length;
    session.model.enqueue('Done.');
    await session.runtime.runTurn(text, turn, thread);
    return session.model.requests[before]!;
  }

  test('shows who said what', async () => {
    const request = await requestOf('Say hello', {}, { developerInstructions: 'Be brief.' });
    expect(request.userTexts.at(-1)).toBe('Say hello');
    expect(request.texts('developer')).toContain('Be brief.');
    expect(request.texts('assistant')).toEqual([]);
  });

  test('shows the history of its thread', async () => {
    const { model, runtime } = session;
    model.enqueue('First answer.', 'Second answer.');
    const { threadId } = await runtime.runTurn('First question');
    await runtime.completed(await runtime.startTurn(threadId, 'Second question'));
    const request = model.requests.at(-1);
    expect(request?.texts('assistant')).toEqual(['First answer.']);
    expect(request?.userTexts.slice(-2)).toEqual(['First question', 'Second question']);
  });

  test('shows images', async () => {
    const input = [
      { type: 'text', text: 'Look' },
      { type: 'image', url: pixel },
    ];
    const request = await requestOf('', { input });
    expect(request.images).toEqual([pixel]);
    expect(request.userTexts).toContain('Look');
  });

  test('shows model, reasoning and structured output', async () => {
    const outputSchema = {
      type: 'object',
      properties: { answer: { type: 'string' } },
      required: ['answer'],
      additionalProperties: false,
    };
    const request = await requestOf('go', { effort: 'high', summary: 'detailed', outputSchema });
    expect(request.model).toBe('scripted-model');
    expect(request.reasoningEffort).toBe('high');
    expect(request.reasoningSummary).toBe('detailed');
    expect(request.outputSchema).toEqual(outputSchema);
    expect(request.textFormat).toMatchObject({ type: 'json_schema', strict: true });
  });

  test('shows the plain tools, by name and in full', async () => {
    const request = await requestOf('go');
    expect(request.toolNames).toEqual(
      expect.arrayContaining(['exec_command', 'apply_patch', 'view_image', 'web_search']),
    );
    expect(request.tool('exec_command')).toMatchObject({
      type: 'function',
      namespace: undefined,
      parameters: { required: ['cmd'] },
    });
    expect(request.tool('apply_patch')).toMatchObject({ type: 'custom', parameters: undefined });
    expect(request.tool('no_such_tool')).toBeUndefined();
  });

  test('shows thread, turn and transport', async () => {
    const { model, runtime } = session;
    model.enqueue('Done.');
    const threadId = await runtime.startThread();
    const turnId = await runtime.startTurn(threadId, 'go');
    await runtime.completed(turnId);
    expect(model.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/v1/responses',
      threadId,
      turnId,
      purpose: 'turn',
      subagent: undefined,
      bearerToken: undefined,
      headers: { accept: 'text/event-stream' },
      body: { stream: true, model: 'scripted-model' },
    });
  });

  test('of a compaction says so', async () => {
    const { model, runtime } = session;
    model.enqueue('Done.', 'A summary.', 'Done again.');
    const { threadId } = await runtime.runTurn('Remember this');
    await runtime.request('thread/compact/start', { threadId });
    const { params } = await runtime.until(
      (message) =>
        message.method === 'item/completed' &&
        at(message.params, 'item.type') === 'contextCompaction',
    );
    await runtime.completed(params['turnId'] as string);
    expect(model.requests.at(-1)?.purpose).toBe('compaction');
    await runtime.completed(await runtime.startTurn(threadId, 'And now?'));
    expect(model.requests.at(-1)?.userTexts.join()).toContain('A summary.');
  });

  test('of a reviewer says so', async () => {
    const { model, runtime } = session;
    model.enqueue('Done.', 'Looks good.');
    const { threadId } = await runtime.runTurn();
    const target = { type: 'custom', instructions: 'Look closely' };
    const review = await runtime.request('review/start', { threadId, target });
    await runtime.completed(at(review, 'turn.id') as string);
    expect(model.requests.at(-1)?.subagent).toBe('review');
    expect(model.requests.at(-1)?.userTexts.at(-1)).toBe('Look closely');
  });

  test('of a sub-agent names its own thread', async () => {
    const { model, runtime } = session;
    const before = model.requests.length;
    // A child that is done while its parent works has the parent asked once more.
    const parentIsDone = new Gate();
    const child = new Promise<ModelRequest>((resolve) => {
      const answer = (request: ModelRequest): Reply => {
        if (request.subagent === undefined) return 'Done.';
        resolve(request);
        return [parentIsDone, 'Done.'];
      };
      model.enqueue(reply.call('spawn_agent', { message: 'Child task' }), answer, answer);
    });
    const { threadId } = await runtime.runTurn('Spawn');
    parentIsDone.open();
    const request = await child;
    expect(request).toMatchObject({ subagent: 'collab_spawn' });
    expect(request.userTexts.at(-1)).toBe('Child task');
    expect(request.threadId).not.toBe(threadId);
    expect(model.requests.length).toBe(before + 3);
    await request.ended;
  });
});

describe('waiting for requests', () => {
  const post = (model: ScriptedModel): Promise<Response> =>
    fetch(`${model.url}/v1/responses`, { method: 'POST', body: '{}' });

  test('each goes to one caller, in order, whether it is there already or not', async () => {
    await using model = await ScriptedModel.start(['a', 'b', 'c']);
    const early = [model.nextRequest(), model.nextRequest()];
    await post(model);
    await post(model);
    await post(model);
    const requests = [...(await Promise.all(early)), await model.nextRequest()];
    expect(requests.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  test('a number of requests resolves with all there are', async () => {
    await using model = await ScriptedModel.start(['a', 'b']);
    const waiting = model.waitForRequests(2);
    await post(model);
    await post(model);
    expect(await waiting).toEqual(model.requests);
    expect(await model.waitForRequests(1)).toHaveLength(2);
  });

  test('says what came when time is up, and loses no request by it', async () => {
    await using model = await ScriptedModel.start(['a', 'b'], { timeoutMs: 5 });
    await post(model);
    await expect(model.waitForRequests(2)).rejects.toMatchObject({
      name: 'ScriptError',
      code: 'no_request',
      message: '1 of 2 requests came in 5 ms',
    });
    await model.nextRequest();
    await expect(model.nextRequest()).rejects.toMatchObject({ code: 'no_request' });
    await post(model);
    expect((await model.nextRequest()).index).toBe(1);
  });

  test('ends with its signal, or with the model', async () => {
    const model = await ScriptedModel.start();
    const controller = new AbortController();
    const aborted = model.nextRequest({ signal: controller.signal });
    const closed = model.nextRequest();
    controller.abort(new Error('enough'));
    const reason = { name: 'AbortError', cause: new Error('enough') };
    await expect(aborted).rejects.toMatchObject(reason);
    await expect(model.nextRequest({ signal: controller.signal })).rejects.toMatchObject(reason);
    await model.close();
    await expect(closed).rejects.toMatchObject({ code: 'no_request' });
    await expect(model.nextRequest()).rejects.toMatchObject({ code: 'no_request' });
  });
});

test('a request without any of it is empty, and breaks nothing', () => {
  const http = { method: 'POST', url: '/', headers: {}, body: { input: [1, {}], tools: 'none' } };
  const request = new ModelRequest(0, http, Promise.resolve('sent'));
  expect(request).toMatchObject({
    model: '',
    userTexts: [],
    images: [],
    toolOutputs: [],
    tools: [],
    threadId: undefined,
    purpose: undefined,
    outputSchema: undefined,
    reasoningEffort: undefined,
    bearerToken: undefined,
  });
});
