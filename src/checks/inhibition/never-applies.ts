import type { InhibitRuleNode, MatcherSource } from '../../documents/alertmanager/types.ts';
import { showMatcher, showMatchers } from '../support/show-matchers.ts';
import type { Range } from '../../source/range.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { acceptedBy, concerns, keptAwayBy } from '../support/alerts-concerned.ts';
import { alertPlaces } from '../support/alert-places.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import {
  alwaysClashing,
  clash,
  contradiction,
  disjoint,
  impliesAll,
  mutingPair,
  routedAlerts,
  sidesOf,
  unknownMatcher,
} from '../../analysis/delivery/index.ts';
import type { RoutedAlerts } from '../../analysis/delivery/index.ts';

const RULES = ruleFile(
  alert('up{job="shop"} == 0', { name: 'ShopDown', labels: { severity: 'critical', team: 'shop' } }),
  alert('up{job="bank"} == 0', { name: 'BankSlow', labels: { severity: 'warning', team: 'bank' } }),
);
const files = (source: string, target: string, equal: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [${source}]
    target_matchers: [${target}]
    equal: [${equal}]
`,
  'rules.yml': RULES,
});

export default defineCheck({
  meta: {
    id: 'inhibition/never-applies',
    summary: 'inhibition rules that apply to no pair of alerts',
    why: 'The notifications that the rule should suppress are all sent, in the middle of an incident.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'No alert matches the source side',
          files: files('severity="page"', 'severity="warning"', 'instance'),
          at: ['severity="page"'],
        },
        {
          title: 'The labels in "equal" always differ',
          files: files('severity="critical"', 'severity="warning"', 'team'),
          at: ['team'],
        },
        {
          title: 'The matchers require different values of a label in "equal"',
          files: {
            'alertmanager.yml': files('severity="critical"', 'severity="warning"', 'severity')[
              'alertmanager.yml'
            ]!,
          },
          at: ['severity'],
        },
        {
          title: 'Both sides are the same',
          files: files('severity="critical"', 'severity="critical"', 'instance'),
          at: ['source_matchers'],
        },
      ],
      right: [
        { files: files('severity="critical"', 'severity="warning"', 'instance') },
        {
          title: 'A chart adds its own alerts',
          files: {
            ...files('severity="page"', 'severity="warning"', 'instance'),
            'values.yaml':
              'defaultRules: { create: true }\nadditionalPrometheusRulesMap: { a: { groups: [] } }\n# kube-prometheus-stack\n',
          },
        },
        {
          title: 'Without rules the alerts are unknown',
          files: {
            'alertmanager.yml': files('severity="page"', 'severity="warning"', 'instance')[
              'alertmanager.yml'
            ]!,
          },
        },
      ],
    },
  },
  messages: {
    side: (data: { side: string; matcher: string; what: string; others: string }) => ({
      message: `this inhibition rule mutes no alert: none matches ${data.matcher} on its ${data.side} side${data.what}`,
      why: `without a ${data.side} the rule applies to no pair of alerts${data.others}`,
      help: 'correct the matcher, or remove the rule if its alerts no longer exist',
    }),
    equal: (data: { label: string; source: string; target: string }) => ({
      message: `this inhibition rule mutes no alert: "${data.label}" is never equal on both sides`,
      why:
        data.label === 'alertname'
          ? `no alert matches both sides: ${data.source} on the source side, ${data.target} on the target side`
          : `${data.source}, but ${data.target}`,
      help:
        data.label === 'alertname'
          ? 'remove "alertname" from "equal": the cause of an alert has another name; compare a label of the affected object instead, such as instance or service'
          : `remove "${data.label}" from "equal", or give both alerts the same value`,
    }),
    same: (data: { matchers: string; alerts: string }) => ({
      message: 'this inhibition rule mutes no alert: every alert that matches one side matches the other',
      why: `an alert that matches both sides is muted only by one that does not match the target side, and ${data.matchers} excludes all of them${data.alerts}`,
      help: 'make the two sides differ, for example severity="critical" and severity="warning"',
    }),
    contradiction: (data: { side: string; first: string; second: string; alerts: string }) => ({
      message: `this inhibition rule mutes no alert: ${data.first} and ${data.second} on its ${data.side} side exclude each other`,
      why: `an alert must satisfy all matchers of a side${data.alerts}`,
      help: 'correct one of the matchers',
    }),
  },
  create: (context) => ({
    InhibitRule(rule, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const finding = judge(rule, routed, context.project.hasOtherRules);
      if (finding === undefined) return;
      const place = { file, range: finding.range };
      switch (finding.kind) {
        case 'contradiction':
          context.report('contradiction', place, finding);
          break;
        case 'same':
          context.report('same', place, finding);
          break;
        case 'side':
          context.report('side', place, finding);
          break;
        case 'equal':
          context.report('equal', place, finding, { related: finding.related });
      }
    },
  }),
});

type Finding =
  | { kind: 'contradiction'; range: Range; side: string; first: string; second: string; alerts: string }
  | { kind: 'same'; range: Range; matchers: string; alerts: string }
  | { kind: 'side'; range: Range; side: string; matcher: string; what: string; others: string }
  | {
      kind: 'equal';
      range: Range;
      label: string;
      source: string;
      target: string;
      related: ReturnType<typeof alertPlaces>;
    };

/** A label of `equal` that the matchers of both sides give values which are never the same. */
function judgeEqual(rule: InhibitRuleNode): Finding | undefined {
  for (const { value: label, range } of rule.equalLabels) {
    for (const source of rule.sourceMatchers) {
      const target = rule.targetMatchers.find((one) => one.name === label && disjoint([source], [one]));
      if (source.name !== label || target === undefined) continue;
      const [one, other] = [`the source has ${showMatcher(source)}`, `the target has ${showMatcher(target)}`];
      return { kind: 'equal', range, label, source: one, target: other, related: [] };
    }
  }
  return undefined;
}

function judge(rule: InhibitRuleNode, routed: RoutedAlerts, hasOthers: boolean): Finding | undefined {
  for (const side of ['source', 'target'] as const) {
    const matchers = side === 'source' ? rule.sourceMatchers : rule.targetMatchers;
    const pair = contradiction(matchers);
    if (pair === undefined) continue;
    const [first, second] = pair;
    const range = second.range ?? first.range ?? rule.range;
    const alerts = concerns(keptAwayBy(pair, matchers, routed));
    const [one, other] = [showMatcher(first), showMatcher(second)];
    return { kind: 'contradiction', range, side, first: one, second: other, alerts };
  }
  const { sourceMatchers, targetMatchers } = rule;
  if (impliesAll(sourceMatchers, targetMatchers) && impliesAll(targetMatchers, sourceMatchers)) {
    return {
      kind: 'same',
      range: rule.section.anchor,
      matchers: showMatchers(sourceMatchers),
      alerts: concerns(acceptedBy([sourceMatchers], routed)),
    };
  }
  return (
    judgeEqual(rule) ?? (routed.alerts.length === 0 || hasOthers ? undefined : judgeAlerts(rule, routed))
  );
}

function judgeAlerts(rule: InhibitRuleNode, routed: RoutedAlerts): Finding | undefined {
  const sides = sidesOf(rule, routed);
  for (const side of ['source', 'target'] as const) {
    if (sides[`${side}s`].length > 0) continue;
    // The platform's own alerts mute others from outside the repository.
    if (comesFromElsewhere(rule[`${side}s`], routed)) return undefined;
    const other = side === 'source' ? sides.targets : sides.sources;
    const others =
      other.length === 0 ? '' : `; the other side has ${theAlerts(other.map(({ name }) => name))}`;
    return { kind: 'side', side, others, ...culprit(rule, side, routed) };
  }
  if (mutingPair(rule, sides, routed) !== undefined) return undefined;
  const [source, target] = [sides.sources[0]!, sides.targets[0]!];
  const label = alwaysClashing(rule, sides, routed) ?? clash(rule, source, target, routed);
  const located = rule.equalLabels.find(({ value }) => value === label);
  if (label === undefined || located === undefined) return undefined;
  return {
    kind: 'equal',
    range: located.range,
    label,
    source: saying(routed, source.name, source, label),
    target: saying(routed, target.name, target, label),
    related: alertPlaces(source === target ? [source] : [source, target], (name) => `"${name}" is here`),
  };
}

function saying(
  routed: RoutedAlerts,
  name: string,
  alert: Parameters<RoutedAlerts['label']>[0],
  label: string,
): string {
  const known = routed.label(alert, label);
  const values = known.kind === 'values' ? [...known.values] : [];
  if (label === 'alertname') return `"${name}"`;
  const had = values.filter((value) => value !== '').map((value) => `"${value}"`);
  return had.length === 0 ? `"${name}" has no "${label}"` : `"${name}" has ${had.join(' or ')}`;
}

function comesFromElsewhere(sources: readonly MatcherSource[], routed: RoutedAlerts): boolean {
  return sources
    .flatMap(({ matchers }) => matchers)
    .some(
      (matcher) =>
        matcher.name === 'alertname' &&
        matcher.values !== undefined &&
        !routed.alerts.some(({ name }) => matcher.accepts(name)) &&
        unknownMatcher(matcher, routed) === undefined,
    );
}

/** The matcher to blame: one that has nothing to do with any alert, or all of the side. */
function culprit(
  rule: InhibitRuleNode,
  side: 'source' | 'target',
  routed: RoutedAlerts,
): { range: Range; matcher: string; what: string } {
  const all = rule[`${side}s`].flatMap(({ matchers }) => matchers);
  for (const matcher of all) {
    const unknown = unknownMatcher(matcher, routed);
    if (unknown === undefined || matcher.accepts('')) continue;
    const similar = unknown.similar === undefined ? '' : `; did you mean "${unknown.similar}"?`;
    return { range: matcher.range ?? rule.range, matcher: showMatcher(matcher), what: similar };
  }
  const key = rule.section.entry(`${side}_matchers`) ?? rule.section.entry(`${side}Match`);
  const [first] = all;
  const range = all.length === 1 ? first?.range : (key?.key.range ?? first?.range);
  return { range: range ?? rule.section.anchor, matcher: showMatchers(all), what: '' };
}
