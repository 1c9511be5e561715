import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { parseDurationMs } from '../go/durations/prometheus-duration.ts';
import type { LokiRelease } from '../util/loki-release.ts';
import { entryOf } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readPolicy } from './policies.ts';
import type { RawPolicy } from './policies.ts';
import type { ForeignSettings } from './foreign.ts';
import { lineOf } from '../releases/index.ts';
import { ALERTMANAGER_VERSIONS, DEFAULT_CONFIG } from './types.ts';
import type {
  AlertmanagerSettings,
  LokiSettings,
  MatcherStrategy,
  CheckSetting,
  Config,
  Override,
  PresetName,
  PrometheusSettings,
  PromqlFeature,
  RunbookMapping,
} from './types.ts';

/** One fault of a configuration file. */
export interface ConfigIssue {
  readonly message: string;
  readonly help?: string;
  readonly range: Range;
}

interface RawPrometheus {
  version?: 2 | 3 | string;
  features?: PromqlFeature[];
  scrape_interval?: string;
  evaluation_interval?: string;
  lookback_delta?: string;
  retention?: string;
  external_labels?: string[];
}

export type RawChecks = Record<
  string,
  CheckSetting['severity'] | (Record<string, unknown> & { severity?: CheckSetting['severity'] })
>;

export interface RawOverride extends Partial<
  Pick<Override, 'paths' | 'owners' | 'groups' | 'rules' | 'reason' | 'until'>
> {
  checks: RawChecks;
}

interface RawLoki {
  version?: LokiRelease;
  discover_log_levels?: boolean;
  discover_service_name?: string[];
}

/** A program that prints documents to look at: `[helm, template, charts/shop]`. */
export interface RenderCommand {
  readonly command: readonly string[];
  /** What to call its output; default the command. */
  readonly name?: string;
}

/** A configuration file as the schema has let it through. */
export interface RawConfig {
  extends?: string | string[];
  plugins?: string | string[];
  render?: RenderCommand[];
  preset?: PresetName;
  include?: string[];
  exclude?: string[];
  context?: string[];
  prometheus?: RawPrometheus;
  alertmanager?: {
    version?: string;
    matcher_strategy?: MatcherStrategy;
    namespace?: string;
    file?: string;
    base_file?: string;
    base_object?: string;
  };
  loki?: RawLoki;
  runbooks?: RunbookMapping[];
  dashboards?: { uids?: string[] };
  test?: { interval?: string };
  policies?: RawPolicy[];
  checks?: RawChecks;
  overrides?: RawOverride[];
}

/** One configuration file, read and judged but not yet joined with those it extends. */
export interface ConfigLayer {
  readonly file: SourceFile;
  readonly raw: RawConfig;
  /** The settings of checks that are not rulecheck's own: they were not validated. */
  readonly foreign: ForeignSettings;
  /** undefined: an empty or broken file. */
  readonly root: YamlNode | undefined;
  readonly issues: readonly ConfigIssue[];
}

/** Joins configurations, the most general first: later ones win, lists of overrides and policies grow. */
export function fromLayers(layers: readonly ConfigLayer[]): Config {
  const overrides = layers.flatMap(({ file, raw, root }) =>
    (raw.overrides ?? []).map((override, index) => {
      const range = nodeAt(root, ['overrides', String(index)])?.range ?? { start: 0, end: 0 };
      return readOverride(override, { file, range });
    }),
  );
  return { ...fromRaw(joinLayers(layers)), overrides };
}

/** The keys of several configurations on top of each other, as written; `overrides` are the last one's alone. */
export function joinLayers(layers: readonly ConfigLayer[]): RawConfig {
  return layers.reduce<RawConfig>((base, layer) => joined(base, layer.raw), {});
}

/** `over` on top of `base`: sections by key, checks by option; lists are replaced, but policies are added. */
function joined(base: RawConfig, over: RawConfig): RawConfig {
  const checks: RawChecks = { ...base.checks };
  for (const [id, setting] of Object.entries(over.checks ?? {}))
    checks[id] = { ...asMap(checks[id]), ...asMap(setting) };
  return {
    ...base,
    ...over,
    prometheus: { ...base.prometheus, ...over.prometheus },
    alertmanager: { ...base.alertmanager, ...over.alertmanager },
    loki: { ...base.loki, ...over.loki },
    dashboards: { ...base.dashboards, ...over.dashboards },
    test: { ...base.test, ...over.test },
    policies: [...(base.policies ?? []), ...(over.policies ?? [])],
    checks,
  };
}

function asMap(setting: RawChecks[string]): Exclude<RawChecks[string], CheckSetting['severity']> {
  if (typeof setting === 'object') return setting;
  return setting === undefined ? {} : { severity: setting };
}

function readOverride(raw: RawOverride, place: Override['place']): Override {
  const { paths = [], owners = [], groups = [], rules = [], checks, reason, until } = raw;
  return { paths, owners, groups, rules, checks: readChecks(checks), reason, until, place };
}

function readChecks(raw: RawChecks): Map<string, CheckSetting> {
  const checks = new Map<string, CheckSetting>();
  for (const [id, setting] of Object.entries(raw)) {
    const { severity, ...options } = asMap(setting);
    checks.set(id, { severity, options });
  }
  return checks;
}

function alertmanagerSettings(raw: NonNullable<RawConfig['alertmanager']>): AlertmanagerSettings {
  const { version, matcher_strategy: matcherStrategy, namespace, file } = raw;
  const { base_file: baseFile, base_object: baseObject } = raw;
  return {
    ...alertmanagerVersion(version),
    ...(matcherStrategy === undefined ? {} : { matcherStrategy }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(file === undefined ? {} : { file }),
    ...(baseFile === undefined ? {} : { baseFile }),
    ...(baseObject === undefined ? {} : { baseObject }),
  };
}

/** A release that is newer than all known ones is read as the newest of them. */
function alertmanagerVersion(
  version: string | undefined,
): Pick<AlertmanagerSettings, 'version' | 'unknownRelease'> {
  if (version === undefined) return {};
  const known = ALERTMANAGER_VERSIONS.find((each) => each === lineOf(version));
  return known === undefined
    ? { version: ALERTMANAGER_VERSIONS.at(-1)!, unknownRelease: version }
    : { version: known };
}

function fromRaw(raw: RawConfig): Omit<Config, 'overrides'> {
  const { settings } = DEFAULT_CONFIG;
  const interval = raw.test?.interval === undefined ? undefined : parseDurationMs(raw.test.interval);
  return {
    settings: {
      prometheus: prometheusSettings(raw.prometheus ?? {}),
      alertmanager: alertmanagerSettings(raw.alertmanager ?? {}),
      loki: lokiSettings(raw.loki ?? {}),
      runbooks: raw.runbooks ?? [],
      dashboards: { uids: raw.dashboards?.uids ?? [] },
      test: { interval: interval ?? settings.test.interval },
      policies: (raw.policies ?? []).map(readPolicy),
    },
    preset: raw.preset ?? 'recommended',
    include: raw.include ?? [],
    exclude: raw.exclude ?? [],
    context: raw.context ?? [],
    checks: readChecks(raw.checks ?? {}),
  };
}

function lokiSettings(raw: RawLoki): LokiSettings {
  return {
    version: raw.version,
    discoverLogLevels: raw.discover_log_levels,
    discoverServiceName: raw.discover_service_name,
  };
}

function prometheusSettings(raw: RawPrometheus): PrometheusSettings {
  const duration = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : parseDurationMs(text);
  const { version } = raw;
  const release = typeof version === 'string' ? version : undefined;
  return {
    version: version === 2 || release?.startsWith('2.') === true ? 2 : 3,
    release,
    features: raw.features,
    scrapeInterval: duration(raw.scrape_interval),
    evaluationInterval: duration(raw.evaluation_interval),
    lookback: duration(raw.lookback_delta),
    retention: duration(raw.retention),
    externalLabels: raw.external_labels,
  };
}

/** The node at a path of keys and indices. */
export function nodeAt(root: YamlNode | undefined, path: readonly string[]): YamlNode | undefined {
  let node = root;
  for (const key of path) {
    if (node?.kind === 'map') node = entryOf(node, key)?.value;
    else if (node?.kind === 'seq') node = node.items[Number(key)];
    else return undefined;
  }
  return node;
}
