import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Known } from '../../project/server-facts.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { selectorsOf } from '../../analysis/expression/index.ts';
import { alert, group } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

const rules = (hold: string, interval?: string): string =>
  `groups:\n${group('shop', [alert('up{job="shop"} == 0', { for: hold })], interval && `interval: ${interval}`)}`;

export default defineCheck({
  meta: {
    id: 'alerts/for-interval',
    summary: '"for" and "keep_firing_for" durations that the evaluation interval rounds up',
    why: 'Prometheus checks "for" only when it evaluates the group: the duration is rounded up to a multiple of the interval, and the page is late.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'Shorter than the interval', files: rules('30s', '2m'), at: ['30s'] },
        { title: 'Not a multiple of the interval', files: rules('5m', '2m'), at: ['5m'] },
        {
          title: 'The interval of the server',
          files: {
            'rules.yml': rules('30s'),
            'prometheus.yml': 'global: { evaluation_interval: 1m }\nrule_files: [rules.yml]\n',
          },
          at: ['30s'],
        },
        {
          title: 'Shorter than the time between two samples',
          files: {
            'rules.yml': rules('30s'),
            'prometheus.yml':
              'global: { scrape_interval: 1m, evaluation_interval: 15s }\nrule_files: [rules.yml]\nscrape_configs: [{ job_name: shop }]\n',
          },
          at: ['30s'],
        },
      ],
      right: [
        {
          title: 'Two samples',
          files: {
            'rules.yml': rules('2m'),
            'prometheus.yml':
              'global: { scrape_interval: 1m, evaluation_interval: 15s }\nrule_files: [rules.yml]\nscrape_configs: [{ job_name: shop }]\n',
          },
        },
        { files: rules('4m', '2m') },
        { title: 'No wait: fires at once', files: rules('0s', '2m') },
        { title: 'The evaluation interval is unknown', files: rules('45s') },
      ],
    },
  },
  messages: {
    shorter: (data: { key: string; value: string; interval: string; from: string }) => ({
      message: `"${data.key}: ${data.value}" is shorter than the evaluation interval, ${data.interval} (${data.from})`,
      why: `the effective duration is ${data.interval}: the rule is not evaluated in between`,
      help: `use "${data.key}: ${data.interval}", or shorten the interval of the group`,
    }),
    multiple: (data: { key: string; value: string; interval: string; from: string; real: string }) => ({
      message: `"${data.key}: ${data.value}" is not a multiple of the evaluation interval, ${data.interval} (${data.from})`,
      why: `the effective duration is ${data.real}: the first evaluation after ${data.value} has passed`,
      help: `use "${data.key}: ${data.real}", or an interval that divides ${data.value}`,
    }),
    sample: (data: { value: string; interval: string; from: string; name: string; enough: string }) => ({
      message: `"for: ${data.value}" is shorter than the scrape interval of "${data.name}", ${data.interval} (${data.from})`,
      why: 'all evaluations read the same sample: a single bad sample fires the alert, only later than without "for"',
      help: `use "for: ${data.enough}" or longer, so that a second sample must confirm the first`,
    }),
  },
  create: (context) => {
    /** A prometheus.yml of the repository that loads no rules does not show who scrapes for this alert. */
    const isOfThisServer = (
      rule: AlertingRule,
      selector: VectorSelector,
      { from }: Known<number>,
    ): boolean => {
      const name = selectedName(selector);
      const { series, server } = context.project;
      if (name !== undefined && series.recorders(name).length > 0) return true;
      return from === 'rulecheck.yaml' || server.evaluationInterval(rule.group)?.from === from;
    };
    return {
      Promql(query) {
        const rule = alertOf(query);
        const hold = rule?.for;
        if (rule === undefined || hold === undefined || hold.value === 0 || query.ast === undefined) return;
        const [selector, ...others] = instantSelectors(query.ast);
        if (selector === undefined || others.length > 0) return;
        const known = context.project.server.of(rule.file.path).sampleInterval(selector);
        // Rounded to evaluations it is another time, which is reported already.
        const evaluated = context.project.server.evaluationInterval(rule.group);
        if (evaluated !== undefined && hold.value % evaluated.value !== 0) return;
        if (known === undefined || hold.value >= known.value || !isOfThisServer(rule, selector, known))
          return;
        context.report(
          'sample',
          { file: rule.file, range: hold.range },
          {
            value: formatDurationMs(hold.value),
            interval: formatDurationMs(known.value),
            from: known.from,
            name: selectedName(selector) ?? '',
            enough: formatDurationMs(2 * known.value),
          },
        );
      },
      AlertingRule(rule) {
        const known = context.project.server.evaluationInterval(rule.group);
        if (known === undefined) return;
        for (const [key, hold] of [
          ['for', rule.for],
          ['keep_firing_for', rule.keepFiringFor],
        ] as const) {
          if (hold === undefined || hold.value === 0 || hold.value % known.value === 0) continue;
          const place = { file: rule.file, range: hold.range };
          const data = {
            key,
            value: formatDurationMs(hold.value),
            interval: formatDurationMs(known.value),
            from: known.from,
          };
          if (hold.value < known.value) context.report('shorter', place, data);
          else {
            const real = formatDurationMs(Math.ceil(hold.value / known.value) * known.value);
            context.report('multiple', place, { ...data, real });
          }
        }
      },
    };
  },
});

/** The selectors of an expression that looks at single samples; none where a range or a subquery takes part. */
function instantSelectors(expr: Expr): readonly VectorSelector[] {
  let ranges = false as boolean;
  walkExpr(expr, (node) => {
    ranges ||= node.kind === 'MatrixSelector' || node.kind === 'SubqueryExpr';
    ranges ||= node.kind === 'Call' && node.func.startsWith('absent');
    return !ranges;
  });
  return ranges ? [] : selectorsOf(expr);
}
