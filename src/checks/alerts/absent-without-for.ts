import { defineCheck } from '../contract.ts';
import { firesAtOnce } from '../support/alert-time.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { firingParts } from '../../analysis/expression/index.ts';
import { alertOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'alerts/absent-without-for',
    summary: 'alerts on absent() without "for"',
    why: 'A single failed scrape or a restart of Prometheus makes the series absent for a moment, so the alert pages without a fault.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint alerts/absent'],
    examples: {
      wrong: [
        { files: ruleFile(alert('absent(shop_requests_total)')), at: ['absent(shop_requests_total)'] },
        {
          title: '"for: 0m" does not wait',
          files: ruleFile(alert('absent(up{job="shop"})', { for: '0m' })),
          at: ['absent(up{job="shop"})'],
        },
      ],
      right: [
        { files: ruleFile(alert('absent(shop_requests_total)', { for: '5m' })) },
        {
          title: 'The range of absent_over_time() does what "for" would',
          files: ruleFile(alert('absent_over_time(up[10m])')),
        },
        {
          title: 'Part of a condition',
          files: ruleFile(alert('shop_orders < 5 unless on () absent(shop_opening_hours)')),
        },
      ],
    },
  },
  messages: {
    once: (data: { alert: string }) => ({
      message: `the alert "${data.alert}" fires at the first evaluation in which the series is absent`,
      why: 'a failed scrape removes a series until the next scrape, and a restart of Prometheus until the first: both would page',
      help: 'add "for" with at least two scrape intervals, such as "for: 5m", or use absent_over_time(...[5m])',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined || !firesAtOnce(rule)) return;
      for (const node of firingParts(query.ast)) {
        if (node.kind === 'Call' && node.func === 'absent')
          context.report('once', query.place(node), { alert: rule.name.value });
      }
    },
  }),
});
