import type { InhibitRuleNode } from '../../documents/alertmanager/types.ts';
import { showMatchers } from '../support/show-matchers.ts';
import { defineCheck } from '../contract.ts';
import { acceptedBy, concerns } from '../support/alerts-concerned.ts';
import { impliesAll, routedAlerts } from '../../analysis/delivery/index.ts';

const files = (source: string, target: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [alertname="DatabaseDown"]
    target_matchers: [alertname="ShopDown"]
    equal: [cluster]
  - source_matchers: [alertname="${source}"]
    target_matchers: [alertname="${target}"]
    equal: [cluster]
`,
});

const APART = `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [alertname="DatabaseDown", zone="a"]
    target_matchers: [alertname="ShopDown", zone="b"]
  - source_matchers: [alertname="ShopDown", zone="a"]
    target_matchers: [alertname="DatabaseDown"]
`;

/** Every alert mutes the helper, which only mutes others. */
const HELPER = `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [alertname="InfoInhibitor"]
    target_matchers: [severity="info"]
    equal: [namespace]
  - target_matchers: [alertname="InfoInhibitor"]
`;

export default defineCheck({
  meta: {
    id: 'inhibition/circular',
    summary: 'inhibition rules that mute each other in a circle',
    why: 'A muted alert still mutes others: if both fire, both are muted and nobody is notified.',
    severity: 'error',
    preset: 'recommended',
    peers: ['amlint circular-inhibition'],
    examples: {
      wrong: [{ files: files('ShopDown', 'DatabaseDown'), at: ['source_matchers'] }],
      right: [
        { files: files('NetworkDown', 'DatabaseDown') },
        {
          title: 'The reverse rule applies to other zones',
          files: { 'alertmanager.yml': APART },
        },
        {
          title: 'A helper alert that is always muted',
          files: { 'alertmanager.yml': HELPER },
        },
      ],
    },
  },
  messages: {
    circle: (data: { steps: readonly string[]; alerts: string }) => ({
      message: `the inhibition rules form a circle: ${data.steps.join(' mutes ')}`,
      why: `a muted alert still mutes others: if they fire together, all are muted and nobody is notified${data.alerts}`,
      help: 'remove one direction: the cause mutes the symptom',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      const routed = routedAlerts(document, context.project);
      for (const circle of circles(config.inhibitRules)) {
        const last = circle[circle.length - 1]!;
        const first = circle[0]!;
        const steps = [...circle, first].map(({ sourceMatchers }) => showMatchers(sourceMatchers));
        const sides = circle.map(({ sourceMatchers }) => sourceMatchers);
        const alerts = concerns(acceptedBy(sides, routed));
        const related = circle
          .slice(0, -1)
          .map(({ section }) => ({ file, range: section.anchor, message: 'the circle includes this rule' }));
        const place = { file, range: last.section.anchor };
        context.report('circle', place, { steps, alerts }, { related });
      }
    },
  }),
});

/** Longer circles are not looked for. */
const LONGEST = 4;

/**
 * Pairs of rules that are compared, and steps along them. Rules that all may feed each other have far more pairs and
 * circles than anyone reads; the first ones are found.
 */
const MAX_STEPS = 300_000;

/** More circles than this are not reported. */
const MAX_CIRCLES = 1000;

/**
 * Chains of rules in which every target of one is surely a source of the next, back to the first; each circle once,
 * from its first rule in the file.
 */
function circles(rules: readonly InhibitRuleNode[]): InhibitRuleNode[][] {
  const next = nextOf(rules);
  const found: InhibitRuleNode[][] = [];
  let steps = 0;
  const isOver = (): boolean => steps > MAX_STEPS || found.length >= MAX_CIRCLES;
  const visit = (path: readonly number[]): void => {
    const [start, at] = [path[0]!, path[path.length - 1]!];
    for (const to of next[at]!) {
      steps++;
      if (isOver()) return;
      if (to === start && path.length > 1) found.push(path.map((i) => rules[i]!));
      else if (to > start && !path.includes(to) && path.length < LONGEST) visit([...path, to]);
    }
  };
  for (const start of rules.keys()) visit([start]);
  return found;
}

/** The places of the rules that each rule feeds. */
function nextOf(rules: readonly InhibitRuleNode[]): number[][] {
  const bySource = indexSources(rules);
  let steps = 0;
  return rules.map((rule) => {
    const next: number[] = [];
    for (const i of possibleNext(bySource, rule)) {
      if (steps++ > MAX_STEPS) break;
      if (rules[i] !== rule && feeds(rule, rules[i]!)) next.push(i);
    }
    return next.sort((a, b) => a - b);
  });
}

/** The places of rules by an equality matcher of their source side; those without one are under "". */
function indexSources(rules: readonly InhibitRuleNode[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [i, { sourceMatchers }] of rules.entries()) {
    const equal = sourceMatchers.find(({ op }) => op === '=');
    const key = equal === undefined ? '' : keyOf(equal.name, equal.value);
    const list = index.get(key);
    if (list === undefined) index.set(key, [i]);
    else list.push(i);
  }
  return index;
}

/** The places of rules whose source side the targets of a rule could satisfy. */
function* possibleNext(
  index: ReadonlyMap<string, readonly number[]>,
  rule: InhibitRuleNode,
): Generator<number> {
  const keys = rule.targetMatchers.flatMap(({ name, values }) =>
    [...(values ?? [])].map((value) => keyOf(name, value)),
  );
  for (const key of new Set([...keys, ''])) yield* index.get(key) ?? [];
}

function keyOf(name: string, value: string): string {
  return `${name}=${value}`;
}

/** Whether every target of a rule is a source of another one; `equal` only says which of them meet. */
function feeds(rule: InhibitRuleNode, other: InhibitRuleNode): boolean {
  // Without sources every alert mutes the target: it is a helper that nobody is meant to hear of (InfoInhibitor).
  if (other.sourceMatchers.length === 0) return false;
  return impliesAll(rule.targetMatchers, other.sourceMatchers);
}
