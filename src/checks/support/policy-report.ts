import type { PolicyPart } from '../../analysis/policy/index.ts';
import type { Bounds, Policy } from '../../config/policy-types.ts';
import type { Range } from '../../source/range.ts';
import type { MessageText, ReportDetails } from '../contract.ts';
import { quoted } from './list.ts';

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

/** The severity of a policy, as details of a report, with the missing names that the sentence lists. */
export function detailsOf(
  policy: Policy,
  names?: readonly string[],
): Pick<ReportDetails, 'severity' | 'names'> {
  return { severity: policy.severity, ...(names === undefined ? {} : { names }) };
}

/** A key that a policy requires, with the limits of its value and how a value is printed. */
export interface RequiredKey {
  readonly key: string;
  readonly bounds: Bounds;
  readonly text: (value: number) => string;
}

/** One part for all required keys that an object lacks: `"interval", "limit" of this group are not set`. */
export function notSet(range: Range, object: string, keys: readonly RequiredKey[]): PolicyPart[] {
  if (keys.length === 0) return [];
  const names = keys.map(({ key }) => key);
  return [
    {
      range,
      what: `${quoted(names)} of ${object} ${names.length === 1 ? 'is' : 'are'} not set`,
      help: `add ${keys.map((each) => `"${each.key}"${boundsText(each)}`).join(', ')}`,
      names,
    },
  ];
}

function boundsText({ bounds: { min, max }, text }: RequiredKey): string {
  if (min !== undefined && max !== undefined) return ` (${text(min)} to ${text(max)})`;
  if (min !== undefined) return ` (at least ${text(min)})`;
  return max === undefined ? '' : ` (at most ${text(max)})`;
}
