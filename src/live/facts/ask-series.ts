import type { LiveMetric, LiveSelector } from '../../project/live-facts.ts';
import type { LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { RefusedQuery } from '../errors.ts';
import type { PrometheusApi, Span } from '../prometheus-api.ts';

/** How exactly the last sample of a series that is gone is looked for: so many steps over the span. */
const STEPS = 200;

/** Is there a series of a selector now, was there one in the span, and when was the last? */
export async function askSelector(api: PrometheusApi, text: string, span: Span): Promise<LiveSelector> {
  const present = await countNow(api, text, span.end);
  if (present > 0) return { present, seen: true };
  // A server may pass over the limit: one series is enough for the answer, more do no harm.
  const series = await api.series([text], span, 1);
  if (series.length === 0) return { present, seen: false };
  return { present, seen: true, lastSeenMs: await lastSeen(api, text, span) };
}

async function countNow(api: PrometheusApi, text: string, timeS: number): Promise<number> {
  const { series } = await api.query(`count(${text})`, timeS);
  return series[0]?.value ?? 0;
}

async function lastSeen(api: PrometheusApi, text: string, span: Span): Promise<number | undefined> {
  const step = Math.max(60, Math.ceil((span.end - span.start) / STEPS));
  try {
    const [series] = await api.queryRange(`count(${text})`, span, step);
    const last = series?.points.at(-1)?.[0];
    return last === undefined ? undefined : last * 1000;
  } catch (error) {
    if (error instanceof RefusedQuery) return undefined;
    throw error;
  }
}

/**
 * The labels of a metric's series, and the values of those labels that selectors without a series ask for.
 *
 * @param unmatched selectors of this metric that find no series now
 */
export async function askMetric(
  api: PrometheusApi,
  name: string,
  unmatched: readonly VectorSelector[],
  span: Span,
): Promise<LiveMetric> {
  const selector = `{__name__=${goQuote(name)}}`;
  const labels = new Set(await api.labelNames(selector, span));
  labels.delete('__name__');
  const present = await countNow(api, selector, span.end);
  const wanted = new Set(
    unmatched.flatMap(({ matchers }) => matchers.filter(isPositive).map((matcher) => matcher.name)),
  );
  const values = new Map<string, readonly string[]>();
  for (const label of wanted)
    if (labels.has(label)) values.set(label, await api.labelValues(label, selector, span));
  return { present, labels, values };
}

function isPositive({ name, op, value }: LabelMatcher): boolean {
  return name !== '__name__' && value !== '' && (op === '=' || op === '=~');
}
