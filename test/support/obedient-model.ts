import { type ModelRequest, reply, type Script } from '../../runtime/testing/index.js';

/**
 * A model that does what the newest message of the user says, so that a program in another process can
 * tell it: `say a|b`, `run <command>`, `call <tool> <arguments>`, `fail`, `busy`, `hang`. Once a tool has
 * answered it says what that answered.
 */
export const obedientModel: Script = (request: ModelRequest) => {
  if (request.input.at(-1)?.['type'] !== 'message') {
    return reply.text(request.toolOutputs.at(-1)?.text ?? 'nothing');
  }
  const [verb = '', ...words] = (request.userTexts.at(-1) ?? '').split(' ');
  const rest = words.join(' ');
  switch (verb) {
    case 'say':
      return reply.text(rest.split('|'));
    case 'run':
      return reply.exec(rest, { escalate: 'May I?' });
    case 'call': {
      const [tool = '', ...args] = words;
      const [namespace, name] = tool.includes('.') ? tool.split('.') : [undefined, tool];
      return reply.call(name ?? '', args.join(' ') || '{}', { namespace });
    }
    case 'fail':
      return reply.failed('context_length_exceeded', 'too long');
    case 'hang':
      return [reply.text('begun'), reply.hang()];
    default:
      return reply.text(`What is ${verb}?`);
  }
};
