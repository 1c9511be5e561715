import { ANY, estimateOf, interval, pinned, point } from '../../../src/promql/infer/index.ts';
import type {
  Alternative,
  InferenceEnvironment,
  Interval,
  LabelFact,
  MetricKind,
} from '../../../src/promql/infer/index.ts';

type Values = Readonly<Record<string, readonly string[]>>;

function metric(name: string, type: MetricKind, value: Interval, labels: Values | undefined): Alternative {
  const reason = { kind: 'catalogue', metric: name } as const;
  const known = new Map<string, LabelFact>([['__name__', pinned(name, reason)]]);
  for (const [label, values] of Object.entries(labels ?? {})) {
    known.set(label, {
      presence: 'always',
      values: new Set(values),
      count: { count: values.length },
      reason,
    });
  }
  const set = { known, others: labels === undefined ? 'maybe' : 'never' } as const;
  return {
    range: { start: 0, end: 0 },
    labels: set,
    value,
    presence: { kind: 'maybe' },
    quantity: { type, metric: name },
    series: estimateOf(set),
  };
}

function environment(metrics: readonly Alternative[]): InferenceEnvironment {
  const byName = new Map(metrics.map((each) => [each.quantity.metric, [each]]));
  return { series: (name) => byName.get(name) };
}

const COUNTER = interval(0, Infinity, { hiOpen: true });

/** All that is true of the generated series. */
export const EVERYTHING_KNOWN = environment([
  metric('requests_total', 'counter', COUNTER, { job: ['a', 'b'], code: ['200', '500'] }),
  metric('temperature', 'gauge', ANY, { job: ['a', 'b'], room: ['x', 'y'] }),
  metric('up', 'gauge', interval(0, 1), { job: ['a', 'b'] }),
  metric('info', 'info', point(1), { job: ['a', 'b'], env: ['prod', 'dev'] }),
  metric('latency_bucket', 'counter', COUNTER, { job: ['a'], le: ['0.1', '0.5', '1', '+Inf'] }),
]);

/** Nothing but which metrics are gauges, so that no rate of them is taken for a counter's. */
export const GAUGES_KNOWN = environment([metric('temperature', 'gauge', ANY, undefined)]);
