/** Parts of PromQL that Prometheus enables by feature flag. */
export interface PromqlFeatures {
  /** `promql-experimental-functions`: experimental functions, limitk and limit_ratio. */
  readonly experimentalFunctions: boolean;
  /** Arithmetic in `[...]` and `offset`; always on since Prometheus 3.14. */
  readonly durationExpressions: boolean;
  /** anchored and smoothed; always on since Prometheus 3.16, before it `promql-extended-range-selectors`. */
  readonly extendedRangeSelectors: boolean;
  /** `promql-binop-fill-modifiers`: fill, fill_left and fill_right. */
  readonly fillModifiers: boolean;
}

export interface ParseOptions {
  /** Major version of Prometheus whose rules hold (default 3, as of 3.16; 2 means 2.53). */
  readonly version?: 2 | 3;
  /** Numbers with underscores, and numbers and durations in each other's place: 2.54 and 2.55 have them before 3.0. */
  readonly literals?: 2 | 3;
  /** `all`, `none`, or single flags over the defaults of the current Prometheus. */
  readonly features?: 'all' | 'none' | Partial<PromqlFeatures>;
}

const DEFAULTS: PromqlFeatures = {
  experimentalFunctions: false,
  durationExpressions: true,
  extendedRangeSelectors: true,
  fillModifiers: false,
};

const ALL: PromqlFeatures = {
  experimentalFunctions: true,
  durationExpressions: true,
  extendedRangeSelectors: true,
  fillModifiers: true,
};

const NONE: PromqlFeatures = {
  experimentalFunctions: false,
  durationExpressions: false,
  extendedRangeSelectors: false,
  fillModifiers: false,
};

/** The flags that hold; Prometheus 2.x knows only the one for functions. */
export function resolveFeatures(options: ParseOptions): PromqlFeatures {
  const { features } = options;
  if (features === 'all') return ALL;
  if (features === 'none') return NONE;
  return features === undefined ? DEFAULTS : { ...DEFAULTS, ...features };
}
