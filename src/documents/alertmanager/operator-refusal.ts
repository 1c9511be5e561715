import { child } from '../../yaml/node.ts';
import type { AlertmanagerIssue, AlertmanagerIssueCode } from './issue.ts';
import type { Section } from './section.ts';

/**
 * Who refuses an AlertmanagerConfig, in the order in which it meets them. By the CRD (0.93), the operator's validation
 * (pkg/alertmanager/validation) and its generator (pkg/alertmanager/amcfg.go).
 */
export const SERVER = 'the API server rejects the object, and applies none of it';
export const OPERATOR = 'the operator ignores the object: none of its routes exist';
export const PRUNED = 'kubectl rejects a field that the CRD does not have; other clients drop it silently';
const GENERATOR =
  'the operator can no longer write the configuration of the Alertmanager: changes of every object wait';
const ALERTMANAGER =
  'API server and operator accept it, then Alertmanager rejects the joined configuration: changes of every object wait';
const ZERO =
  'an operator before 0.89 passes it on, and Alertmanager rejects the joined configuration of every object; later ones drop it, so the value of the parent route applies';

type Refuser = 'server' | 'operator' | 'generator' | 'alertmanager' | 'zero' | 'pruned';

const TEXTS: Readonly<Record<Refuser, string>> = {
  server: SERVER,
  operator: OPERATOR,
  generator: GENERATOR,
  alertmanager: ALERTMANAGER,
  zero: ZERO,
  pruned: PRUNED,
};

/** By the fault; the second of two names is for child routes, which the CRD leaves unchecked. */
const REFUSERS: Readonly<Partial<Record<AlertmanagerIssueCode, Refuser | readonly [Refuser, Refuser]>>> = {
  'unknown-key': ['pruned', 'operator'],
  'duplicate-key': 'server',
  'wrong-type': ['server', 'operator'],
  'bad-value': ['server', 'operator'],
  'missing-key': ['server', 'operator'],
  'bad-duration': ['server', 'generator'],
  'empty-entry': ['server', 'operator'],
  // `groupBy` of the first route is a set to the API server.
  'group-by-duplicate': ['server', 'operator'],
  'group-by-wildcard': 'operator',
  'root-receiver': 'operator',
  'undefined-receiver': 'operator',
  'undefined-interval': 'operator',
  'duplicate-receiver': 'operator',
  'weekday-name': 'server',
  'month-name': 'server',
  'year-number': 'server',
  'time-format': 'server',
  'range-format': 'server',
  'day-number': 'server',
  'weekday-order': 'operator',
  'month-order': 'operator',
  'year-order': 'operator',
  'time-order': 'operator',
  'day-order': 'operator',
  'zero-interval': 'zero',
};

/** The issues of an object, each with who refuses it. */
export function withRefusers(issues: readonly AlertmanagerIssue[], spec: Section): AlertmanagerIssue[] {
  const children = child(child(spec.node, 'route'), 'routes')?.range;
  const isChild = ({ range }: AlertmanagerIssue): boolean =>
    children !== undefined && children.start <= range.start && range.end <= children.end;
  return issues.map((issue) =>
    issue.level === 'error' && (isChild(issue) || !namesRefuser(issue.why))
      ? { ...issue, why: TEXTS[refuserOf(issue, isChild(issue))] }
      : issue,
  );
}

function refuserOf({ code, message }: AlertmanagerIssue, isChild: boolean): Refuser {
  const refusers = REFUSERS[code] ?? 'alertmanager';
  // The CRD asks neither for the beginning nor for the end, and knows no day 0.
  if (message.endsWith('Time"') || message.startsWith('0 ')) return 'operator';
  if (typeof refusers === 'string') return refusers;
  return refusers[isChild ? 1 : 0];
}

function namesRefuser(why: string | undefined): boolean {
  return why !== undefined && (/^the (?:API server|operator)/.test(why) || why === PRUNED);
}
