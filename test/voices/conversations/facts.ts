/** What a conversation came to, in words that no voice has for its own. */
export interface Facts {
  server: string;
  methods: string[];
  texts: string[];
  answer: string | null;
  usage: number | undefined;
  asked: string[];
  approved: boolean | undefined;
  tool: string | null;
  output: { city: string; days: number };
  misfit: string[];
  interrupted: string;
  refused: string[];
  account: string | undefined;
  resumed: string | null;
  turns: number;
  closed: string | undefined;
  afterwards: string;
}

/** An error as every voice shows it, without ids. */
export function told(error: unknown): string {
  const { name, code, message } = error as Error & { readonly code?: string };
  return `${name} (${code}): ${message.split('\n')[0]?.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')}`;
}

export const apiKey: string = 'sk-test';

/** The schema of the tool's arguments, in whose names no voice may meddle. */
export const toolInput = {
  type: 'object',
  properties: { cityName: { type: 'string' }, number_of_days: { type: 'number' } },
  required: ['cityName', 'number_of_days'],
} as const;

export const toolCall: string = 'call weather {"cityName":"Rome","number_of_days":2}';
