import { panelUnit } from '../../analysis/dashboards/index.ts';
import type { PanelUnit } from '../../analysis/dashboards/index.ts';
import { isAlike, measureOf, measureText } from '../../analysis/units/index.ts';
import type { Measure } from '../../analysis/units/index.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import type { Panel } from '../../documents/dashboard/index.ts';
import { child } from '../../yaml/node.ts';
import { itemsOf } from '../../yaml/values.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';

const example = (expr: string, unit: string): Record<string, string> => ({
  'shop.json': exampleDashboard([{ expr, more: { fieldConfig: { defaults: { unit } } } }]),
});

export default defineCheck({
  meta: {
    id: 'dashboards/unit',
    summary: 'panels with another unit than their query',
    why: 'The panel shows a latency of two seconds as two milliseconds, and the on-call engineer looks elsewhere.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    peers: ['dashboard-linter panel-units-rule', 'gcx panel-units'],
    examples: {
      wrong: [
        { files: example('max(shop_reply_time_seconds)', 'ms'), at: ['"ms"'] },
        {
          title: 'Bytes shown as bits',
          files: example('rate(shop_sent_bytes_total[5m])', 'bps'),
          at: ['"bps"'],
        },
        {
          title: 'Seconds since 1970',
          files: example('shop_backup_last_success_timestamp_seconds', 'dateTimeAsIso'),
          at: ['"dateTimeAsIso"'],
        },
      ],
      right: [
        { files: example('max(shop_reply_time_seconds)', 's') },
        { title: 'Converted', files: example('rate(shop_sent_bytes_total[5m]) * 8', 'bps') },
        {
          title: 'A duration since a timestamp',
          files: example('time() - shop_backup_last_success_timestamp_seconds', 's'),
        },
      ],
    },
  },
  messages: {
    other: (data: { unit: string; shown: string; measured: string; expr: string }) => ({
      message: `the panel shows ${data.shown} (unit "${data.unit}"), but this query returns ${data.measured}`,
      why: 'Grafana does not convert: it appends the unit to the number',
      help: `select the unit of the query, or convert the values in it (${data.expr})`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.owner.kind !== 'dashboard' || query.owner.part.kind !== 'panel' || query.ast === undefined)
        return;
      const { panel, target } = query.owner.part;
      const unit = panel.unit === undefined ? undefined : panelUnit(panel.unit.value);
      if (panel.unit === undefined || unit === undefined || target.hidden || !isPlain(panel)) return;
      const measure = measureOf(query.ast, context.project);
      if (measure === undefined || fits(measure, unit) || isNamedShare(query.ast, measure, unit)) return;
      const data = {
        unit: panel.unit.value,
        shown: unit.text,
        measured: measureText(measure),
        expr: convertText(measure, unit),
      };
      const related = [{ ...query.place(query.ast), message: `${measureText(measure)}, by its name` }];
      context.report('other', { file: query.file, range: panel.unit.range }, data, { related });
    },
  }),
});

/** Every number of the panel is one of a query, and has the panel's unit. */
function isPlain({ type, node, targets }: Panel): boolean {
  if (type !== undefined && !/^(?:timeseries|graph|stat|singlestat|gauge|bargauge)$/.test(type)) return false;
  const isComputed = targets.some(({ datasource }) => datasource?.type === '__expr__');
  return !isComputed && itemsOf(child(node, 'transformations')).length === 0;
}

/** Dimensions that names show with certainty. */
const TOLD: ReadonlySet<Measure['dimension']> = new Set(['time', 'moment', 'bytes', 'share']);

function fits(measure: Measure, unit: PanelUnit): boolean {
  if (measure.guessed === true || !TOLD.has(measure.dimension)) return true;
  // How long the rest lasts: the free amount divided by the use. And many names of points in time end in "_seconds" only.
  if (measure.dimension === 'share' && unit.dimension === 'time') return true;
  if (measure.dimension === 'time' && unit.dimension === 'moment') return true;
  // Bytes per second in a panel of bytes lack two letters and nothing else.
  return measure.dimension === unit.dimension && isAlike(measure.scales, [unit.scale]);
}

/** Names do not agree whether a share is counted from 0 to 1 or to 100; a calculation shows it. */
function isNamedShare(expr: Expr, { dimension }: Measure, unit: PanelUnit): boolean {
  const node = unwrap(expr);
  return dimension === 'share' && unit.dimension === 'share' && node.kind !== 'BinaryExpr';
}

function convertText({ dimension, scales: [scale = 1] }: Measure, unit: PanelUnit): string {
  if (dimension !== unit.dimension) return 'they are not of that kind';
  const factor = scale / unit.scale;
  return factor >= 1 ? `* ${Number(factor.toPrecision(6))}` : `/ ${Number((1 / factor).toPrecision(6))}`;
}
