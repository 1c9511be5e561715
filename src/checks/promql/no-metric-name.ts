import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/no-metric-name',
    summary: 'selectors in rules that name no metric',
    why: 'Prometheus looks through every metric of the matching series at each evaluation, and the next exporter adds series that nobody meant.',
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
      message: `the selector ${data.selector} names no metric`,
      why: 'every series with these labels is looked at, whatever it measures',
      help: 'write the name of the metric before the braces',
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
