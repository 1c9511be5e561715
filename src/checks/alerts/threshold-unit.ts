import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isAlike, isNamedShare, measureOf, measureText, shareFault } from '../../analysis/units/index.ts';
import type { Measure } from '../../analysis/units/index.ts';
import { alertOf } from '../support/rule-of.ts';
import { thresholdOf } from '../../analysis/expression/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';

export default defineCheck({
  meta: {
    id: 'alerts/threshold-unit',
    summary: 'thresholds in another unit than the value, such as a duration for a timestamp',
    why: 'A timestamp is always above 3600, and 14 seconds are too short to renew a certificate: the alert fires always, or too late.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Days compared with seconds',
          files: ruleFile(alert('(shop_cert_expiry_timestamp_seconds - time()) / 86400 < 604800')),
          at: ['604800'],
        },
        {
          title: 'A percentage',
          files: ruleFile(alert('100 * (1 - shop_disk_free_bytes / shop_disk_size_bytes) > 0.9')),
          at: ['0.9'],
        },
        {
          title: 'A point in time',
          files: ruleFile(alert('shop_backup_timestamp_seconds > 24 * 3600')),
          at: ['24 * 3600'],
        },
        {
          title: 'Days for a value in seconds',
          files: ruleFile(alert('probe_ssl_earliest_cert_expiry - time() < 14')),
          at: ['14'],
        },
        {
          title: 'Milliseconds for a value in seconds',
          files: ruleFile(alert('time() - shop_backup_timestamp_seconds > 86400000')),
          at: ['86400000'],
        },
      ],
      right: [
        { files: ruleFile(alert('(shop_cert_expiry_timestamp_seconds - time()) / 86400 < 30')) },
        { title: 'A few percent are much', files: ruleFile(alert('100 * shop_failed / shop_orders > 0.5')) },
        { title: 'It was never set', files: ruleFile(alert('shop_backup_timestamp_seconds == 0')) },
        { files: ruleFile(alert('time() - shop_backup_timestamp_seconds > 24 * 3600')) },
        { files: ruleFile(alert('(probe_ssl_earliest_cert_expiry - time()) / 86400 < 14')) },
      ],
    },
  },
  messages: {
    percent: (data: { op: string; limit: string; meant: string }) => ({
      message: `the value is a percentage, but is compared with "${data.op} ${data.limit}"`,
      why: 'the threshold is less than one percent: the alert fires nearly always, or never',
      help: `if you mean ${data.meant} %, use ${data.meant}, or remove the factor of 100`,
    }),
    moment: (data: { op: string; limit: string }) => ({
      message: `the value is a timestamp, in seconds since 1970, but is compared with "${data.op} ${data.limit}"`,
      why: 'the current time is above 1.7 billion: the condition is always true, or always false',
      help: 'compare the elapsed time, "time() - ...", or the remaining time, "... - time()"',
    }),
    days: (data: { limit: string }) => ({
      message: `the value is the remaining time in seconds, but is compared with ${data.limit}`,
      why: 'the alert fires less than a minute before the deadline',
      help: `if you mean days, use ${data.limit} * 86400`,
    }),
    converted: (data: { limit: string; unit: string; converted: string }) => ({
      message: `the value is in ${data.unit}, but the threshold ${data.limit} looks like seconds`,
      why: 'a threshold of hundreds of years is always, or never, exceeded',
      help: `use ${data.converted}, or remove the division from the expression`,
    }),
    milliseconds: (data: { limit: string; days: string; meant: string }) => ({
      message: `the value is in seconds, but ${data.limit} seconds are ${data.days} days`,
      why: 'the threshold looks like milliseconds: the alert fires a thousand times too late',
      help: `if you mean milliseconds, use ${data.meant}`,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (alertOf(query) === undefined) return;
      const threshold = thresholdOf(node);
      if (threshold === undefined || threshold.op === '==' || threshold.op === '!=') return;
      const measure = measureOf(threshold.value, context.project);
      if (measure === undefined) return;
      const place = query.place(threshold.value === node.lhs ? node.rhs : node.lhs);
      const { limit, op } = threshold;
      const shown = formatSampleValue(limit);
      switch (fault(threshold, measure)) {
        case 'percent':
          context.report('percent', place, { op, limit: shown, meant: short(limit * 100) });
          break;
        case 'moment':
          context.report('moment', place, { op, limit: shown });
          break;
        case 'days':
          context.report('days', place, { limit: shown });
          break;
        case 'converted':
          context.report('converted', place, {
            limit: shown,
            unit: measureText(measure),
            converted: short(limit / measure.scales[0]!),
          });
          break;
        case 'milliseconds':
          context.report('milliseconds', place, {
            limit: shown,
            days: short(Math.round(limit / 86400)),
            meant: short(limit / 1000),
          });
          break;
        case undefined:
          break;
      }
    },
  }),
});

type Fault = 'percent' | 'moment' | 'days' | 'milliseconds' | 'converted';

function fault(threshold: Threshold, measure: Measure): Fault | undefined {
  const { limit } = threshold;
  switch (measure.dimension) {
    case 'share':
      // alerts/share-name judges names.
      return !isNamedShare(threshold) && shareFault(threshold, measure) === 'percent' ? 'percent' : undefined;
    case 'moment':
      return limit >= 10 && limit < 1e8 ? 'moment' : undefined;
    case 'time':
      return isConvertedTwice(threshold, measure) ? 'converted' : timeFault(threshold, measure);
    default:
      return undefined;
  }
}

/** Days or hours that are compared with the seconds of as many whole days. */
function isConvertedTwice({ limit }: Threshold, { scales, scaled, perSecond }: Measure): boolean {
  const [scale] = scales;
  if (scaled !== true || perSecond === true || scales.length !== 1 || scale === undefined) return false;
  return (isAlike(scales, [86400]) || isAlike(scales, [3600])) && limit >= 86400 && limit % 86400 === 0;
}

/** Of differences of points in time, which are surely in seconds. */
function timeFault({ value, op, limit }: Threshold, { scales }: Measure): Fault | undefined {
  const node = unwrap(value);
  if (node.kind !== 'BinaryExpr' || node.op !== '-' || !isAlike(scales, [1])) return undefined;
  const left = isNow(node.rhs);
  if (left && (op === '<' || op === '<=') && limit >= 1 && limit < 60) return 'days';
  const years = limit / (365 * 86400);
  // 86400000: days in milliseconds, and whole minutes of them.
  return (left || isNow(node.lhs)) &&
    limit >= 1e7 &&
    limit % 60_000 === 0 &&
    (limit % 86400 !== 0 || years > 2)
    ? 'milliseconds'
    : undefined;
}

function isNow(expr: Expr): boolean {
  const node = unwrap(expr);
  return node.kind === 'Call' && (node.func === 'time' || node.func === 'timestamp');
}

function short(value: number): string {
  return formatSampleValue(Number(value.toPrecision(6)));
}
