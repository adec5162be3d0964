import { beforeAll, describe, expect, it } from 'vitest';
import type { Change, ChangeKind } from '../../../compiler/diff/change.js';
import { compare } from '../../../compiler/diff/compare.js';
import type { Side } from '../../../compiler/diff/side.js';
import { inputsOf, pinnedInputs } from '../support/schemas.js';
import { lineOf, modelled } from './support/sketch.js';

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
    const inputs = pinnedInputs();
    const alone = { ...inputs, stable: null };
    both = await modelled('both', inputs);
    experimental = await modelled('experimental', alone);
    stable = await modelled('stable', { ...alone, surface: inputs.stable ?? inputs.surface });
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

describe('runtimes that were released', () => {
  let newest: Side;
  beforeAll(async () => {
    newest = await modelled('0.169.0', inputsOf('0.169.0'));
  });

  const lines = async (version: '0.148.0' | '0.166.0', back = false): Promise<string[]> => {
    const older = await modelled(version, inputsOf(version));
    const { changes } = back ? compare(newest, older) : compare(older, newest);
    return changes.map(lineOf);
  };

  it('from 0.166.0 to 0.169.0', async () => {
    const found = await lines('0.166.0');
    expect(found.filter((line) => !line.startsWith('compatible'))).toEqual([
      'breaking variant retyped FunctionCallOutputContentItem#input_audio',
      'breaking variant retyped UserInput#audio',
      'attention notification added thread/section/changed',
      "attention value added CodexErrorInfo 'inferenceHookDenied'",
      "attention value added CommandExecutionApprovalKind 'humanCommand'",
    ]);
    expect(found).toContain('compatible request added modelProvider/list');
    expect(found).toContain('compatible experimental request added thread/guardianReview');
    expect(found).toContain('compatible params added account/gatewayOAuth/read');
    expect(found).toContain('compatible field added ThreadListParams.currentAccountOnly');
  });

  it('and back', async () => {
    const found = await lines('0.166.0', true);
    expect(found.filter((line) => line.startsWith('attention'))).toEqual([
      "attention value removed CodexErrorInfo 'inferenceHookDenied'",
      "attention value removed CommandExecutionApprovalKind 'humanCommand'",
    ]);
    expect(found.filter((line) => line.startsWith('compatible'))).toEqual([]);
    expect(found).toContain('breaking notification removed thread/section/changed');
    expect(found).toContain('breaking field removed ThreadListParams.currentAccountOnly');
  });

  it('from 0.148.0 to 0.169.0', async () => {
    const found = await lines('0.148.0');
    expect(found.filter((line) => line.startsWith('breaking'))).toEqual([
      'breaking request removed thread/rollback',
      'breaking type removed ThreadRollbackParams',
      'breaking type removed ThreadRollbackResponse',
      'breaking field removed ConfigRequirements.windowsSandboxPrivateDesktop',
      'breaking field removed ModelProviderCapabilitiesReadResponse.namespaceTools',
      'breaking field retyped ConfigRequirements.allowedWindowsSandboxImplementations',
      'breaking variant retyped ThreadItem#imageGeneration',
      'breaking variant retyped UserInput#audio',
      'breaking variant retyped UserInput#image',
      "breaking value removed ReviewDelivery 'detached'",
    ]);
    expect(found).toContain('attention type deprecated Personality');
    expect(found).toContain('attention type opened CodexErrorInfo');
    expect(found).toContain('compatible request made stable thread/revert');
    expect(found).toContain(
      'compatible field no longer deprecated ThreadItem#mcpToolCall.mcpAppResourceUri',
    );
    expect(found).toContain(
      'compatible experimental field made optional ResponseItem#function_call_output.call_id',
    );
  });

  it('and back', async () => {
    const found = await lines('0.148.0', true);
    expect(found).toContain('compatible request added thread/rollback');
    expect(found).toContain('breaking request made experimental thread/revert');
    expect(found).toContain('compatible type closed CodexErrorInfo');
    expect(found).toContain("compatible value added ReviewDelivery 'detached'");
  });
});
