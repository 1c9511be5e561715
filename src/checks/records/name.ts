import { labelTest } from '../../promql/eval/storage/regexp.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { record, ruleFile } from '../support/example-rules.ts';
import { recordOf } from '../support/rule-of.ts';
import type { Expr } from '../../promql/syntax/ast.ts';

interface Options {
  readonly pattern: string;
}

const DEFAULTS: Options = { pattern: '[a-z0-9_]*:[a-zA-Z0-9_]+(:[a-z0-9_]+)*' };

export default defineCheck({
  meta: {
    id: 'records/name',
    summary: 'recording rules that are not called level:metric:operations',
    why: 'The name says which labels are left, what it is made from and what was done to it; without it nobody knows that a rate of it is wrong.',
    severity: 'info',
    preset: 'strict',
    peers: [
      'pint rule/name',
      'promruval recordedMetricNameMatchesRegexp',
      'promruval recordedMetricNameDoesNotMatchRegexp',
    ],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: { pattern: { type: 'string', description: 'What every name matches (RE2, anchored).' } },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        { files: ruleFile(record('shop_errors_rate', 'sum(rate(x_total[5m]))')), at: ['shop_errors_rate'] },
        {
          title: 'Another level than the one that is left',
          files: ruleFile(record('instance:x:rate5m', 'sum by (job) (rate(x_total[5m]))')),
          at: ['instance:x:rate5m'],
        },
      ],
      right: [
        { files: ruleFile(record('job:x:rate5m', 'sum by (job) (rate(x_total[5m]))')) },
        { files: ruleFile(record('job_instance:x:rate5m', 'sum by (instance, job) (rate(x_total[5m]))')) },
        {
          title: 'A level of one’s own',
          files: ruleFile(record('shop:x:rate5m', 'sum by (job) (rate(x_total[5m]))')),
        },
      ],
    },
  },
  messages: {
    form: (data: { name: string; pattern: string }) => ({
      message: `the recorded series "${data.name}" is not called level:metric:operations`,
      why: 'its name does not say which labels are left and what was done to the metric',
      help: `an example is job:http_requests:rate5m; the pattern is ${data.pattern}`,
    }),
    level: (data: { name: string; level: string; labels: string }) => ({
      message: `the name "${data.name}" says that the label "${data.level}" is left, but the expression keeps ${data.labels}`,
      why: 'whoever uses the series counts on that label',
      help: 'call the level after the labels that are left',
    }),
  },
  create: (context) => ({
    RecordingRule({ name, file }) {
      const { pattern } = context.options;
      if (labelTest(pattern, 3)(name.value)) return;
      context.report('form', { file, range: name.range }, { name: name.value, pattern });
    },
    Promql(query) {
      const rule = recordOf(query);
      const kept = query.ast === undefined ? undefined : keptLabels(query.ast);
      if (rule === undefined || kept === undefined || !rule.name.value.includes(':')) return;
      const level = rule.name.value.slice(0, rule.name.value.indexOf(':'));
      if (!COMMON.has(level) || kept.includes(level) || rule.labels.some(({ name }) => name === level))
        return;
      const labels = kept.length === 0 ? 'no label' : kept.map((label) => `"${label}"`).join(', ');
      context.report(
        'level',
        { file: rule.file, range: rule.name.range },
        { name: rule.name.value, level, labels },
      );
    },
  }),
});

/** Levels that are label names and nothing else. */
const COMMON = new Set(['instance', 'job', 'pod', 'node', 'namespace', 'container']);

/** The labels that `by` leaves at the root of an expression. */
function keptLabels(expr: Expr): readonly string[] | undefined {
  const root = unwrap(expr);
  if (root.kind !== 'AggregateExpr' || root.keyword === 'without') return undefined;
  return root.grouping.map(({ name }) => name);
}
