/** Cases that are known to differ, `file:line` of the eval command, with the reason. */
export type SkipMap = Readonly<Record<string, string>>;

/** Scripts of the current Prometheus. */
export const SKIPS: SkipMap = {};

/** Scripts of Prometheus 2.53. */
export const SKIPS_2: SkipMap = {};
