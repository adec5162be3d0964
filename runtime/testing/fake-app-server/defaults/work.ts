import type { ReviewTarget } from '../../../../generated/types.js';
import type { Defaults } from '../exchange.js';
import { finalMessage, itemFrom } from '../items.js';
import type { DefaultsContext } from './context.js';

/** Turns that no message of the user starts: reviews and compaction. */
export function workDefaults({ wire, threads, run, newId }: DefaultsContext): Defaults {
  return {
    // The turn of the review is announced by its items; the `turn/started` is that of the reviewer.
    'review/start': ({ threadId, target }, { after }) => {
      const thread = threads.open(threadId);
      thread.activeTurn?.interrupt();
      const text = instructionsOf(target);
      const input = [{ type: 'text' as const, text, text_elements: [] }];
      const turn = thread.addTurn({ threadId, input }, { kind: 'review' });
      const content = itemFrom(
        { type: 'userMessage', content: input },
        { id: turn.id, cwd: thread.cwd },
      );
      after(() => {
        run(turn, {
          begin: () => {
            turn.begin((begun) => {
              turn.startItem({ type: 'enteredReviewMode', review: text }).complete();
              thread.setStatus({ type: 'active', activeFlags: [] });
              const reviewer = { ...begun, id: newId('turn'), rootTurnId: turn.id };
              wire.notify('turn/started', { threadId, turn: reviewer });
            });
          },
          // What the reviewer has said counts, and is said once more as the answer.
          conclude: (text) => {
            const said = finalMessage(turn.items);
            const last = said?.type === 'agentMessage' ? said.text : '';
            const review = (text ?? last) || 'Reviewer failed to output a response.';
            turn.item({ type: 'exitedReviewMode', review });
            turn.item({ type: 'agentMessage', text: review });
          },
        });
      });
      const answered = { ...turn.toWire(), rootTurnId: null, items: [content] };
      return { turn: answered, reviewThreadId: threadId };
    },

    'thread/compact/start': ({ threadId }, { after }) => {
      const thread = threads.open(threadId);
      thread.activeTurn?.interrupt();
      const turn = thread.addTurn({ threadId, input: [] }, { kind: 'compact' });
      after(() => {
        if (turn.isOver) return;
        turn.begin();
        const item = turn.startItem({ type: 'contextCompaction' });
        turn.usage({});
        item.complete();
        turn.complete();
      });
      return {};
    },
  };
}

function instructionsOf(target: ReviewTarget): string {
  switch (target.type) {
    case 'uncommittedChanges':
      return 'Review the uncommitted changes';
    case 'baseBranch':
      return `Review the changes against ${target.branch}`;
    case 'commit':
      return `Review the commit ${target.sha}`;
    case 'custom':
      return target.instructions;
    default:
      return '';
  }
}
