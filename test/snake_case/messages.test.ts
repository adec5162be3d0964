import { describe, expect, it } from 'vitest';
import { respelledMessage } from '../../runtime/snake_case/messages.js';
import { sentences } from './support/messages.js';

describe('messages of the root in this voice', () => {
  it('name no option in camelCase, in whichever of its sources they stand', async () => {
    const left = (await sentences()).flatMap((sentence) => {
      const words = respelledMessage(sentence).match(/\b[a-z]+[A-Z]\w*/g) ?? [];
      return words.filter((word) => !said.includes(word)).map((word) => `${word}: ${sentence}`);
    });
    expect(left).toEqual([]);
  });

  it.each([
    [
      '`approvalMode` must be one of ApprovalMode.denyAll',
      /^`approval_mode` .* ApprovalMode\.deny_all$/,
    ],
    [
      'a `workspaceWrite` policy, or Sandbox.workspaceWrite',
      /`workspaceWrite`.*Sandbox\.workspace_write/,
    ],
    ['launchArgs must be a list', /^launch_args /],
    ['name it with `mediaType`', /`media_type`/],
    // What the program itself has named stays as it is.
    ['must be a number, not "maxInFlight"', /"maxInFlight"/],
    [
      '`outputSchema`: /properties/threadId/items has no type',
      /`output_schema`: \/properties\/threadId/,
    ],
    ['/home/maxQueued/codex does not exist', /\/home\/maxQueued\//],
  ])('%s', (message, expected) => {
    expect(respelledMessage(message)).toMatch(expected);
  });
});

/** What is spelled so in this voice as well: values of the protocol, schemas, JavaScript. */
const said: readonly string[] = ['toStandardJsonSchema', 'uncommittedChanges', 'workspaceWrite'];
