import type { AlertingRule, Rule } from '../../documents/rules/types.ts';
import type { LogProbe } from '../../logql/eval/index.ts';
import type { LogqlExpr } from '../../logql/syntax/index.ts';
import type { EvalProbe } from '../../promql/eval/index.ts';
import type { Range } from '../../source/range.ts';

/** What watches the expression of a rule. */
export interface RuleProbes {
  readonly promql: EvalProbe;
  /** @param sent the query as it is evaluated: its nodes are not those of the rule's own text */
  readonly logql: (sent: LogqlExpr) => LogProbe;
}

/** A change of one alert's state. */
export type AlertEvent =
  /** The expression returns it, and "for" has not passed. */
  | 'pending'
  /** The expression stopped to return it before "for" had passed. */
  | 'too-short'
  | 'firing'
  /** "keep_firing_for" keeps it. */
  | 'kept'
  | 'resolved';

/** Notes what rules do while tests are played. */
export interface RuleObserver {
  probes(rule: Rule): RuleProbes;
  /** A rule was evaluated; `samples` is how many its expression returned. */
  evaluated(rule: Rule, samples: number): void;
  alert(rule: AlertingRule, event: AlertEvent): void;
  /** A label or annotation was rendered. */
  rendered(rule: AlertingRule, part: 'labels' | 'annotations', name: string): void;
  /** The body of an `if`, `with` or `range` ran or did not; the range is in the text of the value. */
  branched(
    rule: AlertingRule,
    part: 'labels' | 'annotations',
    name: string,
    range: Range,
    taken: boolean,
  ): void;
}
