import { upperFirst } from '../../util/words.js';
import { IMPACTS, type Change, type Impact } from '../change.js';
import type { Difference } from '../compare.js';
import { groupsOf, titleOf, type Group } from './groups.js';
import { headlineOf, summaryText } from './summary.js';
import { detail } from './text.js';

const TITLES: Readonly<Record<Impact, string>> = {
  breaking: 'Breaking',
  attention: 'Needs attention',
  compatible: 'Compatible',
};

/**
 * A difference as a section of a changelog.
 *
 * @param level how many `#` its heading has
 */
export function formatMarkdown(difference: Difference, level = 3): string {
  const { changes } = difference;
  const heading = `${'#'.repeat(level)} ${headlineOf(difference)}`;
  if (changes.length === 0) return `${heading}\n\nNothing that a caller could notice.\n`;
  const sections = IMPACTS.flatMap((impact) => {
    const groups = groupsOf(changes.filter((change) => change.impact === impact));
    return groups.length === 0 ? [] : [`**${TITLES[impact]}**\n\n${groups.map(item).join('')}`];
  });
  return [heading, `Changes of the protocol: ${summaryText(changes)}.`, ...sections]
    .map((paragraph) => `${paragraph.trimEnd()}\n`)
    .join('\n');
}

/** What needs a look is listed line by line; what does not is only named. */
function item(group: Group): string {
  const { changes, impact, why } = group;
  const title = upperFirst(titleOf(group));
  const entries = changes.map((change) => code(change));
  if (impact === 'compatible' || entries.length === 1)
    return `- ${title} (${why}): ${entries.join(', ')}\n`;
  return `- ${title} (${why}):\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;
}

/** Deprecations are explained in words, all else in code. */
function code(change: Change): string {
  if (change.kind !== 'deprecated') return `\`${detail(change).replaceAll('`', "'")}\``;
  const place = detail({ ...change, after: null });
  return `\`${place}\`${change.after === null ? '' : `: ${change.after.replaceAll('\n', ' ')}`}`;
}
