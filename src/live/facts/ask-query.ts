import type { LiveFiring, LiveQuery } from '../../project/live-facts.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { LiveError, RefusedQuery } from '../errors.ts';
import type { PrometheusApi, RangeSeries, Span } from '../prometheus-api.ts';

/** What an expression costs the server, or why it cannot work it out. Counted there: the result itself stays. */
export async function askQuery(api: PrometheusApi, text: string, timeS: number): Promise<LiveQuery> {
  try {
    const { series, cost } = await api.query(`count(${withoutComment(text)})`, timeS);
    return { series: series[0]?.value ?? 0, ...cost };
  } catch (error) {
    if (error instanceof RefusedQuery && isScalarRefusal(error)) return askScalar(api, text, timeS);
    if (error instanceof RefusedQuery) return { error: error.type, detail: error.message };
    if (isTooSlow(error)) return { error: 'timeout', detail: 'no answer in time' };
    throw error;
  }
}

/** An expression may end with a comment, which would swallow the parenthesis. */
const withoutComment = (text: string): string => `${text}\n`;

/** `count(vector)` of a scalar is refused; the expression itself need not be counted. */
function isScalarRefusal({ type, message }: RefusedQuery): boolean {
  return type === 'bad_data' && /expected type instant vector/.test(message);
}

async function askScalar(api: PrometheusApi, text: string, timeS: number): Promise<LiveQuery> {
  try {
    const { series, cost } = await api.query(text, timeS);
    return { series: series.length, ...cost };
  } catch (error) {
    if (error instanceof RefusedQuery) return { error: error.type, detail: error.message };
    throw error;
  }
}

/** One slow expression says something of itself; that the server answers was seen before. */
function isTooSlow(error: unknown): boolean {
  return error instanceof LiveError && error.message.includes(' is too slow: ');
}

/** Points that a range query asks for at most; Prometheus refuses more than 11,000. */
const MOST_POINTS = 3000;

/**
 * How often an alert would have fired in a span, by the rule's interval or a longer step.
 *
 * @returns undefined where the server cannot work it out
 */
export async function askFiring(
  api: PrometheusApi,
  rule: AlertingRule,
  span: Span,
  intervalMs: number,
): Promise<LiveFiring | undefined> {
  const stepS = Math.max(intervalMs / 1000, Math.ceil((span.end - span.start) / MOST_POINTS), 1);
  try {
    const series = await api.queryRange(rule.expr.text, span, stepS);
    return countFirings(series, {
      stepS,
      endS: span.end,
      forS: (rule.for?.value ?? 0) / 1000,
      keepS: (rule.keepFiringFor?.value ?? 0) / 1000,
    });
  } catch (error) {
    if (error instanceof RefusedQuery || isTooSlow(error)) return undefined;
    throw error;
  }
}

/** How the results of an alert's expression become firings; all in seconds. */
export interface FiringTimes {
  readonly stepS: number;
  readonly endS: number;
  readonly forS: number;
  readonly keepS: number;
}

/**
 * Firings in the results of an expression: an evaluation without a result ends one, unless keep_firing_for bridges it,
 * and one that lasts less than `for` does not count.
 */
export function countFirings(all: readonly RangeSeries[], times: FiringTimes): LiveFiring {
  let count = 0;
  let series = 0;
  let now = 0;
  for (const { points } of all) {
    const found = firingsOf(
      points.map(([time]) => time),
      times,
    );
    count += found.count;
    if (found.count > 0) series++;
    if (found.isFiring) now++;
  }
  return { count, series, now };
}

function firingsOf(
  instants: readonly number[],
  { stepS, endS, forS, keepS }: FiringTimes,
): { count: number; isFiring: boolean } {
  let count = 0;
  let since = Number.NaN;
  let last = Number.NEGATIVE_INFINITY;
  let firing = false;
  for (const at of instants) {
    const gap = at - last;
    const isNext = gap < stepS * 1.5;
    if (!isNext && !(firing && gap <= keepS + stepS)) {
      since = at;
      firing = false;
    }
    last = at;
    if (firing || at - since < forS) continue;
    firing = true;
    count++;
  }
  return { count, isFiring: firing && endS - last < stepS * 1.5 + keepS };
}
