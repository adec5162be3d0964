import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingPeers, PEERS } from '../../../compiler/cli/peers.js';

it('the peers are those of the package, at the same versions', () => {
  const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  expect(PEERS).toEqual(peerDependencies);
});

it('only what cannot be found is missing', () => {
  expect(missingPeers()).toEqual([]);
  const without = (name: string): string => {
    if (name === 'prettier') throw new Error(`Cannot find module '${name}'`);
    return name;
  };
  expect(missingPeers(without)).toEqual([`prettier@${PEERS.prettier}`]);
});
