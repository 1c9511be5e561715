import type { BacktestRouting, BacktestRules } from '../../testing/backtest/index.ts';

/** One of the rule sets that are played. */
export interface BacktestSide {
  /** The revision or the files that it is from; empty for the working tree. */
  readonly name: string;
  readonly rules: BacktestRules;
  /** undefined: there is no Alertmanager configuration. */
  readonly routing: BacktestRouting | undefined;
}
