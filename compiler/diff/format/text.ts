import { IMPACTS, placeOf, type Change, type Impact } from '../change.js';
import type { Difference } from '../compare.js';
import { groupsOf, titleOf } from './groups.js';
import { headlineOf, summaryText } from './summary.js';

const TITLES: Readonly<Record<Impact, string>> = {
  breaking: 'Breaking',
  attention: 'Needs attention',
  compatible: 'Compatible',
};

/** A difference for a person at a terminal. */
export function formatText(difference: Difference): string {
  const { changes } = difference;
  const headline = headlineOf(difference);
  if (changes.length === 0) return `${headline}: nothing that a caller could notice\n`;
  const sections = IMPACTS.map((impact) => {
    const groups = groupsOf(changes.filter((change) => change.impact === impact));
    const paragraphs = groups.map(
      (group) =>
        `  ${titleOf(group)}: ${group.why}\n${group.changes.map((change) => `    ${entry(change)}\n`).join('')}`,
    );
    return paragraphs.length === 0 ? '' : `\n${TITLES[impact]}\n${paragraphs.join('')}`;
  });
  return `${headline}: ${summaryText(changes)}\n${sections.join('')}`;
}

/** What changed, and where it is met if that is not plain. */
function entry(change: Change): string {
  const where = change.methods.filter((method) => method !== change.owner);
  const few = where.length <= 2 ? where.join(', ') : `${where.length} methods`;
  const isPart = change.subject !== 'params' && change.subject !== 'result';
  return `${detail(change)}${where.length > 0 && isPart ? `   (${few})` : ''}`;
}

/** The place, and what was and is there. */
export function detail(change: Change): string {
  const { before, after, kind } = change;
  const place = placeOf(change);
  if (kind === 'renamed')
    return `${placeOf({ ...change, ...formerName(change) })} → ${after ?? ''}`;
  if (kind === 'made stable' || kind === 'made experimental') return place;
  if (before !== null && after !== null) return `${place}: ${before} → ${after}`;
  const said = before ?? after;
  return said === null ? place : `${place}: ${said}`;
}

/** The change as if it were still under its former name. */
function formerName({ owner, name, before }: Change): Pick<Change, 'owner' | 'name'> {
  return name === null ? { owner: before ?? owner, name } : { owner, name: before };
}
