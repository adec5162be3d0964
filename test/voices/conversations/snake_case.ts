import { ApprovalMode, Codex, type CodexConfig, tool } from '../../../runtime/snake_case/index.js';
import * as z from 'zod';
import { apiKey, type Facts, told, toolCall, toolInput } from './facts.js';

/** The conversation in the voice of `codex-app-server-sdk/snake_case`. */
export async function converse(config: CodexConfig): Promise<Facts> {
  const asked: string[] = [];
  const weather = tool<{ cityName: string; number_of_days: number }>({
    name: 'weather',
    description: 'The weather in a city.',
    input: toolInput,
    execute: ({ cityName, number_of_days }) => `${cityName}: sunny for ${number_of_days} days`,
  });
  const output_schema = z.object({ city: z.string(), days: z.number() });

  const codex = await Codex.start(config);
  await codex.login_api_key(apiKey);
  const { account } = await codex.account();
  const thread = await codex.thread_start({
    approval_mode: ApprovalMode.ask,
    tools: [weather],
    handlers: {
      command_approval: ({ reason }, { thread_id }) => {
        asked.push(`${reason} ${thread_id === thread.id}`);
        return { decision: 'accept' };
      },
    },
  });

  const turn = await thread.turn('say Hel|lo');
  const methods: string[] = [];
  for await (const event of turn) methods.push(event.method);
  const result = await turn.run();
  const second = await thread.turn('say a|b|c');
  const texts: string[] = [];
  for await (const text of second.text()) texts.push(text);
  await second.run();

  const approved = await thread.run('run echo approved');
  const called = await thread.run(toolCall);
  const { output } = await thread.run('say {"city":"Rome","days":2}', { output_schema });
  const misfit = await thread.run('say {"city":"Rome"}', { output_schema }).then(
    () => [],
    (error: unknown) => [
      told(error),
      Object.keys(error as object)
        .sort()
        .join(),
    ],
  );

  const hanging = await thread.turn('hang');
  for await (const text of hanging.text()) if (text === 'begun') await hanging.interrupt();
  const { status } = await hanging.run();

  const refused: string[] = [];
  const refusals = [
    () => codex.thread_resume('00000000-0000-4000-8000-000000000000'),
    () => codex.thread_start({ modle: 'x' } as never),
    () => thread.run('fail'),
    () => thread.run('hang', { timeout_ms: 200 }),
  ];
  for (const refusal of refusals)
    await refusal().catch((error: unknown) => refused.push(told(error)));

  const server = codex.metadata.server_version;
  await codex.close();
  const { reason } = await codex.closed;
  const afterwards = await thread.run('say late').then(() => '', told);

  const later = await Codex.start(config);
  const resumed = await later.thread_resume(thread.id);
  const { final_response } = await resumed.run('say again');
  let turns = 0;
  for await (const _ of resumed.turns()) turns++;
  await later.close();

  return {
    server,
    methods,
    texts,
    answer: result.final_response,
    usage: result.usage?.total.total_tokens,
    asked,
    approved: approved.final_response?.includes('approved'),
    tool: called.final_response,
    output,
    misfit,
    interrupted: status,
    refused,
    account: account?.type,
    resumed: final_response,
    turns,
    closed: reason,
    afterwards,
  };
}
