import { ApprovalMode, Codex, type CodexConfig, tool } from 'codex-app-server-sdk/snake_case/sync';
import * as z from 'zod';
import { apiKey, type Facts, told, toolCall, toolInput } from './facts.js';

/** The conversation in the voice of `codex-app-server-sdk/snake_case/sync`. */
export function converse(config: CodexConfig): Facts {
  const asked: string[] = [];
  const weather = tool<{ cityName: string; number_of_days: number }>({
    name: 'weather',
    description: 'The weather in a city.',
    input: toolInput,
    execute: ({ cityName, number_of_days }) => `${cityName}: sunny for ${number_of_days} days`,
  });
  const output_schema = z.object({ city: z.string(), days: z.number() });

  const codex = Codex.start(config);
  codex.login_api_key(apiKey);
  const { account } = codex.account();
  const thread = codex.thread_start({
    approval_mode: ApprovalMode.ask,
    tools: [weather],
    handlers: {
      command_approval: ({ reason }, { thread_id }) => {
        asked.push(`${reason} ${thread_id === thread.id}`);
        return { decision: 'accept' };
      },
    },
  });

  const turn = thread.turn('say Hel|lo');
  const methods: string[] = [];
  for (const event of turn) methods.push(event.method);
  const result = turn.run();
  const second = thread.turn('say a|b|c');
  const texts: string[] = [];
  for (const text of second.text()) texts.push(text);
  second.run();

  const approved = thread.run('run echo approved');
  const called = thread.run(toolCall);
  const { output } = thread.run('say {"city":"Rome","days":2}', { output_schema });
  let misfit: string[] = [];
  try {
    thread.run('say {"city":"Rome"}', { output_schema });
  } catch (error) {
    misfit = [
      told(error),
      Object.keys(error as object)
        .sort()
        .join(),
    ];
  }

  const hanging = thread.turn('hang');
  for (const text of hanging.text()) if (text === 'begun') hanging.interrupt();
  const { status } = hanging.run();

  const refused: string[] = [];
  const refusals = [
    () => codex.thread_resume('00000000-0000-4000-8000-000000000000'),
    () => codex.thread_start({ modle: 'x' } as never),
    () => thread.run('fail'),
    () => thread.run('hang', { timeout_ms: 200 }),
  ];
  for (const refusal of refusals) refused.push(thrownBy(refusal));

  const server = codex.metadata.server_version;
  codex.close();
  const { closed } = codex;
  const afterwards = thrownBy(() => thread.run('say late'));

  const later = Codex.start(config);
  const resumed = later.thread_resume(thread.id);
  const { final_response } = resumed.run('say again');
  let turns = 0;
  for (const _ of resumed.turns()) turns++;
  later.close();

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
    closed: closed?.reason,
    afterwards,
  };
}

function thrownBy(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    return told(error);
  }
  return '';
}
