import { resultLabels } from '../../logql/analysis/index.ts';
import type { LogqlExpr } from '../../logql/syntax/index.ts';
import { METRIC_NAME_LABEL } from '../../promql/infer/index.ts';
import type { Alternative, LabelFact, LabelSet } from '../../promql/infer/index.ts';
import { logqlValue } from './logql-value.ts';

/** The series that a metric query of Loki returns, in the terms of PromQL: Prometheus reads what Loki's rules record. */
export function logqlSeries(expr: LogqlExpr): Alternative {
  const { start, end } = expr;
  return {
    range: { start, end },
    labels: labelSet(expr),
    value: logqlValue(expr),
    presence: { kind: 'maybe' },
    quantity: { type: 'gauge' },
  };
}

function labelSet(expr: LogqlExpr): LabelSet {
  const { guaranteed, possible, impossible } = resultLabels(expr);
  const known = new Map<string, LabelFact>();
  for (const name of impossible) known.set(name, { presence: 'never' });
  for (const name of possible === 'any' ? [] : possible) known.set(name, { presence: 'maybe' });
  for (const name of guaranteed) known.set(name, { presence: 'always' });
  known.set(METRIC_NAME_LABEL, { presence: 'never' });
  return { known, others: possible === 'any' ? 'maybe' : 'never' };
}
