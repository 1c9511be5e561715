import type { AlertingRule } from '../../documents/rules/types.ts';
import { onSameServer } from '../../project/same-server.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import type { Range } from '../../source/range.ts';
import { defineCheck } from '../contract.ts';
import { disjoint, exprKey, ruleAst, selectorsOf, thresholdOf } from '../../analysis/expression/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { groupByIdentity, sharing } from '../../analysis/delivery/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';

const LABELS = { labels: { severity: 'critical' } };

export default defineCheck({
  meta: {
    id: 'alerts/duplicate',
    summary: 'alerts with the same name and labels that can fire for the same series',
    why: 'Alertmanager treats both as one alert: they overwrite each other’s annotations, and when one resolves, both resolve.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint rule/duplicate', 'promtool duplicate rules'],
    examples: {
      wrong: [
        {
          title: 'The same expression',
          files: ruleFile(alert('up == 0', LABELS), alert('(up  ==  0)', { ...LABELS, for: '5m' })),
          at: ['ShopBroken'],
        },
        {
          title: 'Another threshold, on series that both select',
          files: ruleFile(
            alert('jobs_seconds > 5400', LABELS),
            alert('jobs_seconds{type!="x"} > 3600', LABELS),
          ),
          at: ['ShopBroken'],
        },
        {
          title: 'In two files of one server',
          files: {
            'a.yml': ruleFile(alert('up == 0')),
            'b.yml': ruleFile(alert('up == 0')),
            'prometheus.yml': 'rule_files: ["*.yml"]\n',
          },
          at: ['ShopBroken'],
        },
        {
          title: 'A merge key that overwrites only the expression',
          files: `groups:
  - name: shop
    rules:
      - &lag
        alert: ShopLags
        expr: lag_seconds > 60
      - <<: *lag
        expr: lag_seconds > 600
`,
          at: ['lag_seconds > 600'],
        },
      ],
      right: [
        {
          title: 'Another severity',
          files: ruleFile(
            alert('errors > 5', { labels: { severity: 'warning' } }),
            alert('errors > 9', { labels: { severity: 'critical' } }),
          ),
        },
        {
          title: 'Other series',
          files: ruleFile(alert('jobs_seconds{type="a"} > 54'), alert('jobs_seconds{type="b"} > 36')),
        },
        {
          title: 'Conditions that exclude each other: the state of a cluster as a number',
          files: ruleFile(
            alert('cluster_status == 1', { for: '30m' }),
            alert('cluster_status == 3', { for: '5m' }),
          ),
        },
        {
          title: 'Two files that may be loaded by two servers',
          files: { 'dev/a.yml': ruleFile(alert('up == 0')), 'prod/a.yml': ruleFile(alert('up == 0')) },
        },
      ],
    },
  },
  messages: {
    same: (data: { alert: string }) => ({
      message: `the alert "${data.alert}" is defined twice with the same labels and the same expression`,
      why: 'both fire as one alert: the one evaluated last sets the annotations and the start time',
      help: 'remove one of the two rules',
    }),
    overlap: (data: { alert: string }) => ({
      message: `two alerts "${data.alert}" have the same labels and can fire for the same series`,
      why: "Alertmanager treats them as one alert: when one resolves, both resolve, and they overwrite each other's annotations",
      help: 'rename one of them, add a label that differs (for example severity), or make their matchers mutually exclusive',
    }),
  },
  create: (context) => ({
    Project(project) {
      const reported = new Set<AlertingRule>();
      const report = (kind: 'same' | 'overlap', rule: AlertingRule, earlier: AlertingRule): void => {
        if (reported.has(rule)) return;
        reported.add(rule);
        const related = [{ file: earlier.file, range: earlier.name.range, message: 'the first definition' }];
        context.report(
          kind,
          { file: rule.file, range: ownRange(rule, earlier) },
          { alert: rule.name.value },
          { related },
        );
      };
      for (const rules of groupByIdentity(project.alerts)) {
        const candidates = rules.flatMap(candidateOf);
        for (const same of sharing(candidates, ({ key }) => key)) {
          for (const [{ rule: earlier }, { rule }] of pairs(same))
            if (onSameServer(rule, earlier, project)) report('same', rule, earlier);
        }
        for (const alike of sharing(candidates, ({ shape }) => shape)) {
          for (const [one, other] of pairs(alike)) {
            if (reported.has(other.rule) || !overlap(one, other)) continue;
            if (onSameServer(other.rule, one.rule, project)) report('overlap', other.rule, one.rule);
          }
        }
      }
    },
  }),
});

/** A name that a merge key (`<<`) brings is written in the first rule: the second shows its expression then. */
function ownRange(rule: AlertingRule, earlier: AlertingRule): Range {
  const { range } = rule.name;
  return rule.file === earlier.file && range.start === earlier.name.range.start ? rule.expr.range : range;
}

interface Candidate {
  readonly rule: AlertingRule;
  readonly key: string;
  /** Of a comparison with a number: all but the matchers and the number. Rules of another shape do not overlap. */
  readonly shape: string;
  readonly selectors: readonly VectorSelector[];
}

function candidateOf(rule: AlertingRule): Candidate[] {
  const ast = ruleAst(rule);
  if (ast === undefined) return [];
  const key = exprKey(ast);
  const threshold = thresholdOf(ast);
  if (threshold === undefined) return [{ rule, key, shape: key, selectors: selectorsOf(ast) }];
  const shape = `${direction(threshold)} ${exprKey(threshold.value, { matchers: 'ignore' })}`;
  return [{ rule, key, shape, selectors: selectorsOf(threshold.value) }];
}

function overlap(a: Candidate, b: Candidate): boolean {
  return a.key !== b.key && a.selectors.every((selector, i) => !disjoint(selector, b.selectors[i]!));
}

/** Every item with each one before it, the earlier first. */
function* pairs<T>(items: readonly T[]): Generator<[T, T]> {
  for (const [index, item] of items.entries()) {
    for (let before = 0; before < index; before++) yield [items[before]!, item];
  }
}

/** Limits on the same side overlap; `> 5` and `< 2`, and `== 1` and `== 3`, exclude each other. */
function direction({ op, limit }: Threshold): string {
  if (op === '==') return `== ${limit}`;
  return op[0] === '>' || op[0] === '<' ? op[0] : op;
}
