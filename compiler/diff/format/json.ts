import { placeOf } from '../change.js';
import type { Difference } from '../compare.js';
import { summaryOf } from './summary.js';

/** Counts up when something in the form changes that a reader could trip over. */
const FORMAT = 1;

/** A difference for tools, in the form that `docs/diff.schema.json` describes. */
export function formatJson({ from, to, changes }: Difference): string {
  const side = ({ label, runtimeVersion }: Difference['from']): object => ({
    label,
    runtimeVersion,
  });
  const report = {
    format: FORMAT,
    from: side(from),
    to: side(to),
    summary: summaryOf(changes),
    changes: changes.map((change) => ({
      impact: change.impact,
      subject: change.subject,
      kind: change.kind,
      place: placeOf(change),
      owner: change.owner,
      name: change.name,
      before: change.before,
      after: change.after,
      positions: change.positions,
      stability: change.stability,
      methods: change.methods,
      why: change.why,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
