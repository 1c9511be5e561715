import { factsOf } from '../../project/facts.ts';
import { isSameVector, valueOf } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { conditionOf, usesSeries } from '../support/condition.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

import { snippet } from '../support/snippet.ts';
import { sidesText } from '../support/value-text.ts';
import { hasPartWithItself } from '../support/with-itself.ts';

const why = 'the alert fires from the first sample on and never resolves, so nobody believes it';

export default defineCheck({
  meta: {
    id: 'alerts/always-fires',
    summary: 'alerts whose condition holds whenever there is data',
    why: 'A condition that is always true, or one that returns 0 instead of nothing, is an alert that fires for ever.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/comparison'],
    examples: {
      wrong: [
        {
          title: 'A count is never below 1',
          files: ruleFile(alert('count(shop_workers) >= 0')),
          at: ['count(shop_workers) >= 0'],
        },
        {
          title: '"bool" returns 0 where the condition does not hold, and an alert fires on 0 too',
          files: ruleFile(alert('shop_queue_length > bool 100')),
          at: ['bool'],
        },
        {
          title: 'Through a recording rule',
          files: ruleFile(
            record('shop:errors:rate5m', 'sum(rate(shop_errors_total[5m]))'),
            alert('shop:errors:rate5m >= 0'),
          ),
          at: ['shop:errors:rate5m >= 0'],
        },
        {
          title: 'A share of a whole is below 1 anyway',
          files: ruleFile(alert('node_filesystem_avail_bytes / node_filesystem_size_bytes < 10')),
          at: ['node_filesystem_avail_bytes / node_filesystem_size_bytes < 10'],
        },
        {
          title: 'Growth is never negative, whatever series there are',
          files: ruleFile(alert('increase(shop_errors_total{code="500"}[5m]) >= 0')),
          at: ['increase(shop_errors_total{code="500"}[5m]) >= 0'],
        },
        {
          title: 'Two conditions that leave nothing out',
          files: ruleFile(alert('shop_queue_length > 10 or shop_queue_length < 20')),
          at: ['shop_queue_length > 10 or shop_queue_length < 20'],
        },
      ],
      right: [
        {
          title: 'It asks whether there are such series',
          files: ruleFile(alert('count(shop_build{version="1"}) > 0')),
        },
        {
          title: 'Some series are there only while something is wrong',
          files: ruleFile(alert('count by (instance) (device_alarm_id) > 0')),
        },
        { files: ruleFile(alert('shop_queue_length > 20 or shop_queue_length < 10')) },
        { files: ruleFile(alert('count(shop_workers) < 2')) },
        { files: ruleFile(alert('(shop_queue_length > bool 100) + (shop_workers < bool 3) == 2')) },
        { title: 'It is absence that makes it fire', files: ruleFile(alert('absent(shop_workers) == 1')) },
        { title: 'The condition is inside', files: ruleFile(alert('count(up == 0) > 0')) },
        { title: "A dead man's switch is meant to fire", files: ruleFile(alert('vector(1) > 0')) },
      ],
    },
  },
  messages: {
    comparison: (data: { text: string; sides: string }) => ({
      message: `"${data.text}" holds whenever there is data: ${data.sides}`,
      why,
      help: 'correct the threshold or the operator',
    }),
    itself: (data: { text: string }) => ({
      message: `"${data.text}" compares a value with itself, which always holds`,
      why,
      help: 'compare with a threshold, or with the value of another time ("offset 1h")',
    }),
    covered: (data: { text: string }) => ({
      message: `one of the two conditions of "${data.text}" holds whatever the value is`,
      why,
      help: 'write "and" for a range between the two, or correct one of the thresholds',
    }),
    bool: (data: { text: string }) => ({
      message: `"${data.text}" returns 0 where the condition does not hold, and an alert fires on any value`,
      why,
      help: 'remove "bool"',
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined || !usesSeries(query.ast)) return;
      const condition = conditionOf(query.ast, context.project);
      if (condition.kind === 'conditional') return;
      const [comparison] = condition.always;
      const facts = factsOf(context.project);
      if (
        comparison !== undefined &&
        (comparison.op === 'or' || isSameVector(comparison.lhs, comparison.rhs))
      ) {
        const kind = comparison.op === 'or' ? 'covered' : 'itself';
        context.report(kind, query.place(comparison), { text: snippet(query, comparison) });
        return;
      }
      if (comparison !== undefined) {
        if (hasPartWithItself(comparison)) return;
        context.report('comparison', query.place(comparison), {
          text: snippet(query, comparison),
          sides: sidesText(valueOf(facts.of(comparison.lhs)), valueOf(facts.of(comparison.rhs))),
        });
        return;
      }
      for (const node of condition.bools) {
        const text = query.source.text.slice(node.opRange.end, node.rhs.start);
        const at = node.opRange.end + Math.max(0, text.search(/\bbool\b/i));
        context.report('bool', query.place({ start: at, end: at + 4 }), { text: snippet(query, node) });
      }
    },
  }),
});
