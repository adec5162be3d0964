import { expect, it } from 'vitest';
import type { RateLimitSnapshot } from '../../runtime/protocol.js';
import type { ServerNotification } from '../../runtime/index.js';
import { mergeRateLimits, RateLimits } from '../../runtime/session/rate-limits.js';

const known = {
  limitId: 'codex',
  planType: 'plus',
  primary: { usedPercent: 10, windowDurationMins: 300, resetsAt: 1000 },
  secondary: { usedPercent: 5, windowDurationMins: 10_080, resetsAt: 9000 },
  credits: { hasCredits: true, unlimited: false, balance: '7' },
} as const;

function updated(rateLimits: RateLimitSnapshot): ServerNotification {
  return { method: 'account/rateLimits/updated', params: { rateLimits } };
}

it('takes a first report as it is', () => {
  expect(mergeRateLimits(null, known)).toBe(known);
});

it('keeps what a report does not tell, null and absent alike', () => {
  const merged = mergeRateLimits(known, {
    limitId: 'codex',
    planType: null,
    primary: { usedPercent: 20, resetsAt: null },
    secondary: null,
    credits: null,
  });
  expect(merged).toEqual({ ...known, primary: { ...known.primary, usedPercent: 20 } });
});

it('takes everything that a report does tell, and changes neither', () => {
  const before = structuredClone(known);
  const credits = { hasCredits: false, unlimited: false, balance: null };
  const patch = {
    primary: { usedPercent: 0, resetsAt: 2000 },
    credits,
    spendControlReached: false,
  };
  expect(mergeRateLimits(known, patch)).toEqual({
    ...known,
    primary: { usedPercent: 0, windowDurationMins: 300, resetsAt: 2000 },
    credits,
    spendControlReached: false,
  });
  expect(known).toEqual(before);
});

it('keeps the limits apart', () => {
  const limits = new RateLimits();
  expect(limits.latest).toBeNull();
  limits.observe(updated(known));
  limits.observe(updated({ limitId: 'other', primary: { usedPercent: 90 } }));
  limits.observe(updated({ primary: { usedPercent: 30 } }));
  expect(limits.latest).toMatchObject({ limitId: 'codex', primary: { usedPercent: 30 } });
  expect([...limits.byLimitId.keys()]).toEqual(['codex', 'other']);
  expect(limits.byLimitId.get('other')).toEqual({ limitId: 'other', primary: { usedPercent: 90 } });
});

it('takes a whole reading in place of what was put together', () => {
  const limits = new RateLimits();
  limits.observe(updated({ limitId: 'gone', primary: { usedPercent: 1 } }));
  limits.observe(updated(known));
  const rateLimits = { limitId: 'codex', primary: { usedPercent: 50 } };
  limits.read({
    rateLimits,
    rateLimitsByLimitId: { codex: rateLimits, fast: { limitId: 'fast' } },
  });
  expect(limits.latest).toBe(rateLimits);
  expect([...limits.byLimitId.keys()]).toEqual(['codex', 'fast']);
});

it.each([
  ['account/login/completed', { success: true, loginId: null }],
  ['account/updated', { authMode: null }],
])('forgets them when the account changes: %s', (method, params) => {
  const limits = new RateLimits();
  limits.observe(updated(known));
  limits.observe({ method: 'account/updated', params: { authMode: 'chatgpt' } } as never);
  limits.observe({ method: 'account/login/completed', params: { success: false } } as never);
  expect(limits.latest).not.toBeNull();
  limits.observe({ method, params } as never);
  expect(limits.latest).toBeNull();
  expect(limits.byLimitId.size).toBe(0);
});
