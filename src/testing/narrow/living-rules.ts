import type { Rule, RuleDocument } from '../../documents/rules/types.ts';
import { DEFAULT_LIMITS, LogStore } from '../../logql/eval/index.ts';
import { EvalError, type EvalOptions, METRIC_NAME } from '../../promql/eval/index.ts';
import { parseSeriesLabels } from '../../promql/eval/series/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import { NEWEST_LOKI } from '../../util/loki-release.ts';
import { AlertingRuleState } from '../rules/alerting-rule.ts';
import type { RuleContext } from '../rules/context.ts';
import { RecordingRuleState } from '../rules/recording-rule.ts';
import { RuleError } from '../rules/rule-error.ts';
import { SampleStore } from '../rules/sample-store.ts';
import { isEmptyAndSafe } from './empty-expr.ts';
import { type RuleSubsets, rulesOf } from './rule-subsets.ts';

/**
 * Leaves out the rules that return nothing with the series of a scenario: the selected series have no samples, as they are
 * neither input nor recorded by a rule that returns something. A scenario of hours plays some of the rules only, and
 * both engines give the same answers. A rule that fails, be it at load or in an evaluation, is never left out.
 */
export class LivingRules {
  readonly #subsets: RuleSubsets;
  readonly #context: RuleContext;
  readonly #exprs = new Map<Rule, Expr | undefined>();
  readonly #quiet = new Map<Rule, boolean>();

  constructor(subsets: RuleSubsets, options: EvalOptions) {
    this.#subsets = subsets;
    this.#context = {
      store: new SampleStore(),
      logs: new LogStore(),
      lokiRelease: NEWEST_LOKI,
      lokiLimits: DEFAULT_LIMITS,
      options,
      externalLabels: {},
      externalUrl: '',
      asPromtool: false,
    };
  }

  /**
   * The documents without the rules that return nothing.
   *
   * @param documents all rules or a part of them
   * @param series the input of the scenario
   * @param alerts the names of alerts whose rules stay in any case
   */
  pick(
    documents: readonly RuleDocument[],
    series: readonly { readonly selector: string }[],
    alerts: readonly string[],
  ): readonly RuleDocument[] {
    const names = metricNames(series);
    if (names === undefined) return documents;
    const living = new Set<Rule>();
    let open = rulesOf(documents);
    for (let before = -1; before !== living.size;) {
      before = living.size;
      open = open.filter((rule) => {
        if (!alerts.includes(rule.name.value) && this.#returnsNothing(rule, names)) return true;
        living.add(rule);
        if (rule.kind === 'record') names.add(rule.name.value);
        return false;
      });
    }
    return open.length === 0 ? documents : this.#subsets.of(living);
  }

  #returnsNothing(rule: Rule, names: ReadonlySet<string>): boolean {
    if (rule.group.document.language === 'logql') return false;
    const expr = this.#expr(rule);
    return expr !== undefined && isEmptyAndSafe(expr, (name) => names.has(name)) && this.#isQuiet(rule);
  }

  #expr(rule: Rule): Expr | undefined {
    if (!this.#exprs.has(rule)) {
      const { expr, errors } = parseExpr(rule.expr.text, {
        version: this.#context.options.version ?? 3,
        features: 'all',
      });
      this.#exprs.set(rule, errors.length === 0 ? expr : undefined);
    }
    return this.#exprs.get(rule);
  }

  /** Whether the rule loads, and evaluates to nothing where there is nothing at all. */
  #isQuiet(rule: Rule): boolean {
    let quiet = this.#quiet.get(rule);
    if (quiet === undefined) {
      quiet = isQuiet(rule, this.#context);
      this.#quiet.set(rule, quiet);
    }
    return quiet;
  }
}

function isQuiet(rule: Rule, context: RuleContext): boolean {
  try {
    const samples =
      rule.kind === 'alert'
        ? new AlertingRuleState(rule, context).evaluate(0, 0, 0, context)
        : new RecordingRuleState(rule, context).evaluate(0, 0, 0);
    return samples.length === 0;
  } catch (error) {
    if (error instanceof EvalError || error instanceof RuleError) return false;
    throw error;
  }
}

/** The metrics of the input; undefined where a series has no name, or is not in promtool's notation. */
function metricNames(series: readonly { readonly selector: string }[]): Set<string> | undefined {
  const names = new Set<string>();
  for (const { selector } of series) {
    const { labels, errors } = parseSeriesLabels(selector);
    const name = labels.get(METRIC_NAME);
    if (errors.length > 0 || name === '') return undefined;
    names.add(name);
  }
  return names;
}
