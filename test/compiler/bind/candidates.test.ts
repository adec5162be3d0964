import { describe, expect, it } from 'vitest';
import { isSubset, likeliest, wordSet } from '../../../compiler/bind/candidates.js';

describe('words of methods and results', () => {
  it('do not depend on number or on the word for reading', () => {
    expect(wordSet('account/workspaceMessages/read')).toEqual(
      new Set(['account', 'workspace', 'message', 'read']),
    );
    expect(wordSet('GetHistories')).toEqual(new Set(['read', 'history']));
    expect(wordSet('process/status')).toEqual(new Set(['process', 'status']));
  });

  it('can be part of others', () => {
    expect(isSubset(wordSet('CancelLogin'), wordSet('account/login/cancel'))).toBe(true);
    expect(isSubset(wordSet('CancelTurn'), wordSet('account/login/cancel'))).toBe(false);
  });
});

describe('likeliest', () => {
  it('names at most three results, those first that share the most words', () => {
    const names = [
      'OtherResponse',
      'ConfigWriteResponse',
      'McpReloadResponse',
      'ConfigReloadResponse',
    ];
    expect(likeliest('config/mcpServer/reload', names)).toEqual([
      'ConfigReloadResponse',
      'McpReloadResponse',
      'ConfigWriteResponse',
    ]);
  });
});
