import { parseDurationMs } from '../../../go/durations/prometheus-duration.ts';

/** What the last part of a name such as `job:http_requests:rate5m` says was done. */
export interface NamedOperations {
  /** Words without durations: `sum_irate5m` has "sum" and "irate". */
  readonly words: ReadonlySet<string>;
  /** The only length of time that is named. */
  readonly range?: { readonly text: string; readonly ms: number };
  /** The share of 1 of `p99` and `99quantile`. */
  readonly quantile?: { readonly text: string; readonly value: number };
  /** The metric's part, before the last colon. */
  readonly metric: string;
}

/** Reads the operations of a recorded name; undefined for a name without them. */
export function operationsOf(name: string): NamedOperations | undefined {
  const at = name.lastIndexOf(':');
  if (at < 0) return undefined;
  const words = new Set<string>();
  const ranges: { text: string; ms: number }[] = [];
  const quantiles: { text: string; value: number }[] = [];
  for (const token of name.slice(at + 1).split('_')) {
    const quantile = /^(?:p(\d{2,4})|(\d{2,3})quantile)$/.exec(token);
    if (quantile !== null) {
      const digits = quantile[1] ?? quantile[2]!;
      quantiles.push({ text: token, value: digits === '100' ? 1 : Number(`0.${digits}`) });
      continue;
    }
    const [, word = token, duration] = /^([a-z]*?)((?:\d+(?:ms|[smhdwy]))+)$/.exec(token) ?? [];
    const ms = duration === undefined ? undefined : parseDurationMs(duration);
    if (duration !== undefined && ms !== undefined) ranges.push({ text: duration, ms });
    if (word !== '') words.add(word);
  }
  const [range, ...more] = ranges;
  const [quantile, ...others] = quantiles;
  return {
    words,
    ...(range !== undefined && more.length === 0 && { range }),
    ...(quantile !== undefined && others.length === 0 && { quantile }),
    metric: name.slice(0, at).replace(/^.*:/, ''),
  };
}
