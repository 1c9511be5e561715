import type { KeyValue } from '../../documents/fields.ts';
import type { Rule, RuleDocument, RuleGroup } from '../../documents/rules/types.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';

/**
 * Rule groups as a rule file for promtool. The keys of Thanos, Mimir and Loki are left out, and objects of
 * Kubernetes are unwrapped: promtool reads neither. JSON is YAML, so nothing needs quoting rules of its own.
 */
export function printRules(document: RuleDocument): string {
  return JSON.stringify({ groups: document.groups.map(printGroup) });
}

function printGroup(group: RuleGroup): Record<string, unknown> {
  return {
    name: group.name?.value ?? '',
    interval: group.interval?.node.text,
    query_offset: group.queryOffset?.node.text,
    limit: group.limit?.value,
    labels: printPairs(group.labels),
    rules: group.rules.map(printRule),
  };
}

function printRule(rule: Rule): Record<string, unknown> {
  const common = { expr: rule.expr.text, labels: printPairs(rule.labels) };
  if (rule.kind === 'record') return { record: rule.name.value, ...common };
  return {
    alert: rule.name.value,
    ...common,
    for: duration(rule.for?.value),
    keep_firing_for: duration(rule.keepFiringFor?.value),
    annotations: printPairs(rule.annotations),
  };
}

function duration(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : formatDurationMs(ms);
}

function printPairs(pairs: readonly KeyValue[]): Record<string, string> | undefined {
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}
