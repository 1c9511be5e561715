import type { Severity } from '../diagnostics/diagnostic.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { LokiRelease } from '../util/loki-release.ts';
import type { Policy } from './policy-types.ts';

/** The groups of rulecheck's own checks; checks of plugins are in groups of other names. */
export const CHECK_GROUPS = [
  'syntax',
  'promql',
  'logql',
  'alerts',
  'records',
  'groups',
  'cardinality',
  'routing',
  'inhibition',
  'receivers',
  'templates',
  'links',
  'dashboards',
  'tests',
  'catalogue',
  'live',
  'policies',
  'config',
] as const;

export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** Is a check, or a pattern such as `alerts/*`, of one of rulecheck's own groups? */
export function isOwnCheck(id: string): boolean {
  const group = id.replace(/\/.*/, '');
  return (CHECK_GROUPS as readonly string[]).includes(group);
}

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

/** Releases of Alertmanager whose configuration is known, oldest first. */
export const ALERTMANAGER_VERSIONS = [
  '0.25',
  '0.26',
  '0.27',
  '0.28',
  '0.29',
  '0.30',
  '0.31',
  '0.32',
  '0.33',
  '0.34',
  '0.35',
] as const;

export type AlertmanagerVersion = (typeof ALERTMANAGER_VERSIONS)[number];

/** What the configuration says of the Alertmanager that reads the routing tree. */
export interface AlertmanagerSettings {
  /** undefined: the newest known. */
  readonly version?: AlertmanagerVersion;
  /** The version as written, where it is newer than the newest known, which is then `version`. */
  readonly unknownRelease?: string | undefined;
  /** Which alerts the operator lets AlertmanagerConfig objects have; undefined: OnNamespace. */
  readonly matcherStrategy?: MatcherStrategy;
  /** The configuration that tests and routes use where several could be meant; relative to the working directory. */
  readonly file?: string;
  /** The configuration that the operator adds AlertmanagerConfig objects to; relative to the working directory. */
  readonly baseFile?: string;
  /** The name of the AlertmanagerConfig object, in `namespace`, that the operator adds the others to. */
  readonly baseObject?: string;
  /** The namespace of the Alertmanager object, and of AlertmanagerConfig objects that do not say theirs. */
  readonly namespace?: string;
  /** Milliseconds that Alertmanager remembers what it sent; undefined: its default of 120 hours, or more. */
  readonly retentionMs?: number;
  /** A Prometheus object of the project gives every rule and series the label of its object's namespace. */
  readonly enforcesNamespace?: true;
  /** Which AlertmanagerConfig objects the Alertmanager object of the project takes; undefined: not known, all. */
  readonly selection?: ConfigSelection;
}

/** Which AlertmanagerConfig objects an Alertmanager takes. */
export interface ConfigSelection {
  /** Conditions on labels; `nothing`: there is no selector. */
  readonly selector:
    | {
        readonly requirements: readonly {
          readonly key: string;
          readonly operator: string;
          readonly values: readonly string[];
        }[];
      }
    | 'nothing';
  /** Only objects of this namespace are looked at ("" where nobody says which); undefined: of all. */
  readonly namespace?: string;
}

/** The operator's `alertmanagerConfigMatcherStrategy`. */
export const MATCHER_STRATEGIES = [
  'OnNamespace',
  'OnNamespaceExceptForAlertmanagerNamespace',
  'None',
] as const;

export type MatcherStrategy = (typeof MATCHER_STRATEGIES)[number];

/** What the configuration says of the server that evaluates the rules; times are milliseconds. */
export interface PrometheusSettings {
  /** Major version whose semantics hold. */
  readonly version: 2 | 3;
  /** The release (`2.45`, `3.5.3`), if it is given: newer features do not exist in it. */
  readonly release?: string;
  /** The feature flags that are on; undefined: not said, and the defaults of the release hold. */
  readonly features?: readonly PromqlFeature[];
  readonly scrapeInterval?: number;
  readonly evaluationInterval?: number;
  readonly lookback?: number;
  readonly retention?: number;
  readonly externalLabels?: readonly string[];
  /** Who said what of this, where it was not rulecheck.yaml: the name of a server. */
  readonly saidBy?: Readonly<Partial<Record<ServerSetting, string>>>;
}

/** What a server can say of itself. */
export type ServerSetting =
  'scrapeInterval' | 'evaluationInterval' | 'retention' | 'externalLabels' | 'lookback';

/** The Loki that log alerts run on, as far as the configuration says it. */
export interface LokiSettings {
  readonly version?: LokiRelease;
  readonly discoverLogLevels?: boolean;
  readonly discoverServiceName?: readonly string[];
}

/** What the configuration says of the project itself. */
export interface ProjectSettings {
  readonly prometheus: PrometheusSettings;
  readonly alertmanager: AlertmanagerSettings;
  readonly loki: LokiSettings;
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

/** Other settings of checks for some files, owners, groups or rules: all that is given must match. */
export interface Override {
  /** Globs of paths; none: every file. */
  readonly paths: readonly string[];
  /** Globs of owners of files, after CODEOWNERS: `@org/team`. */
  readonly owners: readonly string[];
  /** Globs of names of rule groups. */
  readonly groups: readonly string[];
  /** Globs of names of alerts and recorded metrics. */
  readonly rules: readonly string[];
  /** By check, by group of checks (`alerts/*`) or for all (`*`). */
  readonly checks: ReadonlyMap<string, CheckSetting>;
  /** Why checks are off there; with it the override is held to be needed. */
  readonly reason?: string;
  /** The last day (UTC) that it holds: `2026-12-31`. */
  readonly until?: string;
  /** Where it was written. */
  readonly place: { readonly file: SourceFile; readonly range: Range };
}

export type PresetName = 'recommended' | 'strict';

/** The whole of rulecheck.yaml, with defaults filled in. */
export interface Config {
  readonly settings: ProjectSettings;
  readonly preset: PresetName;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Folders of other projects that are known here too; relative to the project's root. */
  readonly context: readonly string[];
  readonly checks: ReadonlyMap<string, CheckSetting>;
  /** In order: later ones win. */
  readonly overrides: readonly Override[];
}

export const DEFAULT_CONFIG: Config = {
  settings: {
    prometheus: { version: 3 },
    alertmanager: {},
    loki: {},
    runbooks: [],
    dashboards: { uids: [] },
    test: { interval: 15_000 },
    policies: [],
  },
  preset: 'recommended',
  include: [],
  exclude: [],
  context: [],
  checks: new Map(),
  overrides: [],
};
