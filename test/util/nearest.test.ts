import { expect, it } from 'vitest';
import { nearest } from '../../runtime/util/nearest.js';

const names = ['approvalPolicy', 'approvalsReviewer', 'cwd', 'model', 'modelProvider'];

it.each([
  ['approval_policy', 'approvalPolicy'],
  ['approvalPolcy', 'approvalPolicy'],
  ['model-provider', 'modelProvider'],
  ['Model', 'model'],
  ['cdw', 'cwd'],
  ['provider', 'modelProvider'],
])('%s means %s', (name, meant) => {
  expect(nearest(name, names)).toBe(meant);
});

it.each(['temperature', 'x', ''])('%s means none of them', (name) => {
  expect(nearest(name, names)).toBeUndefined();
});
