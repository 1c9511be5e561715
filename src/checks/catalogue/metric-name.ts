import type { MetricDefinition } from '../../documents/catalogue/types.ts';
import { defineCheck } from '../contract.ts';

const of = (name: string, rest: string): Record<string, string> => ({
  'metrics.yml': `metrics:\n  ${name}: { ${rest} }\n`,
});

/** The base units of OpenMetrics; things that are counted (requests, alerts) are not units. */
const UNITS = new Set([
  'seconds',
  'bytes',
  'ratio',
  'meters',
  'grams',
  'joules',
  'celsius',
  'volts',
  'amperes',
  'hertz',
]);

/** Units that are not base units, by the suffix that names them. */
const OTHER_UNITS: Readonly<Record<string, string>> = {
  ms: 'seconds',
  milliseconds: 'seconds',
  us: 'seconds',
  microseconds: 'seconds',
  ns: 'seconds',
  nanoseconds: 'seconds',
  minutes: 'seconds',
  hours: 'seconds',
  days: 'seconds',
  kb: 'bytes',
  mb: 'bytes',
  gb: 'bytes',
  kilobytes: 'bytes',
  megabytes: 'bytes',
  bits: 'bytes',
  percent: 'ratio',
};

export default defineCheck({
  meta: {
    id: 'catalogue/metric-name',
    summary: 'metrics whose name does not show their type and unit as in OpenMetrics',
    why: 'Authors of alerts rely on the name: if they take milliseconds for seconds, the threshold is never reached.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          title: 'A counter without _total',
          files: of('shop_requests', 'type: counter'),
          at: ['shop_requests'],
        },
        {
          title: 'A gauge with _total',
          files: of('shop_seats_total', 'type: gauge'),
          at: ['shop_seats_total'],
        },
        {
          title: 'The unit is not in the name',
          files: of('shop_age', 'type: gauge, unit: seconds'),
          at: ['shop_age'],
        },
        { title: 'Not a base unit', files: of('shop_age_minutes', 'type: gauge'), at: ['shop_age_minutes'] },
      ],
      right: [
        { files: of('shop_requests_total', 'type: counter') },
        { files: of('shop_sent_bytes_total', 'type: counter, unit: bytes') },
        { files: of('shop_age_seconds', 'type: gauge, unit: seconds') },
        { title: 'A count of things', files: of('shop_mails_total', 'type: counter, unit: messages') },
        { title: 'No unit', files: of('shop_workers', 'type: gauge') },
      ],
    },
  },
  messages: {
    counter: (data: { name: string }) => ({
      message: `"${data.name}" is a counter, but its name does not end in "_total"`,
      why: 'the suffix shows that the metric needs rate() or increase()',
      help: `rename it to ${data.name}_total`,
    }),
    total: (data: { name: string; type: string }) => ({
      message: `"${data.name}" ends in "_total" like a counter, but it is a ${data.type}`,
      why: 'the name suggests rate(), which is wrong for it',
      help: 'remove the suffix',
    }),
    unit: (data: { name: string; unit: string }) => ({
      message: `"${data.name}" is in ${data.unit}, but its name does not contain the unit`,
      why: 'a threshold in another unit is accepted and never reached',
      help: `end the name with "_${data.unit}" (before "_total" of a counter)`,
    }),
    base: (data: { name: string; unit: string; base: string }) => ({
      message: `"${data.name}" is in "${data.unit}", not in the base unit "${data.base}"`,
      why: 'humanizeDuration and dashboards expect base units, and joins with other metrics need a conversion',
      help: `measure in ${data.base}`,
    }),
  },
  create: (context) => ({
    Project({ catalogue }) {
      for (const metric of catalogue.metrics.values()) {
        const { name, type, unit } = metric;
        const place = { file: metric.file, range: metric.range };
        if (type === 'counter' && !name.endsWith('_total')) context.report('counter', place, { name });
        if ((type === 'gauge' || type === 'histogram') && name.endsWith('_total'))
          context.report('total', place, { name, type });
        const said = suffixOf(metric);
        const base = OTHER_UNITS[said];
        if (base !== undefined) context.report('base', place, { name, unit: said, base });
        else if (unit !== undefined && UNITS.has(unit) && !name.split('_').includes(unit))
          context.report('unit', place, { name, unit });
      }
    },
  }),
});

/** The last word of a name, `_total` and the like left out. */
function suffixOf({ name }: MetricDefinition): string {
  const words = name.replace(/_total$/, '').split('_');
  return words[words.length - 1] ?? '';
}
