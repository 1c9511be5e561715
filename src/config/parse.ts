import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { didYouMeanText } from '../util/did-you-mean.ts';
import { parseDurationMs } from '../util/duration.ts';
import { entryOf } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { toValue } from '../yaml/to-value.ts';
import { patternFaults, readPolicy } from './policies.ts';
import type { RawPolicy } from './policies.ts';
import { DEFAULT_CONFIG } from './types.ts';
import type {
  AlertmanagerSettings,
  CheckSetting,
  Config,
  Override,
  PresetName,
  PrometheusSettings,
  PromqlFeature,
  RunbookMapping,
} from './types.ts';
import validate from './validate.generated.js';
import type { ErrorObject } from 'ajv';

/** One fault of a configuration file. */
export interface ConfigIssue {
  readonly message: string;
  readonly help?: string;
  readonly range: Range;
}

export interface ConfigResult {
  readonly config: Config;
  readonly issues: readonly ConfigIssue[];
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

type RawChecks = Record<
  string,
  CheckSetting['severity'] | (Record<string, unknown> & { severity?: CheckSetting['severity'] })
>;

export interface RawOverride extends Partial<
  Pick<Override, 'paths' | 'groups' | 'rules' | 'reason' | 'until'>
> {
  checks: RawChecks;
}

/** A configuration file as the schema has let it through. */
export interface RawConfig {
  extends?: string | string[];
  preset?: PresetName;
  include?: string[];
  exclude?: string[];
  prometheus?: RawPrometheus;
  alertmanager?: AlertmanagerSettings;
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
  /** undefined: an empty or broken file. */
  readonly root: YamlNode | undefined;
  readonly issues: readonly ConfigIssue[];
}

/** Reads rulecheck.yaml alone. Every fault comes with the range of the key or value; an empty file is the default. */
export function parseConfig(file: SourceFile): ConfigResult {
  const layer = parseLayer(file);
  return { config: fromLayers([layer]), issues: layer.issues };
}

/** Reads one configuration file; with a fault of its shape, it says nothing. */
export function parseLayer(file: SourceFile): ConfigLayer {
  const parsed = parseYaml(file.text);
  const root = parsed.documents[0]?.root;
  const broken = (issues: readonly ConfigIssue[]): ConfigLayer => ({
    file,
    raw: {},
    root: undefined,
    issues,
  });
  if (parsed.issues.length > 0) return broken(parsed.issues);
  if (root === undefined) return broken([]);
  const value = toValue(root);
  if (!validate(value)) return broken(explainErrors(validate.errors ?? [], root));
  const raw = value as RawConfig;
  return { file, raw, root, issues: policyIssues(raw.policies ?? [], root) };
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
  const { paths = [], groups = [], rules = [], checks, reason, until } = raw;
  return { paths, groups, rules, checks: readChecks(checks), reason, until, place };
}

function readChecks(raw: RawChecks): Map<string, CheckSetting> {
  const checks = new Map<string, CheckSetting>();
  for (const [id, setting] of Object.entries(raw)) {
    const { severity, ...options } = asMap(setting);
    checks.set(id, { severity, options });
  }
  return checks;
}

function fromRaw(raw: RawConfig): Omit<Config, 'overrides'> {
  const { settings } = DEFAULT_CONFIG;
  const interval = raw.test?.interval === undefined ? undefined : parseDurationMs(raw.test.interval);
  return {
    settings: {
      prometheus: prometheusSettings(raw.prometheus ?? {}),
      alertmanager: raw.alertmanager ?? {},
      runbooks: raw.runbooks ?? [],
      dashboards: { uids: raw.dashboards?.uids ?? [] },
      test: { interval: interval ?? settings.test.interval },
      policies: (raw.policies ?? []).map(readPolicy),
    },
    preset: raw.preset ?? 'recommended',
    include: raw.include ?? [],
    exclude: raw.exclude ?? [],
    checks: readChecks(raw.checks ?? {}),
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

function policyIssues(policies: readonly RawPolicy[], root: YamlNode): ConfigIssue[] {
  return policies.flatMap((policy, index) =>
    patternFaults(policy).map(({ path, pattern, message }) => ({
      message: `the pattern "${pattern}" of the policy "${policy.name}" is no regular expression: ${message}`,
      help: 'patterns are RE2, as in Prometheus: no lookahead, no backreference',
      range: nodeAt(root, ['policies', String(index), ...path])?.range ?? root.range,
    })),
  );
}

/** ajv's errors as sentences; what follows from another error (`anyOf` of a check's setting) is left out. */
function explainErrors(errors: readonly ErrorObject[], root: YamlNode): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const unions = new Set(
    errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath),
  );
  for (const error of errors) {
    if (error.keyword === 'anyOf') continue;
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    const node = nodeAt(root, path);
    if (unions.has(error.instancePath)) {
      const isMap = node?.kind === 'map';
      // A setting is a severity or a map: speak of the branch that was tried.
      if (isMap === (error.keyword === 'enum' || error.keyword === 'type')) continue;
      if (!isMap && error.keyword === 'type') continue;
    }
    issues.push(explainError(error, path, node ?? root));
  }
  return issues;
}

function explainError(error: ErrorObject, path: readonly string[], node: YamlNode): ConfigIssue {
  const where = path.length === 0 ? 'the configuration' : `"${path.join('.')}"`;
  if (error.keyword === 'additionalProperties') {
    const key = (error.params as { additionalProperty: string }).additionalProperty;
    const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
    const entry = node.kind === 'map' ? entryOf(node, key) : undefined;
    const what = path.at(-1) === 'checks' ? `there is no check "${key}"` : `${where} has no key "${key}"`;
    const help =
      known.length === 0
        ? undefined
        : known.length > 12
          ? 'run "rulecheck explain" for the list of checks'
          : `allowed are ${known.join(', ')}`;
    return { message: what + didYouMeanText(key, known), help, range: entry?.key.range ?? node.range };
  }
  if (error.keyword === 'enum') {
    const allowed = (error.params as { allowedValues: unknown[] }).allowedValues.map(String);
    const got = node.kind === 'scalar' ? node.text : 'this';
    return {
      message: `${where} is "${got}"${didYouMeanText(got, allowed)}`,
      help: `allowed are ${allowed.join(', ')}`,
      range: node.range,
    };
  }
  if (error.keyword === 'required') {
    const key = (error.params as { missingProperty: string }).missingProperty;
    return {
      message: `${where} lacks "${key}"`,
      range: node.kind === 'map' ? (node.entries[0]?.key.range ?? node.range) : node.range,
    };
  }
  if (error.keyword === 'pattern') {
    const got = node.kind === 'scalar' ? node.text : '';
    return {
      message: `${where} is "${got}", which is not a valid value`,
      help: (error.parentSchema as { description?: string } | undefined)?.description,
      range: node.range,
    };
  }
  return { message: `${where} ${error.message ?? 'is wrong'}`, range: node.range };
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

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
