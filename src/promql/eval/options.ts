import type { EvalProbe } from './probe.ts';

/** Parts of Prometheus that a feature flag switches on; the names are Prometheus's. */
export type EvalFeature =
  | 'promql-experimental-functions'
  | 'promql-duration-expr'
  | 'promql-extended-range-selectors'
  | 'promql-binop-fill-modifiers'
  | 'promql-delayed-name-removal'
  | 'use-start-timestamps'
  | 'type-and-unit-labels';

/** Bounds on one query. Every one of them ends the query with an error that names it. */
export interface EvalLimits {
  /** Samples held in memory at a time. */
  readonly samples: number;
  /** Series in any one intermediate result. */
  readonly series: number;
  /** UTF-16 units of a label value that label_replace or label_join makes. */
  readonly labelLength: number;
  /** Nesting of the expression. */
  readonly depth: number;
  /** Milliseconds of wall time; checked only where `EvalOptions.clock` is given. */
  readonly timeMs: number;
}

export interface EvalOptions {
  /** Major version whose semantics apply (default 3). 2 has closed ranges and no later change. */
  readonly version?: 2 | 3;
  /** How far back an instant selector looks (default 5 minutes). */
  readonly lookbackDeltaMs?: number;
  /** Step of subqueries that name none, by the length of their range (default: 1 minute). */
  readonly noStepSubqueryIntervalMs?: number | ((rangeMs: number) => number);
  readonly features?: readonly EvalFeature[] | ReadonlySet<EvalFeature>;
  readonly limits?: Partial<EvalLimits>;
  /** Milliseconds of a monotonic clock, for the time limit. */
  readonly clock?: () => number;
  /** Gets what the parts of the expression do. */
  readonly probe?: EvalProbe;
}

/** Options with every default filled in. */
export interface Settings {
  readonly version: 2 | 3;
  readonly lookbackDeltaMs: number;
  readonly subqueryIntervalMs: (rangeMs: number) => number;
  readonly delayedNameRemoval: boolean;
  readonly startTimestamps: boolean;
  readonly typeAndUnitLabels: boolean;
  readonly limits: EvalLimits;
  readonly clock: (() => number) | undefined;
  readonly probe: EvalProbe | undefined;
}

export const DEFAULT_LIMITS: EvalLimits = {
  samples: 50_000_000,
  series: 1_000_000,
  labelLength: 100_000,
  depth: 500,
  timeMs: 120_000,
};

const DEFAULT_LOOKBACK_MS = 5 * 60 * 1000;
const DEFAULT_SUBQUERY_INTERVAL_MS = 60 * 1000;

export function settingsOf(options: EvalOptions): Settings {
  const version = options.version ?? 3;
  const features = new Set(options.features);
  const interval = options.noStepSubqueryIntervalMs ?? DEFAULT_SUBQUERY_INTERVAL_MS;
  return {
    version,
    lookbackDeltaMs: options.lookbackDeltaMs ?? DEFAULT_LOOKBACK_MS,
    subqueryIntervalMs: typeof interval === 'number' ? () => interval : interval,
    delayedNameRemoval: features.has('promql-delayed-name-removal'),
    startTimestamps: features.has('use-start-timestamps'),
    typeAndUnitLabels: features.has('type-and-unit-labels'),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    clock: options.clock,
    probe: options.probe,
  };
}
