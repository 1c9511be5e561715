import type { Policy } from '../../config/policy-types.ts';
import type { Severity } from '../../diagnostics/diagnostic.ts';
import type { MessageText } from '../contract.ts';

/** What a finding of a policy says: the sentence, and the policy with its reason. */
export interface PolicyFinding {
  readonly policy: Policy;
  readonly what: string;
  readonly help?: string;
}

/** The words of every finding of a policy. */
export const POLICY_MESSAGES = {
  found: ({ policy, what, help }: PolicyFinding): MessageText => ({
    message: what,
    why: `the policy "${policy.name}"${policy.reason === undefined ? ' of this project asks for it' : `: ${policy.reason}`}`,
    help,
  }),
};

/** The severity of a policy, as details of a report. */
export function severityOf(policy: Policy): { readonly severity: Severity } {
  return { severity: policy.severity };
}
