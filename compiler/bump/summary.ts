import { placeOf, type Change, type Impact } from '../diff/change.js';
import { summaryText } from '../diff/format/summary.js';
import { detail } from '../diff/format/text.js';
import { TRANSCRIPTS, type Done } from './carry-out.js';
import { GENERATED, SCHEMA, type Prepared } from './prepare.js';

/** So much of each kind is listed: a summary that fills more than a screen is none. */
const LISTED = 8;
const WIDTH = 110;

/**
 * What a bump changed and what a person has to look at, on one screen.
 *
 * @param done null if nothing was written
 */
export function bumpSummary(prepared: Prepared, done: Done | null): string {
  const { from, to, difference } = prepared;
  const all = `npm run sdkgen -- diff HEAD ${done === null ? to : SCHEMA}`;
  const look = [
    ...listed('breaking', difference.changes, all),
    ...listed('attention', difference.changes, all),
    ...newRequests(difference.changes),
    ...prepared.overlay.map(
      ({ section, entry, effect }) => `overlay     ${section} ${entry}: ${effect} now`,
    ),
    ...prepared.pin.missing.map(
      (name) =>
        `lock file   ${name}: not in the registry (yet), so without a checksum; bump again later`,
    ),
    ...prepared.pin.added.map((place) => `lock file   ${place}: comes with the runtime, is new`),
    ...(done === null ? [] : transcripts(done)),
  ];
  const headline = from === to ? `Runtime ${to}, as before` : `Runtime ${from} → ${to}`;
  const steps = done?.steps.map(({ name, seconds }) => `${name} (${seconds} s)`).join(', ');
  return [
    `${headline}: ${summaryText(difference.changes)}\n`,
    section('To look at', look),
    section(done === null ? 'Would be written' : 'Written', written(prepared, done)),
    section('Passed', steps === undefined ? [] : [steps]),
    section('Next', [
      done === null
        ? 'the same without --dry-run, which also tries the types, the transcripts and the runtime'
        : 'look through `git diff`, run `npm test`, commit',
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function listed(impact: Impact, changes: readonly Change[], all: string): string[] {
  const found = changes.filter((change) => change.impact === impact);
  const lines = found.slice(0, LISTED).map((change) => {
    const experimental = change.stability === 'experimental' ? 'experimental ' : '';
    return cut(`${experimental}${change.subject} ${change.kind}: ${detail(change)}`);
  });
  const rest = found.length - lines.length;
  return [...lines, ...(rest > 0 ? [`${rest} more: ${all}`] : [])].map(
    (line) => `${impact.padEnd(10)}  ${line}`,
  );
}

/** Whether a request lasts as long as its work no schema tells. */
function newRequests(changes: readonly Change[]): string[] {
  const found = changes.filter(({ subject, kind }) => subject === 'request' && kind === 'added');
  if (found.length === 0) return [];
  const names = found.slice(0, LISTED).map(placeOf).join(', ');
  const more = found.length > LISTED ? ` and ${found.length - LISTED} more` : '';
  return [
    cut(`deadlines   new requests: ${names}${more}`),
    `            name those that last as long as their work under \`lanes\` in ${SCHEMA}/overlay.json`,
  ];
}

function transcripts({ transcripts: files }: Done): string[] {
  const recordings = files.filter((file) => file.endsWith('.jsonl'));
  const names = recordings.map((file) => file.slice(TRANSCRIPTS.length + 1, -'.jsonl'.length));
  if (names.length === 0) return [];
  return [cut(`transcripts ${names.length} say something else: ${names.join(', ')}`)];
}

function written({ changes }: Prepared, done: Done | null): string[] {
  const files = changes.map((change) => change.path);
  const inFolder = (folder: string): string[] => {
    const count = files.filter((file) => file.startsWith(`${folder}/`)).length;
    return count === 0 ? [] : [`${folder}/ (${count} ${count === 1 ? 'file' : 'files'})`];
  };
  const alone = files.filter((file) => !file.includes('/'));
  const parts = [...alone, ...inFolder(SCHEMA), ...inFolder(GENERATED)];
  const recorded = done === null ? [] : [`${TRANSCRIPTS}/`];
  return parts.length === 0 ? ['nothing'] : [[...parts, ...recorded].join(', ')];
}

function cut(text: string): string {
  const line = text.replaceAll('\n', ' ');
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}
