import type { RequestMethod } from '../../generated/protocol.js';
import type { SandboxMode, SandboxPolicy } from '../../generated/snake_case/types.js';
import type { SandboxPolicy as WireSandboxPolicy } from '../../generated/types.js';
import { policyNames } from '../options/sandbox-options.js';
import { checkParamNames } from './known-keys.js';
import { respelled, wireSpelled } from './protocol-data.js';

/** What a thread takes as its sandbox: of the policies only this one can be sent. */
export type ThreadSandbox = SandboxMode | Extract<SandboxPolicy, { type: 'workspaceWrite' }>;

type RootSandbox<S> = S extends { readonly type: infer Type }
  ? Extract<WireSandboxPolicy, { type: Type }>
  : S;

/** A sandbox as the root takes it: a policy in the wire's spelling, all else as it is. */
export function rootSandbox<S extends SandboxMode | SandboxPolicy | null | undefined>(
  method: RequestMethod,
  sandbox: S,
): RootSandbox<S> {
  if (typeof sandbox !== 'object' || sandbox === null) return sandbox as RootSandbox<S>;
  checkPolicy(method, sandbox);
  return wireSpelled('SandboxPolicy', sandbox) as RootSandbox<S>;
}

/**
 * Rejects unknown members of a policy; newer types pass. The root would name the right one as the wire
 * spells it.
 *
 * @throws InvalidParamsError naming the key and the one that was perhaps meant.
 */
export function checkPolicy(method: RequestMethod, policy: SandboxPolicy): void {
  const { type } = policy;
  if (!Object.hasOwn(policyNames, type)) return;
  const names = respelled('SandboxPolicy', { ...policyNames[type], type } as WireSandboxPolicy);
  checkParamNames(method, policy, new Set(Object.keys(names)));
}
