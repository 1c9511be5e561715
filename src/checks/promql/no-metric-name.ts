import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/no-metric-name',
    summary: 'selectors in rules without a metric name',
    why: 'Prometheus reads every metric with these labels at each evaluation, and the next exporter adds unrelated series.',
    severity: 'info',
    preset: 'strict',
    peers: ['promruval expressionWithNoMetricName'],
    examples: {
      wrong: [
        { files: ruleFile(alert('count({job="shop"}) > 1000')), at: ['{job="shop"}'] },
        { files: ruleFile(alert('count({__name__=~"shop_.+"}) > 1000')), at: ['{__name__=~"shop_.+"}'] },
      ],
      right: [
        { files: ruleFile(alert('count(up{job="shop"}) > 1000')) },
        { files: ruleFile(alert('count({__name__="up"}) > 1000')) },
      ],
    },
  },
  messages: {
    nameless: (data: { selector: string }) => ({
      message: `the selector ${data.selector} has no metric name`,
      why: 'it reads every series with these labels, whatever the metric',
      help: 'add the metric name before the braces',
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      if (ruleOf(query) === undefined || selectedName(node) !== undefined) return;
      context.report('nameless', query.place(node), {
        selector: query.source.text.slice(node.start, node.end),
      });
    },
  }),
});
