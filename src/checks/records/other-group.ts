import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { alert, group, record } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

const RATE = record('job:shop_errors:rate5m', 'sum by (job) (rate(shop_errors_total[5m]))');
const USE = record('shop_errors:rate5m', 'sum(job:shop_errors:rate5m)');

export default defineCheck({
  meta: {
    id: 'records/other-group',
    summary: 'rules that use a series recorded in another group',
    why: 'Groups run independently and at different times: the value can be as old as the interval of the other group, and each further group adds one.',
    severity: 'info',
    preset: 'strict',
    peers: ['pint rule/dependency'],
    examples: {
      wrong: [
        {
          files: `groups:\n${group('sums', [USE])}${group('rates', [RATE])}`,
          at: ['job:shop_errors:rate5m'],
        },
        {
          title: 'An alert',
          files: `groups:\n${group('rates', [RATE])}${group('alerts', [alert('job:shop_errors:rate5m > 5')])}`,
          at: ['job:shop_errors:rate5m'],
        },
      ],
      right: [{ files: `groups:\n${group('shop', [RATE, USE])}` }],
    },
  },
  messages: {
    other: (data: { name: string; group: string }) => ({
      message: `"${data.name}" is recorded in another group, "${data.group}"`,
      why: 'groups run at different times: the recorded value lags by up to one interval of that group',
      help: 'put both rules into one group, with the recording rule first',
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      const rule = ruleOf(query);
      const name = selectedName(node);
      if (rule === undefined || name === undefined) return;
      const recorders = context.project.series.recorders(name);
      const [first] = recorders;
      if (first === undefined || recorders.some((recorder) => recorder.group === rule.group)) return;
      context.report(
        'other',
        query.place(node.nameRange ?? node),
        { name, group: first.group.name?.value ?? '' },
        { related: [{ file: first.file, range: first.name.range, message: 'recorded here' }] },
      );
    },
  }),
});
