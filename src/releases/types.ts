/** What a change of a release is about. */
export type ChangeArea =
  | 'promql'
  | 'logql'
  | 'rules'
  | 'templates'
  | 'tests'
  | 'configuration'
  | 'scraping'
  | 'routing'
  | 'notifications'
  | 'metrics';

/**
 * `new` and `stable` add something, `removed` refuses what was accepted, `changed` gives the same text another
 * meaning, `fixed` is a fault whose repair can change a result.
 */
export type ChangeKind = 'new' | 'stable' | 'changed' | 'removed' | 'fixed';

/** One change that rules, tests, templates or configurations can notice. */
export interface ReleaseChange {
  readonly area: ChangeArea;
  readonly kind: ChangeKind;
  /** One sentence without a full stop. */
  readonly what: string;
  /** The pull request of the product's repository, or the address of the page that says so. */
  readonly source: number | string;
  /** Metrics that the product itself no longer exposes, or exposes with other labels or label values. */
  readonly metrics?: readonly string[];
  /** How "rulecheck upgrade" finds uses of it; undefined: by lint with both versions, or not at all. */
  readonly detect?: Detection;
}

/** The detectors of "rulecheck upgrade", by what they look for. */
export type Detection =
  'left-open-ranges' | 'dot-matches-newline' | 'float-like-buckets' | 'empty-group-by' | 'utf8-matchers';

/** A release line: `3.16` stands for 3.16.0 and its patches. */
export interface Release {
  readonly version: string;
  /** The day of its first release: `2026-11-04`. */
  readonly date: string;
  readonly changes: readonly ReleaseChange[];
}

/** All that is known of the releases of a product. */
export interface Product {
  readonly name: 'Prometheus' | 'Alertmanager' | 'Loki';
  /** owner/name on GitHub. */
  readonly repository: string;
  /** Where the changelog is. */
  readonly changelog: string;
  /** Oldest first; releases without a change that matters here are left out, but the newest is there. */
  readonly releases: readonly Release[];
}
