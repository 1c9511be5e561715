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
];

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
