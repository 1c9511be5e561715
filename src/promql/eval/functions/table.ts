import type { FunctionName } from '../../functions/table.ts';
import { ABSENCE } from './absent.ts';
import { CHANGES } from './changes.ts';
import { DATES } from './dates.ts';
import { HISTOGRAM_PARTS } from './histogram-parts.ts';
import { HISTOGRAM_QUANTILES } from './histogram-quantile.ts';
import type { Implementation } from './implementation.ts';
import { INFO } from './info.ts';
import { INSTANT_RATES } from './instant-rate.ts';
import { INTEGRALS } from './integral.ts';
import { LABEL_FUNCTIONS } from './labels.ts';
import { MATH } from './math.ts';
import { OVER_TIME } from './over-time.ts';
import { RATES } from './rate.ts';
import { SCALARS } from './scalars.ts';
import { SORTS } from './sort.ts';
import { SUMS_OVER_TIME } from './sums-over-time.ts';
import { TIMESTAMPS } from './timestamps.ts';
import { TRENDS } from './trend.ts';
import { TRIGONOMETRY } from './trigonometry.ts';

/** The implementation of every function of the signature table. */
export const IMPLEMENTATIONS: Readonly<Record<FunctionName, Implementation>> = {
  ...ABSENCE,
  ...CHANGES,
  ...DATES,
  ...HISTOGRAM_PARTS,
  ...HISTOGRAM_QUANTILES,
  ...INFO,
  ...INSTANT_RATES,
  ...INTEGRALS,
  ...LABEL_FUNCTIONS,
  ...MATH,
  ...OVER_TIME,
  ...RATES,
  ...SCALARS,
  ...SORTS,
  ...SUMS_OVER_TIME,
  ...TIMESTAMPS,
  ...TRENDS,
  ...TRIGONOMETRY,
};
