import type { PlannedChange } from './plan.js';

const CONTEXT_LIMIT = 10;

/** What `--check` prints: each file that is out of step, with the first lines that differ. */
export function describeDrift(folder: string, changes: readonly PlannedChange[]): string {
  return changes
    .map((change) => {
      const title = `${TITLES[change.action]}: ${folder}/${change.path}\n`;
      return change.action === 'update' ? title + differingLines(change) : title;
    })
    .join('');
}

const TITLES = { create: 'missing', update: 'differs', delete: 'stale' } as const;

function differingLines({ before, text }: PlannedChange): string {
  const old = (before ?? '').split(/\r?\n/);
  const current = (text ?? '').split(/\r?\n/);
  let start = 0;
  while (old[start] === current[start] && start < old.length) start += 1;
  let end = 0;
  while (
    old.at(-1 - end) === current.at(-1 - end) &&
    end < Math.min(old.length, current.length) - start
  )
    end += 1;
  const show = (lines: readonly string[], mark: string): string => {
    const changed = lines.slice(start, lines.length - end);
    const shown = changed.slice(0, CONTEXT_LIMIT).map((line) => `  ${mark} ${line}\n`);
    const more = changed.length - shown.length;
    return shown.join('') + (more > 0 ? `  ${mark} … ${more} more lines\n` : '');
  };
  return `  at line ${start + 1}:\n${show(old, '-')}${show(current, '+')}`;
}
