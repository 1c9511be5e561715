import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { TestCase } from '../observe/types.ts';
import type { Failure } from '../result.ts';
import type { AlertingRuleState } from '../rules/alerting-rule.ts';
import type { OnEvaluated } from '../rules/play.ts';
import type { RoutingConfig } from '../routing/resolve.ts';
import type { RuleKey } from '../rule-key.ts';
import type { Variant } from './variant.ts';

/** One test that can be played as it is and with a variant of what it tests. */
export interface TestUnit {
  readonly kind: 'scenario' | 'promtool' | 'routes';
  /** Unique in a run: file and name. */
  readonly id: string;
  readonly name: string;
  readonly file: SourceFile;
  readonly range: Range;
  readonly alert: string | undefined;
  /** The rules that are evaluated in it. */
  readonly rules: ReadonlySet<RuleKey>;
  /** The configuration that its expectations are judged by; undefined: none of them asks for routes. */
  readonly routing: RoutingConfig | undefined;
  /** The names of alerts that were pending or firing in it; known once it was played. */
  readonly active: ReadonlySet<string>;
  /** Milliseconds that it took last. */
  durationMs: number;
  /** The failures with a variant; none: it passes. */
  run(variant: Variant): Promise<readonly Failure[]>;
  /** Of a scenario, for whoever plays it otherwise. */
  readonly testCase?: TestCase;
}

/** Notes which alerts are pending or firing while a test is played. */
export class ActiveAlerts {
  readonly names = new Set<string>();

  readonly onEvaluated: OnEvaluated = (_sinceMs, alerting) => {
    for (const rule of alerting) if (!this.names.has(rule.name) && isActive(rule)) this.names.add(rule.name);
  };
}

const isActive = (rule: AlertingRuleState): boolean => rule.active.length > 0;
