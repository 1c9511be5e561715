import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { LiveFacts, LiveMetric } from '../../project/live-facts.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { labelTest } from '../../promql/eval/storage/regexp.ts';
import { printSeries } from '../../promql/print/print-parts.ts';
import type { Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { exampleServer } from '../support/example-live.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { listText } from './series/live-text.ts';

const NEVER = { present: 0, seen: false };
const RATE = 'rate(shop_orders_total{code="500"}[5m]) > 1';
const SELECTOR = 'shop_orders_total{code="500"}';
const GONE = { present: 0, seen: true, lastSeenMs: Date.UTC(2026, 0, 4, 21, 30) };
const CATALOGUE = 'metrics:\n  shop_orders_total: { type: counter, labels: [code, method] }\n';

export default defineCheck({
  meta: {
    id: 'live/series',
    summary: 'metrics, labels and values that no series has on the server that --prometheus names',
    why: 'A rule over series that do not exist is empty for ever: the alert never fires, and nothing says so.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/series'],
    examples: {
      wrong: [
        {
          title: 'No such metric',
          files: ruleFile(alert('rate(shop_order_total[5m]) > 1')),
          live: exampleServer({
            metrics: { shop_order_total: [], shop_orders_total: ['code'] },
            selectors: { shop_order_total: NEVER },
          }),
          at: ['shop_order_total'],
        },
        {
          title: 'A metric that the catalogue promises',
          files: { 'rules.yml': ruleFile(alert(RATE)), 'metrics.yml': CATALOGUE },
          live: exampleServer({ metrics: { shop_orders_total: [] }, selectors: { [SELECTOR]: NEVER } }),
          at: ['shop_orders_total'],
        },
        {
          title: 'No such label',
          files: ruleFile(alert('rate(shop_orders_total{status="500"}[5m]) > 1')),
          live: exampleServer({
            metrics: { shop_orders_total: ['code', 'job'] },
            selectors: { 'shop_orders_total{status="500"}': NEVER },
          }),
          at: ['status'],
        },
        {
          title: 'No such value',
          files: ruleFile(alert(RATE)),
          live: exampleServer({
            metrics: { shop_orders_total: ['code', 'job'] },
            values: { shop_orders_total: { code: ['ok', 'failed'] } },
            selectors: { [SELECTOR]: NEVER },
          }),
          at: ['"500"'],
        },
        {
          title: 'Each of the values, but never together',
          files: ruleFile(alert('shop_up{a="1",b="2"} == 0')),
          live: exampleServer({
            metrics: { shop_up: ['a', 'b'] },
            values: { shop_up: { a: ['1'], b: ['2'] } },
            selectors: { 'shop_up{a="1",b="2"}': NEVER },
          }),
          at: ['shop_up{a="1",b="2"}'],
        },
        {
          title: 'Series that are gone',
          files: ruleFile(alert(RATE)),
          live: exampleServer({
            metrics: { shop_orders_total: ['code'] },
            values: { shop_orders_total: { code: ['500'] } },
            selectors: { [SELECTOR]: GONE },
          }),
          at: [SELECTOR],
        },
      ],
      right: [
        { title: 'No server is asked', files: ruleFile(alert(RATE)) },
        {
          title: 'The series are there',
          files: ruleFile(alert('rate(shop_orders_total{code="501"}[5m]) > 1')),
          live: exampleServer({
            metrics: { shop_orders_total: ['code'] },
            selectors: { 'shop_orders_total{code="501"}': { present: 3, seen: true } },
          }),
        },
        {
          title: 'The catalogue lists the value: it appears with the first failure',
          files: {
            'rules.yml': ruleFile(alert(RATE)),
            'metrics.yml':
              'metrics:\n  shop_orders_total: { type: counter, labels: { code: { values: ["200", "500"] } } }\n',
          },
          live: exampleServer({
            metrics: { shop_orders_total: ['code'] },
            values: { shop_orders_total: { code: ['200'] } },
            selectors: { [SELECTOR]: NEVER },
          }),
        },
        {
          title: 'The alert waits for series to be gone',
          files: ruleFile(alert('absent(shop_up{job="shop"})')),
          live: exampleServer({ metrics: { shop_up: [] }, selectors: { 'shop_up{job="shop"}': NEVER } }),
        },
      ],
    },
  },
  messages: {
    metric: (data: { server: string; name: string; span: string; similar: string; catalogued: boolean }) => ({
      message: `${data.server} has had no series of "${data.name}" in the last ${data.span}${data.similar}`,
      why: data.catalogued
        ? 'the catalogue describes the metric, but no target exposes it: the expression is empty'
        : 'the expression is empty, so an alert on it never fires',
      help: data.catalogued
        ? 'deploy the exporter, or take the metric out of the catalogue and the rule'
        : 'correct the name, or deploy what exposes the metric first',
    }),
    label: (data: { server: string; name: string; label: string; similar: string; known: string }) => ({
      message: `no series of "${data.name}" on ${data.server} has a label "${data.label}"${data.similar}`,
      why: 'the matcher selects nothing',
      help: `its labels are ${data.known}`,
    }),
    value: (data: {
      server: string;
      name: string;
      matcher: string;
      span: string;
      similar: string;
      known: string;
    }) => ({
      message: `no series of "${data.name}" on ${data.server} has had ${data.matcher} in the last ${data.span}${data.similar}`,
      why: 'the matcher selects nothing; that is as it should be only where the value appears with the first failure',
      help: `its values are ${data.known}`,
    }),
    together: (data: { server: string; span: string }) => ({
      message: `no series on ${data.server} has had all of these labels together in the last ${data.span}`,
      why: 'each of the values exists, but not on one series: the selector finds nothing',
      help: 'ask the server which combinations there are, and correct the matchers',
    }),
    gone: (data: { server: string; last: string }) => ({
      message: `${data.server} has no series of this selector any more; the last samples are of ${data.last}`,
      why: 'what exposed it is gone or renamed it, and the rule is empty since then',
      help: 'correct the selector, or bring the target back',
    }),
  },
  create(context) {
    const { live } = context.project;
    if (live === undefined) return {};
    const { server } = live;
    const span = formatDurationMs(live.seriesSpanMs);
    return {
      Promql(query) {
        for (const node of selectorsOf(query)) {
          const name = selectedName(node);
          const facts = live.selectors.get(printSeries(node));
          const metric = name === undefined ? undefined : live.metrics.get(name);
          if (name === undefined || facts === undefined || metric === undefined || facts.present > 0)
            continue;
          if (OF_ALERTS.test(name)) continue;
          if (metric.labels.size === 0) {
            const catalogued = isCatalogued(name, context.project, live);
            const similar = catalogued ? '' : didYouMeanText(name, live.names);
            const severity = catalogued ? 'warning' : 'error';
            const data = { server, name, span, similar, catalogued };
            context.report('metric', query.place(node.nameRange ?? node), data, { severity });
            continue;
          }
          const faults = node.matchers.filter((matcher) => isStrange(matcher, metric));
          const isPromised = promiseOf(name, context.project, live);
          for (const matcher of faults) {
            if (isPromised(matcher) !== undefined) continue;
            const values = metric.values.get(matcher.name);
            if (values === undefined) {
              const known = [...metric.labels];
              const data = {
                server,
                name,
                label: matcher.name,
                similar: didYouMeanText(matcher.name, known),
                known: listText(known),
              };
              context.report('label', query.place(matcher.nameRange), data);
            } else {
              const data = {
                server,
                name,
                matcher: `${matcher.name}${matcher.op}${JSON.stringify(matcher.value)}`,
                span,
                similar: matcher.op === '=' ? didYouMeanText(matcher.value, values) : '',
                known: listText(values),
              };
              context.report('value', query.place(matcher.valueRange), data, { severity: 'warning' });
            }
          }
          if (faults.length > 0) continue;
          const { seen, lastSeenMs } = facts;
          if (!seen && node.matchers.every((matcher) => isPromised(matcher) === true)) continue;
          if (!seen) context.report('together', query.place(node), { server, span }, { severity: 'warning' });
          else {
            const last = lastSeenMs === undefined ? `the last ${span}` : new Date(lastSeenMs).toISOString();
            context.report('gone', query.place(node), { server, last }, { severity: 'warning' });
          }
        }
      },
    };
  },
});

/** Selectors of an expression, without those whose absence is what it asks about. */
function selectorsOf({ ast }: PromqlQuery): VectorSelector[] {
  const selectors: VectorSelector[] = [];
  if (ast === undefined) return selectors;
  walkExpr(ast, (node: Expr) => {
    if (node.kind === 'Call' && /^absent(?:_over_time)?$/.test(node.func)) return false;
    if (node.kind === 'VectorSelector') selectors.push(node);
    return true;
  });
  return selectors;
}

/** Series of alerts are there while one is pending or firing, and only then. */
const OF_ALERTS = /^ALERTS(?:_FOR_STATE)?$/;

function isStrange({ name, op, value }: LabelMatcher, { labels, values }: LiveMetric): boolean {
  if (name === '__name__' || value === '' || (op !== '=' && op !== '=~')) return false;
  const matches = op === '=' ? (text: string) => text === value : labelTest(value, 3);
  if (matches('')) return false;
  if (!labels.has(name)) return true;
  const known = values.get(name);
  return known !== undefined && !known.some(matches);
}

/** A catalogue of the repository describes the metric. */
function isCatalogued(name: string, { catalogue }: Project, { server }: LiveFacts): boolean {
  const series = catalogue.series(name);
  return series !== undefined && series.metric.file.path !== server;
}

/**
 * What a catalogue of the repository says of a matcher: true for a value that it lists, which may appear with the first
 * failure; false for one that it rules out, which promql/unknown-label reports; undefined where it says nothing.
 */
function promiseOf(
  metric: string,
  project: Project,
  live: LiveFacts,
): (matcher: LabelMatcher) => boolean | undefined {
  if (!isCatalogued(metric, project, live)) return () => undefined;
  const labels = project.catalogue.series(metric)?.labels;
  return ({ name, op, value }) => {
    const label = labels?.get(name);
    if (label === undefined) return false;
    if (label.values === undefined) return undefined;
    return label.values.some(op === '=' ? (text) => text === value : labelTest(value, 3));
  };
}
