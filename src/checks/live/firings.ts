import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { firingKey } from '../../project/live-facts.ts';
import { plural } from '../../util/plural.ts';
import { defineCheck } from '../contract.ts';
import { exampleServer } from '../support/example-live.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const EXPR = 'shop_queue > 10';
const files = ruleFile(alert(EXPR));
const live = (count: number, series: number, now: number) =>
  exampleServer({ firings: { [EXPR]: { count, series, now } } });

export default defineCheck({
  meta: {
    id: 'live/firings',
    summary: 'alerts that would have fired often on the data of the server of --prometheus',
    why: 'An alert that fires forty times a day is switched off in the heads of those who get it.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint alerts/count'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          max: {
            type: 'integer',
            minimum: 0,
            description: 'Most firings in the time that is looked at (--fired-in).',
          },
        },
      },
      defaults: { max: 10 },
    },
    examples: {
      wrong: [
        { files, live: live(34, 2, 0), at: ['ShopBroken'] },
        {
          title: 'No firing at all is wanted',
          config: 'checks: { live/firings: { max: 0 } }\n',
          files,
          live: live(1, 1, 1),
          at: ['ShopBroken'],
        },
      ],
      right: [
        { files },
        {
          title: 'Now and then',
          files: ruleFile(alert('shop_queue > 11')),
          live: exampleServer({ firings: { 'shop_queue > 11': { count: 3, series: 1, now: 0 } } }),
        },
      ],
    },
  },
  messages: {
    often: (data: { alert: string; span: string; count: number; series: number; now: number }) => ({
      message: `the alert "${data.alert}" would have fired ${plural(data.count, 'time')} in the last ${data.span}${data.series > 1 ? `, for ${data.series} label sets` : ''}${data.now > 0 ? `; ${data.now} of them now` : ''}`,
      why: 'whoever gets it learns to look away, also when it matters',
      help: 'raise the threshold, lengthen "for", add keep_firing_for, or aggregate the label sets',
    }),
  },
  create(context) {
    const { live } = context.project;
    if (live === undefined) return {};
    return {
      AlertingRule(rule) {
        const firing = live.firings.get(firingKey(rule));
        if (firing === undefined || firing.count <= context.options.max) return;
        const place = { file: rule.file, range: rule.name.range };
        const span = formatDurationMs(live.firingSpanMs);
        context.report('often', place, { alert: rule.name.value, span, ...firing });
      },
    };
  },
});
