import { selectedName } from '../../project/series-graph.ts';
import { selectorsOf } from '../expression/index.ts';
import type { Measure } from './dimension.ts';
import type { Threshold } from '../expression/index.ts';
import { isAlike } from './unit-factors.ts';
import { suffixUnit } from './unit-suffixes.ts';

/** The fault of the limit of a share: 90 for a ratio, 0.9 for a percentage, 150 for a percentage that is used. */
export type ShareFault = 'ratio' | 'percent' | 'beyond';

/** Of what is part of a whole; other ratios (of compression, of reads to writes) may be anything. */
const PART =
  /(?:^|_)(?:hits?|miss(?:es)?|used|usage|free|avail\w*|utili[sz]ation|saturation|errors?|success|failures?|failed|idle|busy|full|left)(?:_|:|$)/;
/** What can be used up, and processors, of which there are several. */
const USED = /(?:^|_)(?:cpu|mem|memory|heap|disks?|fs|filesystem|volume|storage|swap|inodes?)(?:_|:|$)/i;
/** Of these a fraction of a percent is much. */
const RARE =
  /(?:^|_)(?:err|errors?|fail\w*|drop\w*|loss|lost|miss\w*|reject\w*|throttl\w*|steal|iowait|5xx)(?:_|:|$)/;

export function shareFault(
  { value, op, limit }: Threshold,
  { scales, guessed }: Measure,
): ShareFault | undefined {
  const words = namesIn(value).join(' ');
  const up = op === '>' || op === '>=';
  if (isAlike(scales, [1]))
    return guessed !== true && limit >= 5 && limit <= 100 && PART.test(words) ? 'ratio' : undefined;
  if (!isAlike(scales, [0.01]) || !USED.test(words) || RARE.test(words)) return undefined;
  if (up && limit >= 0.5 && limit < 1) return 'percent';
  if (!up && limit > 0 && limit <= 0.3 && guessed !== true) return 'percent';
  const bounded = /used|usage|utili/.test(words) && !words.includes('cpu');
  return up && limit > 100 && bounded && guessed !== true ? 'beyond' : undefined;
}

/** Is it a name alone that says that the value is a share, rather than a quotient or a factor of 100? */
export function isNamedShare(threshold: Threshold): boolean {
  return namesIn(threshold.value).some((name) => {
    const unit = suffixUnit(name);
    return unit === 'percent' || unit === 'ratio (0 to 1)' || RECORDED_RATIO.test(name);
  });
}

/** Recorded ratios end in the operation, as in `job:errors:ratio_rate5m`. */
export const RECORDED_RATIO = /:ratio(?:_\w+)?$/;

function namesIn(value: Threshold['value']): string[] {
  return selectorsOf(value).map((selector) => selectedName(selector) ?? '');
}
