import type { LabelDefinition } from '../../documents/catalogue/types.ts';
import type { RecordingRule, Rule } from '../../documents/rules/types.ts';
import {
  alternativesOf,
  ANY,
  estimateOf,
  Inference,
  interval,
  isPossible,
  labelFact,
  METRIC_NAME_LABEL,
  pinned,
  point,
  sumEstimate,
  withLabel,
} from '../../promql/infer/index.ts';
import type {
  Alternative,
  Facts,
  Interval,
  LabelFact,
  LabelReason,
  LabelSet,
  Presence,
  SeriesEstimate,
} from '../../promql/infer/index.ts';
import { knownMetric } from '../../promql/knowledge/index.ts';
import type { KnownMetric } from '../../promql/knowledge/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import type { CataloguedSeries } from '../../project/catalogue.ts';
import type { Project } from '../../project/project.ts';
import { scrapedLabels, targetLabelsLeft } from './scraped-series.ts';
import { logqlSeries } from './logql-recorded.ts';
import { USUAL_EXTERNAL_LABELS } from '../../project/usual-external-labels.ts';

/** A recording rule that depends on its own result, through the rules named in order. */
export interface RecordingCycle {
  readonly names: readonly string[];
}

/** More recording rules of one name than this are not looked into. */
const MOST_RECORDERS = 12;
const NOWHERE = { start: 0, end: 0 };

/**
 * Facts of every PromQL expression of a project: the catalogue says what is scraped, and recording rules pass on
 * what is known of their expressions, with their labels. Each expression is looked at once.
 */
class ProjectFacts {
  readonly #project: Project;
  /** Labels that a recorded series may have gained on its way here: the usual ones, and those of this project. */
  readonly #external: ReadonlySet<string>;
  /** The labels that every scraped series of this project has, as far as is known. */
  readonly #targetLabels: readonly string[];
  readonly #inference: Inference;
  readonly #series = new Map<string, readonly Alternative[] | undefined>();
  readonly #pending: string[] = [];
  readonly #cycles: RecordingCycle[] = [];
  /** Names that are recorded from themselves. */
  readonly #feeding = new Set<string>();

  constructor(project: Project) {
    this.#project = project;
    this.#external = externalLabels(project);
    this.#targetLabels = targetLabelsLeft(project.prometheusConfigs);
    this.#inference = new Inference({ series: (name) => this.series(name) });
  }

  /** Facts of a node of an expression that parses. */
  of(expr: Expr): Facts {
    return this.#inference.of(expr);
  }

  /** The alternatives of a vector or range vector; none for scalars and strings. */
  alternatives(expr: Expr): readonly Alternative[] {
    return alternativesOf(this.of(expr));
  }

  /** Facts about the series of one metric name: recorded, catalogued, or undefined for nothing. */
  series(name: string): readonly Alternative[] | undefined {
    if (this.#series.has(name)) return this.#series.get(name);
    const start = this.#pending.indexOf(name);
    if (start >= 0) {
      this.#feeding.add(name);
      this.#cycles.push({ names: [...this.#pending.slice(start), name] });
      return undefined;
    }
    this.#pending.push(name);
    const found = this.#lookUp(name);
    this.#pending.pop();
    this.#series.set(name, found);
    return found;
  }

  /** Recording rules that feed on themselves; complete once every expression was asked about. */
  get cycles(): readonly RecordingCycle[] {
    return this.#cycles;
  }

  #lookUp(name: string): readonly Alternative[] | undefined {
    const recorders = this.#project.series.recorders(name);
    if (recorders.length > MOST_RECORDERS) return undefined;
    if (recorders.length > 0) {
      const found = recorders.map((rule, index) => this.#recorded(rule, index));
      // `container_memory_usage_bytes` recorded from itself is scraped too: a rule gives one more series of it.
      if (this.#feeding.has(name) && !name.includes(':')) return undefined;
      return found.some((each) => each === undefined) ? undefined : found.flatMap((each) => each ?? []);
    }
    const catalogued = this.#project.catalogue.series(name);
    if (catalogued !== undefined) return [cataloguedFacts(name, catalogued)];
    const labels = scrapedLabels(name, this.#targetLabels);
    return wellKnown(name, labels) ?? scraped(name, labels);
  }

  #recorded(rule: RecordingRule, recorder: number): readonly Alternative[] | undefined {
    if (rule.group.document.language === 'logql') {
      const { expr, errors } = rule.expr.logql;
      if (expr === undefined || errors.length > 0) return undefined;
      return [asRecorded(logqlSeries(expr), rule, recorder, this.#external)];
    }
    if (rule.expr.promql.errors.length > 0) return undefined;
    const ast = rule.expr.promql.expr;
    if (ast === undefined) return undefined;
    const facts = this.#inference.of(ast);
    if (facts.type === 'scalar')
      return [asRecorded(scalarAsVector(facts.value), rule, recorder, this.#external)];
    return alternativesOf(facts).map((each) => asRecorded(each, rule, recorder, this.#external));
  }
}

/** The facts of a project's expressions, built on first use. */
export function factsOf(project: Project): ProjectFacts {
  return project.once(newFacts);
}

const newFacts = (project: Project): ProjectFacts => new ProjectFacts(project);

/** Whichever server of the project recorded a series, another may read it with the labels that its own adds. */
function externalLabels({ settings, prometheusConfigs }: Project): ReadonlySet<string> {
  const servers = prometheusConfigs.flatMap((config) => config.externalLabels.map(({ name }) => name));
  return new Set([...USUAL_EXTERNAL_LABELS, ...(settings.prometheus.externalLabels ?? []), ...servers]);
}

function scalarAsVector(value: Interval): Alternative {
  return {
    range: NOWHERE,
    labels: { known: new Map(), others: 'never' },
    value,
    presence: { kind: 'maybe' },
    quantity: { type: 'gauge' },
    series: { count: 1, factors: [] },
  };
}

/** An alternative of a rule's expression as the series that the rule records. */
function asRecorded(
  inner: Alternative,
  rule: RecordingRule,
  recorder: number,
  external: ReadonlySet<string>,
): Alternative {
  const record = rule.name.value;
  const fromRule = (reason: LabelReason | undefined): LabelReason | undefined =>
    reason === undefined || reason.kind === 'catalogue'
      ? reason
      : { kind: 'recorded', record, recorder, range: rangeOf(reason), inner: reason };
  const known = new Map<string, LabelFact>();
  for (const [name, fact] of inner.labels.known) known.set(name, { ...fact, reason: fromRule(fact.reason) });
  let labels: LabelSet = { ...inner.labels, known, reason: fromRule(inner.labels.reason) };
  const own: LabelReason = { kind: 'rule-label', record, recorder };
  for (const { name, value } of [...rule.group.labels, ...rule.labels]) {
    labels = withLabel(labels, name, value === '' ? { presence: 'never', reason: own } : pinned(value, own));
  }
  labels = withLabel(labels, METRIC_NAME_LABEL, pinned(record, own));
  for (const name of external)
    if (labelFact(labels, name).presence === 'never') labels = withLabel(labels, name, { presence: 'maybe' });
  return {
    ...inner,
    labels,
    presence: recordedPresence(inner.presence, record, recorder),
    quantity: { ...inner.quantity, metric: record },
  };
}

function rangeOf(reason: LabelReason): { start: number; end: number } {
  return 'range' in reason ? reason.range : NOWHERE;
}

/** Even what is always there is missing until its rule has run; what never is, stays away. */
function recordedPresence(presence: Presence, record: string, recorder: number): Presence {
  if (presence.kind !== 'never') return { kind: 'maybe' };
  const { reason } = presence;
  return {
    kind: 'never',
    reason: { kind: 'recorded', record, recorder, range: reason.range, inner: reason },
  };
}

function cataloguedFacts(name: string, series: CataloguedSeries): Alternative {
  const reason: LabelReason = { kind: 'catalogue', metric: name };
  const known = new Map<string, LabelFact>([[METRIC_NAME_LABEL, pinned(name, reason)]]);
  for (const label of series.labels.values()) known.set(label.name, cataloguedLabel(label, reason));
  // Every scraped series has a job and an instance; catalogues may leave them out.
  const targets = ['job', 'instance'].filter((label) => !known.has(label));
  for (const label of targets) known.set(label, { presence: 'maybe' });
  const closed = series.labels.size > 0;
  const labels: LabelSet = closed ? { known, others: 'never', reason } : { known, others: 'maybe' };
  return {
    range: NOWHERE,
    labels,
    value: cataloguedValue(name, series),
    presence: { kind: 'maybe' },
    quantity: { type: series.type, metric: name, unit: unitOf(series) },
    series: targets.length === 2 ? undefined : estimateOf(labels),
  };
}

function cataloguedLabel(label: LabelDefinition, reason: LabelReason): LabelFact {
  const values = label.values && new Set(label.values);
  const count = label.values?.length ?? label.max;
  return {
    presence: 'expected',
    ...(values === undefined ? {} : { values }),
    ...(count === undefined
      ? {}
      : { count: label.per === undefined ? { count } : { count, per: label.per } }),
    reason,
  };
}

function unitOf({ metric, part }: CataloguedSeries): string | undefined {
  return part === 'bucket' || part === 'count' ? 'observations' : metric.unit;
}

function cataloguedValue(name: string, series: CataloguedSeries): Interval {
  const known = knownMetric(name);
  if (known !== undefined) return wellKnownValue(known);
  switch (series.type) {
    case 'counter':
      // The sum of a histogram or summary falls where observations are negative.
      return series.part === 'sum' ? ANY : interval(0, Infinity, { hiOpen: true });
    case 'stateset':
      return interval(0, 1);
    case 'info':
      return point(1);
    default:
      return ANY;
  }
}

/** Series of well-known software, whose values and states it fixes for all its versions. */
function wellKnown(
  name: string,
  targetLabels: readonly [string, LabelFact][],
): readonly Alternative[] | undefined {
  const metric = knownMetric(name);
  if (metric === undefined) return undefined;
  const reason: LabelReason = { kind: 'catalogue', metric: name };
  const known = new Map<string, LabelFact>([[METRIC_NAME_LABEL, pinned(name, reason)]]);
  for (const [label, values] of Object.entries(metric.states ?? {}))
    known.set(label, { presence: 'maybe', values: new Set(values) });
  // Prometheus writes these itself for every target.
  const own = /^(?:up|scrape_\w+)$/.test(name);
  for (const [label, fact] of targetLabels) known.set(label, own ? { presence: 'expected', reason } : fact);
  return [
    {
      range: NOWHERE,
      labels: { known, others: 'maybe' },
      value: wellKnownValue(metric),
      presence: { kind: 'maybe' },
      quantity: { type: metric.type, metric: name },
    },
  ];
}

/** A metric of which no more is known than that it is scraped. */
function scraped(
  name: string,
  targetLabels: readonly [string, LabelFact][],
): readonly Alternative[] | undefined {
  if (targetLabels.length === 0) return undefined;
  const fact = pinned(name, { kind: 'matcher', range: NOWHERE, text: name });
  const known = new Map<string, LabelFact>([[METRIC_NAME_LABEL, fact], ...targetLabels]);
  return [
    {
      range: NOWHERE,
      labels: { known, others: 'maybe' },
      value: ANY,
      presence: { kind: 'maybe' },
      quantity: { type: 'unknown', metric: name },
    },
  ];
}

function wellKnownValue({ type, values }: KnownMetric): Interval {
  if (values !== undefined) return interval(...values);
  return type === 'counter' ? interval(0, Infinity, { hiOpen: true }) : ANY;
}

/**
 * An upper bound of the series that a rule makes at one evaluation (an alert: of the alerts it can fire at once),
 * with the product that gave it; undefined where nothing bounds it, as without a catalogue.
 */
export function estimateRule(rule: Rule, project: Project): SeriesEstimate | undefined {
  if (rule.group.document.language !== 'promql' || rule.expr.promql.errors.length > 0) return undefined;
  const ast = rule.expr.promql.expr;
  if (ast === undefined) return undefined;
  const facts = factsOf(project).of(ast);
  if (facts.type === 'scalar') return { count: 1, factors: [] };
  const [first, ...rest] = alternativesOf(facts).filter(isPossible);
  if (first === undefined) return undefined;
  return rest.reduce<SeriesEstimate | undefined>(
    (total, { series }) => sumEstimate(total, series),
    first.series,
  );
}
