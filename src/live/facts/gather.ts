import { firingKey } from '../../project/live-facts.ts';
import type { LiveFacts, LiveFiring, LiveMetric, LiveQuery, LiveSelector } from '../../project/live-facts.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { printSeries } from '../../promql/print/print-parts.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { mapLimited } from '../../util/map-limited.ts';
import type { PrometheusApi } from '../prometheus-api.ts';
import { askMetric, askSelector } from './ask-series.ts';
import { askFiring, askQuery } from './ask-query.ts';

export interface GatherOptions {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly seriesSpanMs: number;
  readonly firingSpanMs: number;
  /** Metrics that the server describes. */
  readonly names: readonly string[];
}

/** Questions in the queue at a time; the client lets fewer of them out. */
const AHEAD = 32;

/**
 * Asks a server all that the live checks and the catalogue of a project can use: series, labels and values of every
 * selector, the cost of every rule, and how often every alert would have fired. Only files that are reported on are asked
 * about.
 *
 * @throws LiveError for a server that gives no usable answer
 */
export async function gatherFacts(
  project: Project,
  api: PrometheusApi,
  options: GatherOptions,
): Promise<Omit<LiveFacts, 'links'>> {
  const { nowMs, seriesSpanMs, firingSpanMs } = options;
  // Whole minutes: the same questions within one have the same answers, from the cache.
  const end = Math.floor(nowMs / 60_000) * 60;
  const seriesSpan = { start: end - Math.round(seriesSpanMs / 1000), end };
  const firingSpan = { start: end - Math.round(firingSpanMs / 1000), end };
  const queries = project.queries.filter(
    (query): query is PromqlQuery => query.language === 'promql' && project.isReported(query.file),
  );
  const asked = selectorsOf(queries, project);
  const selectors = new Map<string, LiveSelector>();
  await mapLimited([...asked.keys()], AHEAD, async (text) => {
    selectors.set(text, await askSelector(api, text, seriesSpan));
  });
  const byName = new Map<string, VectorSelector[]>();
  for (const [text, selector] of asked) {
    const name = selectedName(selector)!;
    const unmatched = selectors.get(text)!.present === 0 ? [selector] : [];
    byName.set(name, [...(byName.get(name) ?? []), ...unmatched]);
  }
  const metrics = new Map<string, LiveMetric>();
  await mapLimited([...byName], AHEAD, async ([name, unmatched]) => {
    metrics.set(name, await askMetric(api, name, unmatched, seriesSpan));
  });
  const rules = rulesIn(queries);
  const costs = new Map<string, LiveQuery>();
  await mapLimited([...new Set(rules.map(({ rule }) => rule.expr.text))], AHEAD, async (text) => {
    costs.set(text, await askQuery(api, text, end));
  });
  const firings = new Map<string, LiveFiring>();
  await mapLimited(alertsIn(rules, project, costs), AHEAD, async ({ rule, intervalMs }) => {
    const firing = await askFiring(api, rule, firingSpan, intervalMs);
    if (firing !== undefined) firings.set(firingKey(rule), firing);
  });
  const names = options.names;
  return {
    server: api.client.name,
    seriesSpanMs,
    firingSpanMs,
    names,
    metrics,
    selectors,
    queries: costs,
    firings,
  };
}

/** Selectors of one metric that nobody here records, by their text. */
function selectorsOf(queries: readonly PromqlQuery[], project: Project): Map<string, VectorSelector> {
  const selectors = new Map<string, VectorSelector>();
  for (const { ast } of queries) {
    if (ast === undefined) continue;
    walkExpr(ast, (node) => {
      if (node.kind !== 'VectorSelector') return;
      const name = selectedName(node);
      if (name === undefined || project.series.recorders(name).length > 0) return;
      selectors.set(printSeries(node), node);
    });
  }
  return selectors;
}

type RuleQuery = PromqlQuery & { readonly owner: Extract<PromqlQuery['owner'], { kind: 'rule' }> };

function rulesIn(queries: readonly PromqlQuery[]): { readonly rule: RuleQuery['owner']['rule'] }[] {
  return queries.flatMap(({ owner, ast }) =>
    owner.kind === 'rule' && ast !== undefined ? [{ rule: owner.rule }] : [],
  );
}

const USUAL_INTERVAL_MS = 60_000;

/** Alerts that the server can evaluate, each kind once. */
function alertsIn(
  rules: ReturnType<typeof rulesIn>,
  project: Project,
  costs: ReadonlyMap<string, LiveQuery>,
) {
  const alerts = new Map<string, { rule: Parameters<typeof askFiring>[1]; intervalMs: number }>();
  for (const { rule } of rules) {
    const cost = costs.get(rule.expr.text);
    if (rule.kind !== 'alert' || cost === undefined || 'error' in cost) continue;
    const intervalMs = project.server.evaluationInterval(rule.group)?.value ?? USUAL_INTERVAL_MS;
    alerts.set(firingKey(rule), { rule, intervalMs });
  }
  return [...alerts.values()];
}
