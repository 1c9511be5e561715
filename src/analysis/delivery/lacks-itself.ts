import type { AlertLabels } from './alert-labels.ts';
import { ANY_VALUE, mayCarry } from './label-knowledge.ts';

/** Whether neither the rule nor its expression gives the alert a label; what the server adds to all is not known. */
export function lacksItself({ rule, of }: AlertLabels, label: string): boolean {
  const known = of(label);
  if (!mayCarry(known)) return true;
  return (
    known === ANY_VALUE && rule.group.document.language === 'promql' && rule.expr.promql.errors.length === 0
  );
}
