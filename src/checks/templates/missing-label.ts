import type { AlertingRule } from '../../documents/rules/types.ts';
import { factsOf, lostByImpossibleJoin, selectorsOf } from '../../analysis/expression/index.ts';
import { isPossible, labelFact } from '../../promql/infer/index.ts';
import type { Alternative, LabelFact } from '../../promql/infer/index.ts';
import { analyzeAlertTemplate } from '../../template/analysis.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { mayHave as mayHaveLabel, resultLabels } from '../../logql/analysis/index.ts';
import { defineCheck } from '../contract.ts';
import type { Place } from '../contract.ts';
import type { RelatedPlace } from '../../diagnostics/diagnostic.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { effectiveLabels } from '../../analysis/delivery/index.ts';
import { labelLoss, lossText } from '../support/label-loss.ts';
import { alertOf } from '../support/rule-of.ts';

const summary = (text: string): { annotations: Record<string, string> } => ({
  annotations: { summary: text },
});

export default defineCheck({
  meta: {
    id: 'templates/missing-label',
    summary: 'templates that use a label which the expression does not return',
    why: 'A missing label is printed as an empty text: the page says that the instance "" is down.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/template'],
    examples: {
      wrong: [
        {
          title: 'Aggregated away',
          files: ruleFile(alert('sum by (job) (up) == 0', summary('{{ $labels.instance }} is down'))),
          at: ['instance'],
        },
        {
          title: 'In two texts: one finding',
          files: ruleFile(
            alert('sum(up) == 0', {
              annotations: { summary: '{{ $labels.job }} is down', description: 'See {{ $labels.job }}' },
            }),
          ),
          at: ['job'],
        },
        {
          title: 'A label of the rule is not a label of the expression',
          files: ruleFile(
            alert('sum by (job) (up) == 0', {
              labels: { severity: 'critical' },
              ...summary('{{ $labels.severity }}: {{ $labels.job }} is down'),
            }),
          ),
          at: ['severity'],
        },
        {
          title: 'absent() has only the labels of its matchers',
          files: ruleFile(
            alert('absent(up{job="shop"})', summary('{{ $labels.instance }} of {{ $labels.job }}')),
          ),
          at: ['instance'],
        },
      ],
      right: [
        { files: ruleFile(alert('sum by (job) (up) == 0', summary('{{ $labels.job }} is down'))) },
        { files: ruleFile(alert('up == 0', summary('{{ $labels.instance }} is down'))) },
        {
          title: 'One of the alternatives has it',
          files: ruleFile(alert('up == 0 or absent(up)', summary('{{ $labels.instance }} is down'))),
        },
        {
          title: 'It may be missing, and the template tests it first',
          files: ruleFile(
            alert(
              'sum by (job) (up) == 0',
              summary('{{ if $labels.instance }}one{{ else }}all{{ end }} down'),
            ),
          ),
        },
      ],
    },
  },
  messages: {
    missing: (data: { label: string; loss: string; similar: string }) => ({
      message: `the expression returns no label "${data.label}"${data.similar}: ${data.loss}`,
      why: 'the template prints an empty text instead',
      help: `keep "${data.label}" in the aggregation or matching, or remove it from the template`,
    }),
    later: (data: { label: string }) => ({
      message: `"${data.label}" is not a label of the expression: Prometheus renders templates before it adds the name`,
      why: 'the template prints an empty text instead',
      help: 'write the name of the alert in the text',
    }),
    own: (data: { label: string; value: string }) => ({
      message: `"${data.label}" is a label that the rule adds; templates get only the labels of the expression`,
      why: 'the template prints an empty text instead',
      help: `write its value, "${data.value}", in the text`,
    }),
  },
  create: (context) => ({
    Logql(query) {
      const { owner, ast } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'alert' || ast === undefined) return;
      const { rule } = owner;
      const uses = labelUses(rule);
      if (uses.size === 0) return;
      const facts = resultLabels(ast);
      for (const [label, { first, others }] of uses) {
        if (mayHaveLabel(facts, label)) continue;
        const left = facts.possible === 'any' ? [] : [...facts.possible];
        const own = effectiveLabels(rule).get(label);
        if (own !== undefined) context.report('own', first, { label, value: own.value }, { related: others });
        else {
          const similar = didYouMeanText(label, left).replace(/\?$/, '');
          const loss =
            left.length === 0
              ? 'its labels are aggregated away, dropped or used as the value'
              : `it keeps only ${left.map((each) => `"${each}"`).join(', ')}`;
          context.report('missing', first, { label, similar, loss }, { related: others });
        }
      }
    },
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined) return;
      const uses = labelUses(rule);
      if (uses.size === 0) return;
      const alternatives = factsOf(context.project).alternatives(query.ast).filter(isPossible);
      if (alternatives.length === 0) return;
      for (const [label, { first, others }] of uses) {
        const own = effectiveLabels(rule).get(label);
        const fact = missingEverywhere(alternatives, label);
        if (fact === undefined) {
          if (label === 'alertname' && !mayHave(alternatives, 'alertname') && !asksForAlerts(query.ast))
            context.report('later', first, { label }, { related: others });
          continue;
        }
        if (own !== undefined) {
          context.report('own', first, { label, value: own.value }, { related: others });
          continue;
        }
        if (lostByImpossibleJoin(label, query.ast, context.project)) continue;
        const loss = fact.reason === undefined ? 'a number has no labels' : lossText(label, fact.reason);
        const related = [...labelLoss(label, fact.reason, query, context.project), ...others];
        const similar = didYouMeanText(label, presentLabels(alternatives)).replace(/\?$/, '');
        context.report('missing', first, { label, loss, similar }, { related });
      }
    },
  }),
});

/** Whether anything says that the series have a label. */
function mayHave(alternatives: readonly Alternative[], label: string): boolean {
  return alternatives.some(({ labels }) => labels.known.has(label));
}

/** Series that Prometheus makes of alerts have the label `alertname`; of nameless selectors nobody knows. */
function asksForAlerts(expr: Expr): boolean {
  return selectorsOf(expr).some((selector) => /alert|:/i.test(selectedName(selector) ?? 'ALERTS'));
}

interface LabelPlaces {
  readonly first: Place;
  readonly others: RelatedPlace[];
}

/** Where the templates of a rule print each label: one label is one finding, however many texts use it. */
function labelUses(rule: AlertingRule): ReadonlyMap<string, LabelPlaces> {
  const { file } = rule;
  const uses = new Map<string, LabelPlaces>();
  for (const { name: field, value, node } of [...rule.labels, ...rule.annotations])
    for (const { name, source, purpose, range } of analyzeAlertTemplate(value).labels) {
      if (source !== 'labels' || purpose !== 'output') continue;
      const place = { file, range: scalarRange(node, file.text, range.start, range.end) };
      const known = uses.get(name);
      if (known === undefined) uses.set(name, { first: place, others: [] });
      else known.others.push({ ...place, message: `"${field}" uses it too` });
    }
  return uses;
}

/** The fact of a label that no alternative has; undefined where one may have it. */
function missingEverywhere(alternatives: readonly Alternative[], label: string): LabelFact | undefined {
  const facts = alternatives.map(({ labels }) => labelFact(labels, label));
  return facts.every(({ presence }) => presence === 'never') ? facts[0] : undefined;
}

function presentLabels(alternatives: readonly Alternative[]): string[] {
  const known = alternatives.flatMap(({ labels }) => [...labels.known]);
  return known.filter(([, { presence }]) => presence !== 'never').map(([name]) => name);
}
