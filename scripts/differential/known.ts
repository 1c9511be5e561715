import type { Answer } from './answer.ts';
import type { Difference } from './run.ts';

/** A way in which the promtool at hand differs from the Prometheus that rulecheck follows. */
interface KnownDifference {
  readonly versions: readonly (2 | 3)[];
  readonly reason: string;
  readonly matches: (difference: Difference) => boolean;
}

const KNOWN: readonly KnownDifference[] = [
  {
    versions: [2, 3],
    reason: 'in promtool 3.5.3 and older a pair that a comparison filters out does not count as a match',
    matches: ({ own, promtool }) =>
      'error' in own && own.error.startsWith('multiple matches for labels') && !('error' in promtool),
  },
  {
    versions: [2, 3],
    reason:
      'which of equal values topk and bottomk keep follows the order in storage, which is random in promtool',
    matches: ({ check, own, promtool }) =>
      /topk|bottomk/.test(check.expr) && sortedValues(own) === sortedValues(promtool),
  },
  {
    versions: [2],
    reason: 'promtool 2.42 keeps the metric name in atan2',
    matches: ({ check, own, promtool }) =>
      check.expr.includes('atan2') && sortedValues(own) === sortedValues(promtool),
  },
  {
    versions: [3],
    reason:
      'promtool 3.5.3 adds exponential to custom buckets below histogram_count and the like, without buckets',
    matches: ({ check, own, promtool }) =>
      /histogram_(count|sum|avg)\(/.test(check.expr) &&
      (('samples' in own && own.samples.length === 0) || 'error' in promtool),
  },
  {
    versions: [3],
    reason: 'promtool 3.5.3 does not stop the extrapolation of histograms where they would have been empty',
    matches: ({ check, own }) =>
      /(rate|increase)\(/.test(check.expr) &&
      'samples' in own &&
      own.samples.some(({ value }) => typeof value !== 'number' || /histogram_/.test(check.expr)),
  },
  {
    versions: [2, 3],
    reason: 'topk and bottomk in a subquery keep now the one and now the other of equal values',
    matches: ({ check }) => /(topk|bottomk).*\[[^\]]*:/.test(check.expr),
  },
  {
    versions: [3],
    reason: 'promtool 3.5.3 prints buckets in the wrong order where two gaps lie between them',
    matches: ({ own, promtool }) => sortedBuckets(own) === sortedBuckets(promtool),
  },
  {
    versions: [3],
    reason: 'promtool does not read infinite counts in a histogram that it is to expect',
    matches: ({ promtool }) => 'error' in promtool && /^labels .*parse error/.test(promtool.error),
  },
  {
    versions: [2, 3],
    reason: 'promtool 3.5.3 and older move selectors with @ inside of subqueries with @',
    matches: ({ check }) => /@.*\)\[[^\]]*:[^\]]*\] @/.test(check.expr),
  },
  {
    versions: [2, 3],
    reason: "the last digit of e^x depends on the processor in Go, and shows in count_values' labels",
    matches: ({ check }) => /count_values.*(exp|sinh|cosh|tanh|sin|cos|tan|atan|atan2|\^)/.test(check.expr),
  },
  {
    versions: [2],
    reason: 'promtool 2.42 looks for the zero of a counter before it shortens the extrapolation',
    matches: ({ check }) => /(rate|increase)\(/.test(check.expr),
  },
  {
    versions: [2, 3],
    reason: 'one function of an angle inside of another, of large arguments, leaves no digit standing',
    matches: ({ check }) => (check.expr.match(/\b(sin|cos|tan|sinh|cosh|exp)\(/g)?.length ?? 0) > 1,
  },
];

/** Histograms with their buckets in order of size, so that only their layout is ignored. */
function sortedBuckets(answer: Answer): string {
  if ('error' in answer) return answer.error;
  const values = answer.samples.map(({ value }) => {
    if (typeof value === 'number') return String(value);
    const sorted = (counts: readonly number[]) =>
      [...counts].filter((count) => count !== 0).sort((a, b) => a - b);
    return JSON.stringify([
      value.count,
      value.sum,
      sorted(value.positive.counts),
      sorted(value.negative.counts),
    ]);
  });
  return values.sort().join(' ');
}

function sortedValues(answer: Answer): string {
  if ('error' in answer) return answer.error;
  const values = answer.samples.map(({ value }) =>
    typeof value === 'number' ? value.toPrecision(9) : JSON.stringify(value),
  );
  return values.sort().join(' ');
}

/** Whether a difference is one that the versions explain. */
export function isKnown(difference: Difference, version: 2 | 3): boolean {
  return KNOWN.some((known) => known.versions.includes(version) && known.matches(difference));
}
