import { unwrap } from '../../promql/infer/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Project } from '../../project/project.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isNamedShare, measureOf, RECORDED_RATIO, shareFault } from '../../analysis/units/index.ts';
import type { Measure } from '../../analysis/units/index.ts';
import { alertOf } from '../support/rule-of.ts';
import { thresholdOf } from '../../analysis/expression/index.ts';

export default defineCheck({
  meta: {
    id: 'alerts/share-name',
    summary: 'percentages as thresholds of metrics named as a ratio, and ratios for percentages',
    why: 'Either the name of the metric is misleading, or the alert never fires.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        { title: 'A ratio', files: ruleFile(alert('shop_disk_used_ratio > 90')), at: ['90'] },
        { title: 'A percentage', files: ruleFile(alert('shop_cpu_used_percent > 0.9')), at: ['0.9'] },
        { title: 'More than 100 %', files: ruleFile(alert('shop_disk_used_percent > 150')), at: ['150'] },
      ],
      right: [
        { files: ruleFile(alert('shop_disk_used_ratio > 0.9')) },
        { title: 'Not a share of a whole', files: ruleFile(alert('shop_compression_ratio > 30')) },
        { title: 'A few percent are much', files: ruleFile(alert('shop_packet_loss_percent > 0.5')) },
      ],
    },
  },
  messages: {
    ratio: (data: { op: string; limit: string; meant: string }) => ({
      message: `the metric is a ratio by its name, at most 1, but is compared with "${data.op} ${data.limit}"`,
      why: 'the condition of a ratio with this threshold is always false, or always true',
      help: `if you mean ${data.limit} %, use ${data.meant}; if the metric is a percentage, rename it`,
    }),
    percent: (data: { op: string; limit: string; meant: string }) => ({
      message: `the metric is a percentage by its name, but is compared with "${data.op} ${data.limit}"`,
      why: 'the threshold is less than one percent: the alert fires nearly always, or never',
      help: `if you mean ${data.meant} %, use ${data.meant}; if the metric is a ratio, rename it`,
    }),
    beyond: (data: { limit: string }) => ({
      message: `the value is a percentage of used capacity, but is compared with ${data.limit}`,
      why: 'usage cannot exceed 100 %: the alert never fires',
      help: 'use a number from 0 to 100',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (alertOf(query) === undefined) return;
      const threshold = thresholdOf(node);
      if (threshold === undefined || !isNamedShare(threshold)) return;
      const measure =
        measureOf(threshold.value, context.project) ?? ofRecord(threshold.value, context.project);
      const fault = measure?.dimension === 'share' ? shareFault(threshold, measure) : undefined;
      if (fault === undefined) return;
      const { limit, op } = threshold;
      const place = query.place(threshold.value === node.lhs ? node.rhs : node.lhs);
      const shown = formatSampleValue(limit);
      if (fault === 'beyond') context.report(fault, place, { limit: shown });
      else
        context.report(fault, place, {
          op,
          limit: shown,
          meant: formatSampleValue(Number((fault === 'ratio' ? limit / 100 : limit * 100).toPrecision(6))),
        });
    },
  }),
});

/** A ratio that another repository records. */
function ofRecord(value: Expr, project: Project): Measure | undefined {
  const node = unwrap(value);
  const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
  if (name === undefined || !RECORDED_RATIO.test(name)) return undefined;
  return project.series.recorders(name).length > 0 ? undefined : { dimension: 'share', scales: [1] };
}
