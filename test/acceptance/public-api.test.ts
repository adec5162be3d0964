import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as root from '../../runtime/index.js';
import { root as folder } from '../support/run.js';

const { Codex, Thread, TurnHandle } = root;

function methodsOf({ prototype }: { readonly prototype: object }): string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
}

describe('the facade', () => {
  it('has what becomes of threads on the client, and what happens in one on the thread', () => {
    expect(
      methodsOf(Codex)
        .filter((name) => name.startsWith('thread'))
        .toSorted(),
    ).toEqual([
      'threadArchive',
      'threadDelete',
      'threadFork',
      'threadList',
      'threadResume',
      'threadStart',
      'threadUnarchive',
      'threads',
    ]);
    const ofThreads = methodsOf(Thread);
    expect(ofThreads).toEqual(
      expect.arrayContaining(['run', 'turn', 'read', 'setName', 'compact']),
    );
    expect(ofThreads.filter((name) => /resume$|fork|archive|delete/i.test(name))).toEqual([]);
    expect(methodsOf(TurnHandle)).toEqual(
      expect.arrayContaining(['run', 'stream', 'text', 'steer', 'interrupt']),
    );
  });

  it('exports no part of what carries it', () => {
    const hidden = ['Connection', 'Session', 'StdioTransport', 'TurnRegistry', 'Api', 'METHODS'];
    for (const name of hidden) expect(root).not.toHaveProperty(name);
  });
});

it('the examples use what users can import, and nothing else', () => {
  const examples = join(folder, 'examples');
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(10);
  const allowed = /^(?:codex-app-server-sdk(?:\/\w+)?|node:[\w/]+|zod|\.\/[\w-]+\.js)$/;
  for (const file of files) {
    const text = readFileSync(join(examples, file), 'utf8');
    for (const [, from = ''] of text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)) {
      expect(`${file}: ${from}`).toMatch(new RegExp(`: ${allowed.source.slice(1)}`));
    }
  }
});

it('a definition that many types share is one type', () => {
  const types = readFileSync(join(folder, 'generated', 'types.ts'), 'utf8');
  const names = [...types.matchAll(/^export (?:type|interface) (\w+)/gm)].map((match) => match[1]);
  expect(names.filter((name) => name === 'PlanType')).toHaveLength(1);
  expect(new Set(names).size).toBe(names.length);
  // A number at the end is one that the schema itself gives.
  expect(names.filter((name) => /\d$/.test(name ?? ''))).toEqual(['ToolsV2']);
});
