import { IMPACTS, type Change, type Impact } from '../change.js';
import type { Difference } from '../compare.js';
import type { Side } from '../side.js';

export type Summary = Readonly<Record<Impact, number>>;

export function summaryOf(changes: readonly Change[]): Summary {
  const count = (impact: Impact): number =>
    changes.filter((change) => change.impact === impact).length;
  return {
    breaking: count('breaking'),
    attention: count('attention'),
    compatible: count('compatible'),
  };
}

/** `2 breaking, 3 that need attention, 61 compatible`. */
export function summaryText(changes: readonly Change[]): string {
  const words: Readonly<Record<Impact, string>> = {
    breaking: 'breaking',
    attention: 'that need attention',
    compatible: 'compatible',
  };
  const summary = summaryOf(changes);
  return IMPACTS.map((impact) => `${summary[impact]} ${words[impact]}`).join(', ');
}

/** `Runtime 0.166.0 → 0.169.0`, or what the user called the sides. */
export function headlineOf({ from, to }: Difference): string {
  const versions = [from.runtimeVersion, to.runtimeVersion];
  if (versions.every((version) => version !== null) && versions[0] !== versions[1])
    return `Runtime ${versions.join(' → ')}`;
  return `Schema ${nameOf(from)} → ${nameOf(to)}`;
}

function nameOf({ label, runtimeVersion }: Side): string {
  return runtimeVersion === null || label === runtimeVersion
    ? label
    : `${label} (${runtimeVersion})`;
}
