import { logQueries } from '../../logql/analysis/walk.ts';
import type { LabelFilter, LogQuery, LogRange } from '../../logql/syntax/ast.ts';
import type { Range } from '../../source/range.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';
import { suffixUnit } from '../../analysis/units/index.ts';

export default defineCheck({
  meta: {
    id: 'logql/value-unit',
    summary: 'plain numbers of log lines read as durations with a unit: `duration_ms > 5s`',
    why: 'Loki cannot read "5000" as a duration: such a line gets an error, and one of them fails the whole query.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: lokiAlert('sum(count_over_time({app="web"} | json | duration_ms > 5s [5m])) > 5'),
          at: ['duration_ms > 5s'],
        },
        {
          files: lokiAlert('max_over_time({app="web"} | json | unwrap duration(latency_ms) [5m]) > 5'),
          at: ['latency_ms'],
        },
      ],
      right: [
        { files: lokiAlert('sum(count_over_time({app="web"} | json | duration_ms > 5000 [5m])) > 5') },
        { files: lokiAlert('sum(count_over_time({app="web"} | json | duration > 5s [5m])) > 5') },
      ],
    },
  },
  messages: {
    unit: (data: { label: string; unit: string }) => ({
      message: `"${data.label}" is a number of ${data.unit} by its name, but is compared with a duration that has a unit`,
      why: 'a number without a unit is not a duration: the line gets an error, and a metric query with such a line fails',
      help: `compare it with a plain number of ${data.unit}`,
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.ast === undefined) return;
      for (const { query: inner, range } of logQueries(query.ast))
        for (const { label, at } of durationsOf(inner, range)) {
          const unit = suffixUnit(label);
          if (unit === undefined || !/^(?:milli|micro|nano)?seconds$/.test(unit)) continue;
          context.report('unit', query.place(at), { label, unit });
        }
    },
  }),
});

interface DurationUse {
  readonly label: string;
  readonly at: Range;
}

function durationsOf({ stages }: LogQuery, range: LogRange | undefined): readonly DurationUse[] {
  const found = stages.flatMap((stage) => (stage.kind === 'LabelFilter' ? filtersOf(stage.filter) : []));
  const unwrap = range?.unwrap;
  return unwrap?.conversion === 'duration' || unwrap?.conversion === 'duration_seconds'
    ? [...found, { label: unwrap.label.name, at: unwrap.label }]
    : found;
}

function filtersOf(filter: LabelFilter): readonly DurationUse[] {
  if (filter.kind === 'LabelFilterBinary') return [...filtersOf(filter.lhs), ...filtersOf(filter.rhs)];
  return filter.kind === 'DurationFilter' ? [{ label: filter.name, at: filter }] : [];
}
