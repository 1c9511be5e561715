import type { Rule } from '../../../documents/rules/types.ts';
import { LiveError, notAsPromised, RefusedQuery } from '../../../live/errors.ts';
import type { PrometheusApi, RangeSeries } from '../../../live/prometheus-api.ts';
import { Labels } from '../../../promql/eval/index.ts';
import type { MatrixSeries } from '../../../promql/eval/index.ts';
import { stepAt } from '../evaluate/answer.ts';
import type { RuleAnswer, Steps } from '../evaluate/answer.ts';

/** Prometheus refuses more points of a series than 11,000. */
const MOST_STEPS = 10_000;
/** A query that the server refuses is asked in halves so often. */
const MOST_HALVINGS = 4;
const WAITS_MS = [1000, 4000];

export interface AskOptions {
  readonly api: PrometheusApi;
  /** Waits before an attempt is repeated. */
  readonly wait: (ms: number) => Promise<void>;
  /** The expression that is sent for a rule, where it is not its own. */
  readonly textOf: (rule: Rule) => string;
}

/**
 * Has a server evaluate the expression of a rule at some steps, as range queries. What fails on the way is repeated
 * twice; what the server refuses is asked in halves, and the smallest part that it refuses counts as failed evaluations.
 *
 * @throws LiveError for a server that does not answer, or not as its API promises
 */
export async function askServer(rule: Rule, steps: Steps, options: AskOptions): Promise<RuleAnswer> {
  const parts: Steps[] = [];
  for (let first = 0; first < steps.count; first += MOST_STEPS)
    parts.push({
      ...steps,
      firstMs: stepAt(steps, first),
      count: Math.min(MOST_STEPS, steps.count - first),
    });
  const answers = await Promise.all(parts.map((part) => askPart(rule, part, options, MOST_HALVINGS)));
  return joined(answers);
}

async function askPart(rule: Rule, steps: Steps, options: AskOptions, halvings: number): Promise<RuleAnswer> {
  try {
    return { series: await askOnce(rule, steps, options), failures: [] };
  } catch (error) {
    if (!(error instanceof RefusedQuery)) throw error;
    if (halvings > 0 && steps.count > 1 && error.type !== 'bad_data') {
      const half = Math.ceil(steps.count / 2);
      const answers = [];
      for (const part of [
        { ...steps, count: half },
        { ...steps, firstMs: stepAt(steps, half), count: steps.count - half },
      ])
        answers.push(await askPart(rule, part, options, halvings - 1));
      return joined(answers);
    }
    const failures = Array.from({ length: steps.count }, (_, step) => ({
      timeMs: stepAt(steps, step),
      message: error.message,
    }));
    return { series: [], failures };
  }
}

async function askOnce(rule: Rule, steps: Steps, { api, wait, textOf }: AskOptions): Promise<MatrixSeries[]> {
  const span = { start: steps.firstMs / 1000, end: stepAt(steps, steps.count - 1) / 1000 };
  for (let attempt = 0; ; attempt++) {
    try {
      const found = await api.queryRange(textOf(rule), span, steps.stepMs / 1000);
      return checked(found, steps, api.client.name);
    } catch (error) {
      const waitMs = WAITS_MS[attempt];
      if (!(error instanceof LiveError) || !error.isTransient || waitMs === undefined) throw error;
      await wait(waitMs);
    }
  }
}

/** @throws LiveError where the points are not those that were asked for: the alerts would be invented */
function checked(found: readonly RangeSeries[], steps: Steps, server: string): MatrixSeries[] {
  const seen = new Set<string>();
  const lastMs = stepAt(steps, steps.count - 1);
  return found.map(({ labels, points }) => {
    const own = Labels.of(labels);
    if (seen.has(own.key)) throw lies(server, `it returns the series ${own.toString()} twice`);
    seen.add(own.key);
    const timesMs = Float64Array.from(points, ([seconds]) => Math.round(seconds * 1000));
    let beforeMs = -Infinity;
    for (const timeMs of timesMs) {
      const isAsked =
        timeMs >= steps.firstMs && timeMs <= lastMs && (timeMs - steps.firstMs) % steps.stepMs === 0;
      if (!isAsked || timeMs <= beforeMs)
        throw lies(
          server,
          `it returns ${new Date(timeMs).toISOString()}, which is not the next step of the query`,
        );
      beforeMs = timeMs;
    }
    return {
      labels: own,
      floats: { timesMs, values: Float64Array.from(points, ([, value]) => value) },
      histograms: { timesMs: new Float64Array(0), values: [] },
    };
  });
}

const lies = (server: string, what: string): LiveError => notAsPromised(`${server}/api/v1/query_range`, what);

/** Answers about parts of the time, in their order, as one. */
function joined(answers: readonly RuleAnswer[]): RuleAnswer {
  const [first] = answers;
  if (answers.length === 1 && first !== undefined) return first;
  const series = new Map<string, MatrixSeries[]>();
  for (const one of answers.flatMap((answer) => answer.series))
    series.set(one.labels.key, [...(series.get(one.labels.key) ?? []), one]);
  return {
    series: [...series.values()].map((parts) => ({
      ...parts[0]!,
      floats: {
        timesMs: concatenated(parts.map(({ floats }) => floats.timesMs)),
        values: concatenated(parts.map(({ floats }) => floats.values)),
      },
    })),
    failures: answers.flatMap((answer) => answer.failures),
  };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
