import type { AlertingRule } from '../../documents/rules/types.ts';

/** Does an alert fire the first time its expression returns something? */
export function firesAtOnce(rule: AlertingRule): boolean {
  return rule.for === undefined || rule.for.value === 0;
}
