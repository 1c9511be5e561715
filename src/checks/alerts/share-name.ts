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
    summary: 'limits of 90 for a metric that is called a ratio, of 0.9 for one that is called a percentage',
    why: 'Either the name misleads everybody who uses the metric, or the alert never fires.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        { title: 'A ratio', files: ruleFile(alert('shop_disk_used_ratio > 90')), at: ['90'] },
        { title: 'A percentage', files: ruleFile(alert('shop_cpu_used_percent > 0.9')), at: ['0.9'] },
        { title: 'More than all', files: ruleFile(alert('shop_disk_used_percent > 150')), at: ['150'] },
      ],
      right: [
        { files: ruleFile(alert('shop_disk_used_ratio > 0.9')) },
        { title: 'No part of a whole', files: ruleFile(alert('shop_compression_ratio > 30')) },
        { title: 'Few percent are many', files: ruleFile(alert('shop_packet_loss_percent > 0.5')) },
      ],
    },
  },
  messages: {
    ratio: (data: { op: string; limit: string; meant: string }) => ({
      message: `the value is a ratio by its name, at most 1, and is compared by "${data.op} ${data.limit}"`,
      why: 'a ratio never meets such a limit, or always',
      help: `if ${data.limit} % is meant write ${data.meant}; if the metric is a percentage its name should say so`,
    }),
    percent: (data: { op: string; limit: string; meant: string }) => ({
      message: `the value is a percentage by its name, and is compared by "${data.op} ${data.limit}"`,
      why: 'that is less than one percent: the alert fires nearly always, or never',
      help: `if ${data.meant} % is meant write ${data.meant}; if the metric is a ratio its name should say so`,
    }),
    beyond: (data: { limit: string }) => ({
      message: `the value is the percentage of something that is used, and is compared with ${data.limit}`,
      why: 'more than all of it cannot be used: the alert never fires',
      help: 'write a number from 0 to 100',
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
