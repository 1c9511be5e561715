import type { Rule, RuleGroup } from '../../documents/rules/types.ts';
import type { RuleNeeds } from './evaluate/needs.ts';
import { needsOfRules } from './evaluate/play.ts';
import { sourcesOf } from './evaluate/order.ts';
import type { BacktestRules } from './types.ts';

/** The rules that some of them depend on, themselves among them: what only dashboards read is left out. */
export function withSources(rules: BacktestRules, wanted: (rule: Rule) => boolean): BacktestRules {
  const all = rules.groups.flatMap((group) => group.rules);
  const needs = needsOfRules(rules);
  const sources = sourcesOf(all, (rule) => needs.get(rule)!);
  const kept = new Set<Rule>();
  const open = all.filter(wanted);
  for (let rule = open.pop(); rule !== undefined; rule = open.pop()) {
    if (kept.has(rule)) continue;
    kept.add(rule);
    open.push(...sources(rule));
  }
  const groups = rules.groups
    .map((group): RuleGroup => ({ ...group, rules: group.rules.filter((rule) => kept.has(rule)) }))
    .filter((group) => group.rules.length > 0);
  return { ...rules, groups };
}

/** What rules read and record. */
export interface Reading {
  /** Every metric that a rule names, recorded ones among them; but not the series of alerts. */
  readonly metrics: ReadonlySet<string>;
  /** Whether some rule may read a metric. */
  readonly isWanted: (metric: string) => boolean;
  /** Whether some rule records a metric, or it is the series of alerts. */
  readonly isComputed: (metric: string) => boolean;
  /** The metrics that a rule, or one that records what it reads, needs of the data. */
  readonly metricsOf: (rule: Rule) => readonly string[];
  /** Whether a rule reads samples that are newer than its evaluation. */
  readonly aheadOf: (rule: Rule) => boolean;
  /** From so many milliseconds before an evaluation on samples are read; Infinity: from the beginning. */
  readonly backMs: number;
}

const OF_ALERTS: ReadonlySet<string> = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/** What several rule sets read, for data that serves all of them. */
export function readingOf(sets: readonly BacktestRules[]): Reading {
  const needs = sets.flatMap((rules) => [...needsOfRules(rules)]);
  const byRule = new Map(needs);
  const metrics = new Set(needs.flatMap(([, ofRule]) => ofRule.needs.map(({ metric }) => metric)));
  const recorded = new Set(needs.filter(([rule]) => rule.kind === 'record').map(([rule]) => rule.name.value));
  const isComputed = (metric: string): boolean => recorded.has(metric) || OF_ALERTS.has(metric);
  const named = [...metrics].filter((metric) => metric !== undefined && !OF_ALERTS.has(metric)) as string[];
  return {
    metrics: new Set(named),
    isWanted: (metric) => metrics.has(undefined) || metrics.has(metric),
    isComputed,
    metricsOf: (rule) => [...metricsBehind(rule, byRule, isComputed)],
    aheadOf: (rule) => byRule.get(rule)?.ahead === true,
    backMs: needs.reduce(
      (most, [, ofRule]) => ofRule.needs.reduce((max, { backMs }) => Math.max(max, backMs), most),
      0,
    ),
  };
}

function metricsBehind(
  first: Rule,
  needs: ReadonlyMap<Rule, RuleNeeds>,
  isComputed: (metric: string) => boolean,
): Set<string> {
  const found = new Set<string>();
  const seen = new Set<Rule>();
  const open = [first];
  for (let rule = open.pop(); rule !== undefined; rule = open.pop()) {
    if (seen.has(rule)) continue;
    seen.add(rule);
    for (const { metric } of needs.get(rule)?.needs ?? []) {
      if (metric === undefined) continue;
      if (!isComputed(metric)) found.add(metric);
      for (const other of needs.keys())
        if (other.kind === 'record' && other.name.value === metric) open.push(other);
    }
  }
  return found;
}
