import type { SeriesEstimate } from '../../../promql/infer/index.ts';
import { groupDigits } from '../../../util/digits.ts';

/** A count with separators, as people write it: `50,000`. */
export function countText(count: number): string {
  return groupDigits(count);
}

/** The product behind an estimate: `domain 5 × key 200 (per domain) × provider 50`. */
export function productText({ factors }: SeriesEstimate): string {
  return factors
    .map(({ label, count, per }) => `${label} ${countText(count)}${per === undefined ? '' : ` (per ${per})`}`)
    .join(' × ');
}
