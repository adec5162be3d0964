import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromWire,
  paramsFromWire,
  paramsToWire,
  resultFromWire,
  resultToWire,
  toWire,
} from '../../generated/snake_case/index.js';
import type { TypeNode } from '../../compiler/model/type-node.js';
import { parts } from '../../compiler/model/walk.js';
import { pinnedModel } from '../compiler/support/pinned-model.js';
import { Samples } from '../compiler/support/sample.js';

const { protocol, overlay, names } = await pinnedModel();

/** What the values at a field are: somebody else's, or keyed by somebody else. */
function fieldKinds(type: TypeNode, name: string): string[] {
  const own =
    type.kind === 'struct'
      ? type.fields.filter((field) => field.name === name).map((field) => opacity(field.type))
      : [];
  return [...own, ...parts(type).flatMap((part) => fieldKinds(part, name))];
}

function opacity(type: TypeNode): string {
  switch (type.kind) {
    case 'nullable':
      return opacity(type.type);
    case 'array':
      return opacity(type.items);
    case 'map':
      return type.values.kind === 'any' ? 'opaque' : 'user keys';
    case 'any':
      return 'opaque';
    case 'reference': {
      const target = protocol.declarations.get(type.to);
      if (target !== undefined && overlay.opaque.has(target.name)) return 'opaque';
      return target === undefined ? 'known' : opacity(target.type);
    }
    default:
      return 'known';
  }
}

/** Positions that are known from the runtime's sources and from the wire to be left alone. */
const OPAQUE = `
  TurnStartParams.outputSchema  DynamicToolCallParams.arguments  DynamicToolSpec.inputSchema
  DynamicToolNamespaceTool.inputSchema  ThreadItem.arguments  ThreadItem.results
  McpToolCallResult.content  McpToolCallResult.structuredContent  McpToolCallResult._meta
  McpServerToolCallResponse.content  McpServerToolCallResponse.structuredContent
  McpServerToolCallResponse._meta  McpServerToolCallParams.arguments  McpServerToolCallParams._meta
  Tool.inputSchema  Tool.outputSchema  Tool.annotations  Tool.icons  Tool._meta
  Resource._meta  Resource.annotations  Resource.icons  ResourceContent._meta
  ResourceTemplate.annotations  McpResourceReadParams._meta  McpServerInfo.icons
  McpServerElicitationRequestParams.requestedSchema  McpServerElicitationRequestParams._meta
  McpServerElicitationRequestResponse.content  McpServerElicitationRequestResponse._meta
  ThreadInjectItemsParams.items  ContentItem.annotations  ContentItem.logprobs
  ConfigEdit.value  ConfigValueWriteParams.value  ConfigLayer.config
  OverriddenMetadata.effectiveValue  ThreadStartParams.config  ThreadResumeParams.config
  ThreadForkParams.config  ThreadAttachment.payload  ThreadAttachmentAddParams.payload
  McpServerEventNotification.params  ThreadRealtimeItemAddedNotification.item
  TurnModerationMetadataNotification.metadata  ThreadApproveGuardianDeniedActionParams.event
  InitializeCapabilities.extensions  ConfiguredHookHandler.input
`;
const USER_KEYS = `
  CommandExecParams.env  ProcessSpawnParams.env  LocalShellAction.env
  ToolRequestUserInputResponse.answers  ApplyPatchApprovalParams.fileChanges
  GetAccountRateLimitsResponse.rateLimitsByLimitId  McpServerStatus.tools
  ConfigReadResponse.origins  ExperimentalFeatureEnablementSetParams.enablement
  ConfigRequirements.featureRequirements  FeedbackUploadParams.tags  AppInfo.labels
  AppInfo.iconAssets  NetworkRequirements.domains  NetworkRequirements.unixSockets
  TurnStartParams.responsesapiClientMetadata  OtelExporter.headers  Project.metadata
  ComputerUseMacosRequirements.bundleIds
`;

function listed(text: string): string[] {
  return text.trim().split(/\s+/);
}

describe('opaque positions, derived from the schema', () => {
  const byName = new Map([...protocol.declarations.values()].map((entry) => [entry.name, entry]));

  it.each([
    ['opaque', listed(OPAQUE)],
    ['user keys', listed(USER_KEYS)],
  ])('%s: all that is known to be', (kind, positions) => {
    for (const position of positions) {
      const [name = '', field = ''] = position.split('.');
      const type = byName.get(name)?.type;
      const kinds = type === undefined ? [] : fieldKinds(type, field);
      expect({ position, kinds: [...new Set(kinds)] }).toEqual({ position, kinds: [kind] });
    }
  });
});

/** Values at opaque positions are objects of their own, so that they can be recognised. */
class MarkedSamples extends Samples {
  readonly marked = new WeakSet<object>();

  protected override any(): fc.Arbitrary<unknown> {
    return fc.boolean().map((list) => {
      const inside = { threadId: 't', file_name: 'f', type: 'text', nested: [{ turnId: 1 }] };
      const value = list ? [inside] : inside;
      this.marked.add(value);
      return value;
    });
  }

  /** Everything that came from an opaque position of a value, wherever it is now. */
  marksIn(value: unknown): object[] {
    if (typeof value !== 'object' || value === null) return [];
    if (this.marked.has(value)) return [value];
    return Object.values(value).flatMap((inner) => this.marksIn(inner));
  }
}

describe('opaque values', () => {
  it('are the same objects on the other side and back, in every message', () => {
    const samples = new MarkedSamples(protocol);
    let seen = 0;
    const check = (
      type: TypeNode | null,
      there: (value: unknown) => unknown,
      back: (value: unknown) => unknown,
    ): void => {
      if (type === null) return;
      for (const sample of fc.sample(samples.of(type), { numRuns: 12, seed: 5 })) {
        const marks = samples.marksIn(sample);
        const snake = there(sample);
        expect(sameObjects(samples.marksIn(snake), marks)).toBe(true);
        expect(sameObjects(samples.marksIn(back(snake)), marks)).toBe(true);
        seen += marks.length;
      }
    };
    for (const { method, params, result } of [...protocol.requests, ...protocol.serverRequests]) {
      check(
        params.type,
        (value) => paramsFromWire(method, value),
        (value) => paramsToWire(method, value),
      );
      check(
        result,
        (value) => resultFromWire(method, value),
        (value) => resultToWire(method, value),
      );
    }
    for (const { method, params } of protocol.notifications)
      check(
        params.type,
        (value) => paramsFromWire(method, value),
        (value) => paramsToWire(method, value),
      );
    expect(seen).toBeGreaterThan(500);
  });

  it('are never entered where the overlay declares a type opaque', () => {
    const samples = new Samples(protocol);
    for (const { pointer, name, type } of protocol.declarations.values()) {
      if (!overlay.opaque.has(name)) continue;
      const own = names.types.get(pointer) ?? '';
      for (const sample of fc.sample(samples.of(type), { numRuns: 5, seed: 5 })) {
        expect(fromWire(own, sample)).toBe(sample);
        expect(toWire(own, sample)).toBe(sample);
      }
    }
  });
});

function sameObjects(some: readonly object[], others: readonly object[]): boolean {
  return some.length === others.length && some.every((value) => others.includes(value));
}
