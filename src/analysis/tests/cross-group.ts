import type { Rule, RuleDocument } from '../../documents/rules/types.ts';
import { groupOrder } from './group-order.ts';
import type { RuleView } from './rule-view.ts';

/** A series that a rule reads and another group records. */
export interface CrossGroupRead {
  readonly rule: Rule;
  readonly recorder: Rule;
}

/** The first read across groups on the way from some rules to their input, through what they record. */
export function crossGroupRead(start: readonly Rule[], view: RuleView): CrossGroupRead | undefined {
  const seen = new Set<Rule>();
  const queue = [...start];
  for (let rule = queue.shift(); rule !== undefined; rule = queue.shift()) {
    if (seen.has(rule)) continue;
    seen.add(rule);
    for (const name of view.readsOfExpr(rule) ?? []) {
      for (const recorder of view.records(name)) {
        if (recorder.group !== rule.group) return { rule, recorder };
        queue.push(recorder);
      }
    }
  }
  return undefined;
}

/** The line that fixes the order of groups: those that record come before those that read. */
export function groupOrderLine(documents: readonly RuleDocument[]): string {
  return `group_eval_order: [${groupOrder(documents).map(quotedIfNeeded).join(', ')}]`;
}

function quotedIfNeeded(name: string): string {
  return /^[A-Za-z_][\w./-]*(?: [\w./-]+)*$/.test(name) ? name : JSON.stringify(name);
}
