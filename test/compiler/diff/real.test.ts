import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../compiler/diagnostics/report.js';
import type { Change, ChangeKind } from '../../../compiler/diff/change.js';
import { compare } from '../../../compiler/diff/compare.js';
import { modelSide } from '../../../compiler/diff/read-side.js';
import type { Side } from '../../../compiler/diff/side.js';
import { readSchemaFolder } from '../../../compiler/load/schema-folder.js';
import { nodeHost } from '../../../compiler/node-host.js';
import { root } from '../../support/run.js';

async function side(folder: string): Promise<Side> {
  const report = new Diagnostics();
  const schema = readSchemaFolder(join(root, folder), nodeHost, report);
  const model = schema && (await modelSide(folder, schema, report));
  if (model === null) throw new Error(JSON.stringify(report.list()));
  return model;
}

/** What each kind is when seen from the other side. */
const MIRROR: Partial<Record<ChangeKind, ChangeKind>> = {
  added: 'removed',
  'added as required': 'removed',
  removed: 'added',
  opened: 'closed',
  'made nullable': 'made non-nullable',
  'made optional': 'made required',
};

describe('the surfaces of the pinned runtime', () => {
  let both: Side;
  let stable: Side;
  let experimental: Side;
  beforeAll(async () => {
    [both, stable, experimental] = await Promise.all([
      side('schema'),
      side('schema/stable'),
      side('schema/experimental'),
    ]);
  });

  it('do not differ from themselves', () => {
    expect(compare(both, both).changes).toEqual([]);
    expect(compare(both, experimental).changes).toEqual([]);
  });

  it('differ by what is experimental, and the other way round by its loss', () => {
    const gained = compare(stable, experimental).changes;
    const lost = compare(experimental, stable).changes;
    expect(gained.length).toBeGreaterThan(200);
    const place = ({ subject, owner, name, kind }: Change, seen: ChangeKind = kind): string =>
      `${subject} ${owner} ${name ?? ''} ${seen.replace(' as required', '')}`;
    expect(lost.map((change) => place(change)).sort()).toEqual(
      gained.map((change) => place(change, MIRROR[change.kind])).sort(),
    );
  });

  it('break nobody by what is added, except who has to give it', () => {
    const breaking = compare(stable, experimental).changes.filter(
      (change) => change.impact === 'breaking',
    );
    expect(breaking.map(({ subject, kind }) => `${subject} ${kind}`)).toEqual([]);
  });

  it('break only callers of what is lost', () => {
    const { changes } = compare(experimental, stable);
    const compatible = changes.filter((change) => change.impact === 'compatible');
    expect(compatible.map(({ subject, kind }) => `${subject} ${kind}`)).toEqual([]);
    const requests = changes.filter((change) => change.subject === 'request');
    expect(requests).toHaveLength(
      both.protocol.requests.filter((request) => request.stability === 'experimental').length,
    );
  });
});
