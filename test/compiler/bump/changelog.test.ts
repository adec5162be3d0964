import { expect, it } from 'vitest';
import { releasedRuntime, withRuntimeSection } from '../../../compiler/bump/changelog.js';

const RELEASED = '# Changelog\n\n## 0.1.0\n\nFirst version.\n';
const SECTION = '### Runtime 1.0.0 → 2.0.0\n\nChanges.\n';
const BUMPED =
  '# Changelog\n\n## Unreleased\n\n### Runtime 1.0.0 → 2.0.0\n\nChanges.\n\n## 0.1.0\n\nFirst version.\n';
const NOTED = '# Changelog\n\n## Unreleased\n\nA note.\n\n### Fixed\n\n- This.\n\n## 0.1.0\n';

it('tells of the runtime among what is not released', () => {
  expect(withRuntimeSection(RELEASED, SECTION)).toBe(BUMPED);
  expect(withRuntimeSection('# Changelog\n', SECTION)).toBe(
    '# Changelog\n\n## Unreleased\n\n### Runtime 1.0.0 → 2.0.0\n\nChanges.\n',
  );
});

it('tells it once, since the last release', () => {
  expect(releasedRuntime(RELEASED)).toBeNull();
  expect(releasedRuntime(BUMPED)).toBe('1.0.0');
  const later = SECTION.replace('2.0.0', '3.0.0');
  expect(withRuntimeSection(BUMPED, later)).toBe(BUMPED.replace('2.0.0', '3.0.0'));
  expect(releasedRuntime(BUMPED.replace('Unreleased', '0.2.0'))).toBeNull();
});

it('takes it back, and leaves alone what else is noted', () => {
  expect(withRuntimeSection(BUMPED, null)).toBe(RELEASED);
  expect(withRuntimeSection(RELEASED, null)).toBe(RELEASED);
  const noted = withRuntimeSection(NOTED, SECTION);
  expect(noted).toBe(NOTED.replace('### Fixed', `${SECTION}\n### Fixed`));
  expect(withRuntimeSection(noted, null)).toBe(NOTED);
});
