/** The section of what is not released yet, and in it the one about the runtime. */
const UNRELEASED = '## Unreleased';
const RUNTIME = /^### Runtime (\S+) → \S+$/;

/**
 * The runtime that the last release came with, if a bump since then has noted it; null if the pinned
 * runtime is still that one.
 */
export function releasedRuntime(changelog: string): string | null {
  const sections = sectionsOf(changelog);
  const { runtime } = findSections(sections);
  return (runtime >= 0 && RUNTIME.exec(headingOf(sections[runtime] ?? ''))?.[1]) || null;
}

/**
 * The changelog with a section about the runtime among what is not released. There is at most one:
 * who updates wants to know what changed since the last release, whatever came between.
 *
 * @param section null if the runtime is the released one again
 */
export function withRuntimeSection(changelog: string, section: string | null): string {
  const sections = sectionsOf(changelog);
  const { unreleased, runtime } = findSections(sections);
  const fresh = section === null ? [] : [`${section.trim()}\n\n`];
  if (runtime >= 0) sections.splice(runtime, 1, ...fresh);
  else if (unreleased >= 0) sections.splice(unreleased + 1, 0, ...fresh);
  else if (section !== null) sections.splice(1, 0, `${UNRELEASED}\n\n`, ...fresh);

  // A heading that has nothing left under it goes too.
  const now = findSections(sections).unreleased;
  const next = sections[now + 1];
  const isEmpty = sections[now]?.trim() === UNRELEASED && (next === undefined || isRelease(next));
  if (section === null && isEmpty) sections.splice(now, 1);
  return `${sections.join('').trimEnd()}\n`;
}

/** The text in pieces that each begin with a heading of the second or third level, but for the first. */
function sectionsOf(changelog: string): string[] {
  const [intro = '', ...rest] = changelog.split(/^(?=###? )/m);
  const ends = (text: string): string => `${text.trimEnd()}\n\n`;
  return [ends(intro), ...rest.map(ends)];
}

/** The places of both sections; -1 for what is not there. */
function findSections(sections: readonly string[]): { unreleased: number; runtime: number } {
  const unreleased = sections.findIndex((text) => headingOf(text) === UNRELEASED);
  if (unreleased < 0) return { unreleased, runtime: -1 };
  const after = sections.slice(unreleased + 1);
  const end = after.findIndex(isRelease);
  const own = end < 0 ? after : after.slice(0, end);
  const index = own.findIndex((text) => RUNTIME.test(headingOf(text)));
  return { unreleased, runtime: index < 0 ? -1 : unreleased + 1 + index };
}

function isRelease(section: string): boolean {
  return section.startsWith('## ');
}

function headingOf(section: string): string {
  return section.split('\n', 1)[0]?.trimEnd() ?? '';
}
