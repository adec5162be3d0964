import { ApprovalMode, Codex, type CodexConfig, tool } from 'codex-app-server-sdk/sync';
import * as z from 'zod';
import { apiKey, type Facts, told, toolCall, toolInput } from './facts.js';

/** The conversation in the voice of `codex-app-server-sdk/sync`. */
export function converse(config: CodexConfig): Facts {
  const asked: string[] = [];
  const weather = tool<{ cityName: string; number_of_days: number }>({
    name: 'weather',
    description: 'The weather in a city.',
    input: toolInput,
    execute: ({ cityName, number_of_days }) => `${cityName}: sunny for ${number_of_days} days`,
  });
  const outputSchema = z.object({ city: z.string(), days: z.number() });

  const codex = Codex.start(config);
  codex.loginApiKey(apiKey);
  const { account } = codex.account();
  const thread = codex.threadStart({
    approvalMode: ApprovalMode.ask,
    tools: [weather],
    handlers: {
      commandApproval: ({ reason }, { threadId }) => {
        asked.push(`${reason} ${threadId === thread.id}`);
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
  const { output } = thread.run('say {"city":"Rome","days":2}', { outputSchema });
  let misfit: string[] = [];
  try {
    thread.run('say {"city":"Rome"}', { outputSchema });
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
    () => codex.threadResume('00000000-0000-4000-8000-000000000000'),
    () => codex.threadStart({ modle: 'x' } as never),
    () => thread.run('fail'),
    () => thread.run('hang', { timeoutMs: 200 }),
  ];
  for (const refusal of refusals) refused.push(thrownBy(refusal));

  const server = codex.metadata.serverVersion;
  codex.close();
  const { closed } = codex;
  const afterwards = thrownBy(() => thread.run('say late'));

  const later = Codex.start(config);
  const resumed = later.threadResume(thread.id);
  const { finalResponse } = resumed.run('say again');
  let turns = 0;
  for (const _ of resumed.turns()) turns++;
  later.close();

  return {
    server,
    methods,
    texts,
    answer: result.finalResponse,
    usage: result.usage?.total.totalTokens,
    asked,
    approved: approved.finalResponse?.includes('approved'),
    tool: called.finalResponse,
    output,
    misfit,
    interrupted: status,
    refused,
    account: account?.type,
    resumed: finalResponse,
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
