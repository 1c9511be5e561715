import type { Severity } from '../diagnostics/diagnostic.ts';

/** Pages below a URL prefix are files of a folder. */
export interface RunbookMapping {
  readonly prefix: string;
  readonly folder: string;
}

/** What the configuration says of the project itself. */
export interface ProjectSettings {
  readonly prometheus: {
    /** Major version whose semantics hold. */
    readonly version: 2 | 3;
  };
  readonly runbooks: readonly RunbookMapping[];
  readonly dashboards: {
    /** Dashboards that exist outside this repository, or will. */
    readonly uids: readonly string[];
  };
  readonly test: {
    /** Milliseconds between the samples of a scenario's input series. */
    readonly interval: number;
  };
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
  },
  preset: 'recommended',
  include: [],
  exclude: [],
  checks: new Map(),
};
