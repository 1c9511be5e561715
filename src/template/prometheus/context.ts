import type { CallEnvironment } from '../value/callable.ts';
import type { QueryFunction } from './samples.ts';

/** What Prometheus's functions know besides their arguments. */
export interface PrometheusEnvironment extends CallEnvironment {
  readonly nowMs: number;
  /** Absent where Prometheus's own code has a nil URL. */
  readonly externalUrl: string | undefined;
  readonly query: QueryFunction;
}

/** Narrows the environment that the evaluator hands on; it is made in expand.ts for every run. */
export function prometheusEnvironment(environment: CallEnvironment): PrometheusEnvironment {
  return environment as PrometheusEnvironment;
}
