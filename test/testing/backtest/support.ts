import { DEFAULT_LIMITS } from '../../../src/logql/eval/index.ts';
import { Labels } from '../../../src/promql/eval/index.ts';
import type { RuleDocument } from '../../../src/documents/rules/types.ts';
import { labelsKey } from '../../../src/routing/labels.ts';
import { Intake } from '../../../src/testing/backtest/index.ts';
import type { BacktestRules, Played } from '../../../src/testing/backtest/index.ts';
import type { RecordedSpan } from './recorded-span.ts';

/** Rules that are all evaluated at one interval, as promtool does. */
export function rulesAt(intervalMs: number, documents: readonly RuleDocument[]): BacktestRules {
  return {
    groups: documents.flatMap((document) => document.groups),
    intervalOf: () => intervalMs,
    evaluationIntervalMs: intervalMs,
    evaluation: { version: 3 },
    lokiRelease: 'next',
    lokiLimits: DEFAULT_LIMITS,
    externalLabels: {},
    externalUrl: '',
  };
}

/** A recorded span as a backtest takes it in. */
export function intakeOf({ series, startMs, scrapeMs }: RecordedSpan): Intake {
  const intake = new Intake({
    isWanted: () => true,
    isComputed: () => false,
    fromMs: -Infinity,
    toMs: Infinity,
  });
  const place = { file: 'span', line: 1 };
  for (const { labels, values } of series) {
    const own = Labels.of(labels);
    for (const [i, value] of values.entries()) {
      const isEnd = value === undefined && i > 0 && values[i - 1] !== undefined;
      if (value !== undefined || isEnd) intake.add(own, startMs + i * scrapeMs, value, place);
    }
  }
  return intake;
}

/** The alerts at an instant, as `state labels`, sorted. */
export function alertsAt({ alerts }: Played, atMs: number): string[] {
  return alerts
    .flatMap(({ series }) =>
      series.flatMap(({ labels, episodes }) =>
        episodes
          .filter(({ pendingMs, endMs }) => pendingMs <= atMs && (endMs === undefined || endMs > atMs))
          .map(
            ({ firingMs }) =>
              `${firingMs !== undefined && firingMs <= atMs ? 'firing' : 'pending'} ${labelsKey(labels)}`,
          ),
      ),
    )
    .sort();
}
