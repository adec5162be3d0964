import { reply, type Script } from 'codex-app-server-sdk/testing';

/** What the embedded model says: an answer in pieces, then a command that needs leave, then an answer. */
export const script: Script = [
  reply.text(['Hello! I am a scripted model, ', 'and the runtime ', 'between us is the real one.']),
  [
    reply.text('I would like to write a greeting into a file.', { phase: 'commentary' }),
    reply.exec('echo "hello from the agent" > greeting.txt && cat greeting.txt', {
      escalate: 'May I write greeting.txt?',
    }),
  ],
  [
    reply.text(['The file ', 'is ', 'written.'], { phase: 'final_answer' }),
    reply.usage({ input: 120, output: 12 }),
  ],
];
