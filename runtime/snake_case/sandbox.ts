import type { RequestMethod } from '../../generated/protocol.js';
import type { SandboxPolicy } from '../../generated/snake_case/types.js';
import type { SandboxPolicy as WireSandboxPolicy } from '../../generated/types.js';
import { policyNames } from '../options/sandbox-options.js';
import { checkParamNames } from './known-keys.js';
import { respelled, wireSpelled } from './protocol-data.js';

/** A sandbox as the root takes it: a policy in the wire's spelling, all else as it is. */
export function rootSandbox<S extends string | null | undefined>(
  method: RequestMethod,
  sandbox: S | SandboxPolicy,
): S | WireSandboxPolicy {
  if (typeof sandbox !== 'object' || sandbox === null) return sandbox;
  checkPolicy(method, sandbox);
  return wireSpelled('SandboxPolicy', sandbox);
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
