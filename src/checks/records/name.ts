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
    summary: 'recording rules whose name is not level:metric:operations',
    why: 'The name states the remaining labels, the metric and the operations; without it nobody sees that a rate of the series is wrong.',
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
        properties: {
          pattern: {
            type: 'string',
            description: 'pattern that every recorded name must match (RE2, anchored)',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        { files: ruleFile(record('shop_errors_rate', 'sum(rate(x_total[5m]))')), at: ['shop_errors_rate'] },
        {
          title: 'Another level than the remaining labels',
          files: ruleFile(record('instance:x:rate5m', 'sum by (job) (rate(x_total[5m]))')),
          at: ['instance:x:rate5m'],
        },
      ],
      right: [
        { files: ruleFile(record('job:x:rate5m', 'sum by (job) (rate(x_total[5m]))')) },
        { files: ruleFile(record('job_instance:x:rate5m', 'sum by (instance, job) (rate(x_total[5m]))')) },
        {
          title: 'A custom level',
          files: ruleFile(record('shop:x:rate5m', 'sum by (job) (rate(x_total[5m]))')),
        },
      ],
    },
  },
  messages: {
    form: (data: { name: string; pattern: string }) => ({
      message: `the name of the recorded series "${data.name}" is not level:metric:operations`,
      why: 'the name does not show the remaining labels and the operations',
      help: `rename it, for example to job:http_requests:rate5m; the pattern is ${data.pattern}`,
    }),
    level: (data: { name: string; level: string; labels: string }) => ({
      message: `the name "${data.name}" states that the label "${data.level}" remains, but the expression keeps ${data.labels}`,
      why: 'users of the series rely on that label',
      help: 'use the remaining labels as the level',
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
