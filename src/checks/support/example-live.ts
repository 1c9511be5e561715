import { firingKey } from '../../project/live-facts.ts';
import type {
  LiveFacts,
  LiveFiring,
  LiveLink,
  LiveMetric,
  LiveQuery,
  LiveSelector,
} from '../../project/live-facts.ts';

const DAY_MS = 86_400_000;

interface ExampleAnswers {
  /** Labels that a metric's series have; none: there is no series. */
  readonly metrics?: Readonly<Record<string, readonly string[]>>;
  /** Values by metric and label. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly selectors?: Readonly<Record<string, LiveSelector>>;
  readonly queries?: Readonly<Record<string, LiveQuery>>;
  /** By expression, of alerts without `for`. */
  readonly firings?: Readonly<Record<string, LiveFiring>>;
  readonly links?: Readonly<Record<string, LiveLink>>;
}

/** What the server of an example said. */
export function exampleServer(answers: ExampleAnswers): LiveFacts {
  const { metrics = {}, values = {}, selectors = {}, queries = {}, firings = {}, links = {} } = answers;
  const metric = ([name, labels]: [string, readonly string[]]): [string, LiveMetric] => [
    name,
    { present: labels.length, labels: new Set(labels), values: new Map(Object.entries(values[name] ?? {})) },
  ];
  return {
    server: 'http://prometheus:9090',
    seriesSpanMs: 7 * DAY_MS,
    firingSpanMs: DAY_MS,
    names: Object.keys(metrics).filter((name) => metrics[name]!.length > 0),
    metrics: new Map(Object.entries(metrics).map(metric)),
    selectors: new Map(Object.entries(selectors)),
    queries: new Map(Object.entries(queries)),
    firings: new Map(
      Object.entries(firings).map(([text, firing]) => [firingKey({ expr: { text } }), firing]),
    ),
    links: new Map(Object.entries(links)),
  };
}
