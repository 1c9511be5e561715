import type { Language } from '../../documents/expression.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { Labels, METRIC_NAME, type VectorSample } from '../../promql/eval/index.ts';
import { formatHistogram } from '../../promql/eval/histogram/index.ts';
import { parseWith } from '../../template/program.ts';
import {
  ALERT_PRELUDE,
  type AlertTemplateData,
  expandAlertTemplate,
  failedExpansionText,
} from '../../template/prometheus/expand.ts';
import { prometheusFunctions } from '../../template/prometheus/functions.ts';
import { type RuleContext, type VectorQuery, compileRule, compileTemplateQuery } from './context.ts';
import type { RuleObserver } from './observer.ts';
import type { RuleSample } from './output.ts';
import { RuleError } from './rule-error.ts';
import { ruleLabels } from './rule-labels.ts';

type Texts = ReadonlyMap<string, string>;

/** One alert of a rule. Times are milliseconds. */
class ActiveAlert {
  readonly labels: Labels;
  readonly activeAtMs: number;
  state: 'pending' | 'firing' | 'inactive' = 'pending';
  /** When the expression stopped to return the alert while `keep_firing_for` keeps it. */
  keptSinceMs: number | undefined;
  resolvedAtMs: number | undefined;
  #sentAtMs = -Infinity;
  #render: () => Texts;
  #annotations: Texts | undefined;

  constructor(labels: Labels, activeAtMs: number, render: () => Texts) {
    this.labels = labels;
    this.activeAtMs = activeAtMs;
    this.#render = render;
  }

  /**
   * Name and rendered text; empty texts are kept, as Prometheus keeps them. Rendered when they are asked for: tests look
   * at few of the evaluations.
   */
  get annotations(): Texts {
    return (this.#annotations ??= this.#render());
  }

  renderNow(): void {
    this.#annotations ??= this.#render();
  }

  /**
   * Whether Prometheus sends this alert to Alertmanagers after an evaluation: when it begins to fire, when it is over,
   * and again and again, but not sooner than a minute later; then it counts as sent.
   */
  takeSending(timeMs: number): boolean {
    if (this.state === 'pending') return false;
    const over = this.resolvedAtMs !== undefined && this.resolvedAtMs > this.#sentAtMs;
    if (!over && this.#sentAtMs + RESEND_DELAY_MS >= timeMs) return false;
    this.#sentAtMs = timeMs;
    return true;
  }

  /** Takes the annotations of a later evaluation. */
  renew(later: ActiveAlert): void {
    this.#render = later.#render;
    this.#annotations = later.#annotations;
  }
}

/** Prometheus's `--rules.alert.resend-delay`. */
const RESEND_DELAY_MS = 60_000;

/** How long Prometheus remembers a resolved alert. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

/** An alerting rule while a case is played: the alerts that it has, and how they change from one evaluation to the next. */
export class AlertingRuleState {
  readonly name: string;
  readonly #query: VectorQuery;
  readonly #rule: AlertingRule;
  readonly #observer: RuleObserver | undefined;
  readonly #language: Language;
  readonly #labels: readonly (readonly [string, string])[];
  readonly #annotations: readonly (readonly [string, string])[];
  /** An annotation may run a query. */
  readonly #hasQueries: boolean;
  readonly #holdMs: number;
  readonly #keepMs: number;
  #alerts = new Map<string, ActiveAlert>();
  #evaluatedAtMs = -Infinity;

  /** @param query what gives the samples of the expression; default: the engine, at each instant */
  constructor(rule: AlertingRule, context: RuleContext, query?: VectorQuery) {
    this.name = rule.name.value;
    this.#rule = rule;
    this.#observer = context.observer;
    this.#language = rule.group.document.language;
    this.#query =
      query ??
      compileRule(this.name, rule.expr.text, this.#language, context, context.observer?.probes(rule));
    this.#labels = ruleLabels(rule);
    this.#annotations = rule.annotations.map(({ name, value }) => [name, value]);
    this.#hasQueries = this.#annotations.some(([, text]) => /\bquery\b/.test(text));
    this.#holdMs = rule.for?.value ?? 0;
    this.#keepMs = rule.keepFiringFor?.value ?? 0;
    this.#checkTemplates(context);
  }

  /** Prometheus refuses to load a rule whose templates do not parse; what fails later only shows in the text. */
  #checkTemplates({ options }: RuleContext): void {
    const functions = prometheusFunctions(templateVersion(options));
    const texts = [
      ...this.#labels.map(([name, text]) => ({ what: `label "${name}"`, text })),
      ...this.#annotations.map(([name, text]) => ({ what: `annotation "${name}"`, text })),
    ];
    for (const { what, text } of texts) {
      if (!text.includes('{{')) continue;
      const [error] = parseWith(functions, `__alert_${this.name}`, ALERT_PRELUDE + text).errors;
      if (error !== undefined)
        throw new RuleError('bad-rule', `rule "${this.name}": ${what}: template: ${error.message}`);
    }
  }

  /** Nothing is pending, fires or was resolved lately: an evaluation that returns nothing changes nothing. */
  get isIdle(): boolean {
    return this.#alerts.size === 0;
  }

  /** The pending and firing alerts since the last evaluation. */
  get active(): ActiveAlert[] {
    return [...this.#alerts.values()].filter((alert) => alert.resolvedAtMs === undefined);
  }

  /** What Prometheus sends to Alertmanagers at an instant: nothing where the rule is not evaluated then. */
  takeSendings(timeMs: number): ActiveAlert[] {
    if (timeMs !== this.#evaluatedAtMs) return [];
    return [...this.#alerts.values()].filter((alert) => alert.takeSending(timeMs));
  }

  /**
   * Evaluates the rule and returns its ALERTS and ALERTS_FOR_STATE samples, unless only states are asked for.
   * @param limit most pending and firing alerts that the rule may have; 0: any number
   */
  evaluate(timeMs: number, queryOffsetMs: number, limit: number, context: RuleContext): RuleSample[] {
    this.#evaluatedAtMs = timeMs;
    const result = this.#query(timeMs - queryOffsetMs);
    this.#observer?.evaluated(this.#rule, result.length);
    const returned = this.#render(result, timeMs, context);
    for (const [key, alert] of returned) {
      const known = this.#alerts.get(key);
      if (known === undefined || known.state === 'inactive') this.#alerts.set(key, alert);
      else known.renew(alert);
    }
    const samples: RuleSample[] = [];
    let live = 0;
    for (const [key, alert] of this.#alerts) {
      if (!this.#advance(key, alert, returned.has(key), timeMs)) continue;
      live++;
      if (context.statesOnly !== true) samples.push(...this.#samples(alert, timeMs - queryOffsetMs));
    }
    if (limit > 0 && live > limit) {
      this.#alerts = new Map();
      throw new RuleError('limit-exceeded', `exceeded limit of ${limit} with ${live} alerts`);
    }
    return samples;
  }

  /** Moves an alert on by one evaluation; returns whether it is pending or firing after it. */
  #advance(key: string, alert: ActiveAlert, returned: boolean, timeMs: number): boolean {
    if (returned) alert.keptSinceMs = undefined;
    else if (!this.#isKept(alert, timeMs)) {
      const forgotten =
        alert.resolvedAtMs !== undefined && timeMs - alert.resolvedAtMs > RESOLVED_RETENTION_MS;
      if (alert.state === 'pending' || forgotten) this.#alerts.delete(key);
      if (alert.state !== 'inactive') {
        this.#observer?.alert(this.#rule, alert.state === 'pending' ? 'too-short' : 'resolved');
        alert.state = 'inactive';
        alert.resolvedAtMs = timeMs;
      }
      return false;
    }
    if (alert.state === 'pending') {
      if (timeMs - alert.activeAtMs >= this.#holdMs) alert.state = 'firing';
      this.#observer?.alert(this.#rule, alert.state);
    } else if (!returned) this.#observer?.alert(this.#rule, 'kept');
    return true;
  }

  #isKept(alert: ActiveAlert, timeMs: number): boolean {
    if (alert.state !== 'firing' || this.#keepMs === 0) return false;
    alert.keptSinceMs ??= timeMs;
    return timeMs - alert.keptSinceMs < this.#keepMs;
  }

  #render(samples: readonly VectorSample[], timeMs: number, context: RuleContext): Map<string, ActiveAlert> {
    const alerts = new Map<string, ActiveAlert>();
    for (const sample of samples) {
      const data = this.#templateData(sample, timeMs, context);
      const expand = (part: 'labels' | 'annotations', name: string, text: string): string => {
        const expansion = expandAlertTemplate(text, this.#watched(data, part, name, text));
        return 'text' in expansion ? expansion.text : failedExpansionText(expansion.error);
      };
      const labels = sample.labels.withAll([
        [METRIC_NAME, ''],
        ...this.#labels.map(([name, value]) => [name, expand('labels', name, value)] as const),
        ['alertname', this.name],
      ]);
      if (alerts.has(labels.key)) {
        throw new RuleError(
          'duplicate-labels',
          'vector contains metrics with the same labelset after applying alert labels',
        );
      }
      const render = (): Texts =>
        new Map(this.#annotations.map(([name, value]) => [name, expand('annotations', name, value)]));
      const alert = new ActiveAlert(labels, timeMs, render);
      // A query sees what is stored now, not what later evaluations store.
      if (this.#hasQueries && context.statesOnly !== true) alert.renderNow();
      alerts.set(labels.key, alert);
    }
    return alerts;
  }

  /** The data of a template whose branches somebody notes. */
  #watched(
    data: AlertTemplateData,
    part: 'labels' | 'annotations',
    name: string,
    text: string,
  ): AlertTemplateData {
    const observer = this.#observer;
    if (observer === undefined || !text.includes('{{')) return data;
    observer.rendered(this.#rule, part, name);
    const onBranch: AlertTemplateData['onBranch'] = (range, taken) =>
      observer.branched(this.#rule, part, name, range, taken);
    return { ...data, onBranch };
  }

  #templateData(
    { labels, value, histogram }: VectorSample,
    timeMs: number,
    context: RuleContext,
  ): AlertTemplateData {
    const { externalLabels, externalUrl, asPromtool, options } = context;
    return {
      labels: labels.toRecord(),
      value: templateValue(value, histogram),
      externalLabels,
      externalUrl,
      asPromtool,
      nowMs: timeMs,
      alertName: this.name,
      version: templateVersion(options),
      query: (expression) =>
        compileTemplateQuery(
          expression,
          this.#language,
          context,
        )(timeMs).map((sample) => ({
          labels: sample.labels.toRecord(),
          value: templateValue(sample.value, sample.histogram),
        })),
    };
  }

  #samples(alert: ActiveAlert, timeMs: number): RuleSample[] {
    // Prometheus starts from the rule's labels as written: a template that gives "" leaves its text in ALERTS.
    const labels = Labels.of([...this.#labels, ...alert.labels, ['alertname', this.name]]);
    const alerts = labels.withAll([
      [METRIC_NAME, 'ALERTS'],
      ['alertstate', alert.state],
    ]);
    const forState = labels.with(METRIC_NAME, 'ALERTS_FOR_STATE');
    return [
      { labels: alerts, timeMs, value: 1 },
      { labels: forState, timeMs, value: Math.floor(alert.activeAtMs / 1000) },
    ];
  }
}

/** Prometheus 2's templates are those of its last releases. */
function templateVersion(options: RuleContext['options']): string | undefined {
  return options.version === 2 ? '2.53' : undefined;
}

function templateValue(value: number, histogram: VectorSample['histogram']): AlertTemplateData['value'] {
  return histogram === undefined
    ? value
    : { text: formatHistogram(histogram), count: histogram.count, sum: histogram.sum };
}
