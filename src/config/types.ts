import type { Severity } from '../diagnostics/diagnostic.ts';
import type { Policy } from './policy-types.ts';

/** Pages below a URL prefix are files of a folder. */
export interface RunbookMapping {
  readonly prefix: string;
  readonly folder: string;
}

/** Feature flags of Prometheus that change what PromQL it accepts. */
export const PROMQL_FEATURES = [
  'promql-experimental-functions',
  'promql-duration-expr',
  'promql-extended-range-selectors',
  'promql-binop-fill-modifiers',
] as const;

export type PromqlFeature = (typeof PROMQL_FEATURES)[number];

/** What the configuration says of the server that evaluates the rules; times are milliseconds. */
export interface PrometheusSettings {
  /** Major version whose semantics hold. */
  readonly version: 2 | 3;
  /** The release (`2.45`), where it is given: what is newer is not there yet. */
  readonly release?: string;
  /** The feature flags that are on; undefined: not said, and the defaults of the release hold. */
  readonly features?: readonly PromqlFeature[];
  readonly scrapeInterval?: number;
  readonly evaluationInterval?: number;
  readonly lookback?: number;
  readonly retention?: number;
  readonly externalLabels?: readonly string[];
}

/** What the configuration says of the project itself. */
export interface ProjectSettings {
  readonly prometheus: PrometheusSettings;
  readonly runbooks: readonly RunbookMapping[];
  readonly dashboards: {
    /** Dashboards that exist outside this repository, or will. */
    readonly uids: readonly string[];
  };
  readonly test: {
    /** Milliseconds between the samples of a scenario's input series. */
    readonly interval: number;
  };
  readonly policies: readonly Policy[];
}

/** How one check is set: off, or its severity and options. */
export interface CheckSetting {
  readonly severity?: Severity | 'off';
  readonly options: Readonly<Record<string, unknown>>;
}

export type PresetName = 'recommended' | 'strict';

/** The whole of rulecheck.yaml, with defaults filled in. */
export interface Config {
  readonly settings: ProjectSettings;
  readonly preset: PresetName;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly checks: ReadonlyMap<string, CheckSetting>;
}

export const DEFAULT_CONFIG: Config = {
  settings: {
    prometheus: { version: 3 },
    runbooks: [],
    dashboards: { uids: [] },
    test: { interval: 15_000 },
    policies: [],
  },
  preset: 'recommended',
  include: [],
  exclude: [],
  checks: new Map(),
};
