import type { AnyCheck } from '../checks/contract.ts';
import { fromLayers, joinLayers, nodeAt } from '../config/layers.ts';
import type { ConfigLayer } from '../config/layers.ts';
import type { Override } from '../config/types.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { isOwnedBy } from '../project/owners.ts';
import { matchPath } from '../util/glob-match.ts';
import { baseSetting, overridden, settingIn } from './settings.ts';

/** Where a setting comes from. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'file' | 'override'; readonly file: SourceFile; readonly range: Range };

/** One value of the configuration that holds. */
export interface EffectiveEntry {
  /** Keys from the top: `['checks', 'alerts/for', 'severity']`. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly origin: Origin;
}

export interface EffectiveConfig {
  readonly entries: readonly EffectiveEntry[];
  /** Overrides for some groups or rules only: they may change `checks` within the file. */
  readonly partial: readonly Override[];
}

const DEFAULTS: Readonly<Record<string, unknown>> = {
  preset: 'recommended',
  prometheus: { version: 3 },
  test: { interval: '15s' },
};

/**
 * Every setting that holds, with its origin.
 *
 * @param path the file, as reports show it; undefined: the project, without overrides
 * @param today `2026-12-31`: overrides that ended before do not count
 * @param owners who owns the file
 */
export function effectiveConfig(
  layers: readonly ConfigLayer[],
  checks: readonly AnyCheck[],
  path: string | undefined,
  today: string,
  owners: readonly string[] = [],
): EffectiveConfig {
  const apart = ['checks', 'overrides', 'extends', '$schema'];
  const raw = Object.fromEntries(Object.entries(joinLayers(layers)).filter(([key]) => !apart.includes(key)));
  const config = fromLayers(layers);
  const entries = leaves({ ...DEFAULTS, ...raw, ...sections(raw) }).map(([keys, value]) => ({
    path: keys,
    value,
    origin: originOf(layers, keys),
  }));
  const overrides = config.overrides.filter(
    ({ paths, owners: wanted, until }) =>
      path !== undefined &&
      (wanted.length === 0 || isOwnedBy(wanted, owners)) &&
      (paths.length === 0 || paths.some((glob) => matchPath(glob, path))) &&
      (until === undefined || until >= today),
  );
  const partial = overrides.filter(({ groups, rules }) => groups.length > 0 || rules.length > 0);
  const whole = overrides.filter((override) => !partial.includes(override));
  for (const check of checks) entries.push(...checkEntries(check, layers, whole));
  return { entries, partial };
}

/** Sections with defaults, key by key. */
function sections(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(DEFAULTS)) {
    const set = raw[key];
    if (typeof value === 'object') result[key] = { ...value, ...(typeof set === 'object' ? set : {}) };
  }
  return result;
}

function leaves(value: unknown, path: readonly string[] = []): [readonly string[], unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value)
    .filter(([, inner]) => !(Array.isArray(inner) && inner.length === 0))
    .flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function checkEntries(
  check: AnyCheck,
  layers: readonly ConfigLayer[],
  overrides: readonly Override[],
): EffectiveEntry[] {
  const { id } = check.meta;
  const config = fromLayers(layers);
  const { severity, options } = overridden(check, baseSetting(check, config), overrides);
  const entry = (key: string, value: unknown): EffectiveEntry => ({
    path: ['checks', id, key],
    value,
    origin: checkOrigin(id, key, layers, overrides) ?? {
      ...(key === 'severity' ? { kind: 'preset', name: config.preset } : { kind: 'default' }),
    },
  });
  if (severity === 'off') return [entry('severity', 'off')];
  return [entry('severity', severity), ...Object.entries(options).map(([key, value]) => entry(key, value))];
}

function checkOrigin(
  id: string,
  key: string,
  layers: readonly ConfigLayer[],
  overrides: readonly Override[],
): Origin | undefined {
  const last = overrides.findLast((override) => {
    const own = settingIn(override, id);
    return own !== undefined && (key === 'severity' ? own.severity !== undefined : key in own.options);
  });
  if (last !== undefined) return { kind: 'override', ...last.place };
  const origin = originOf(layers, ['checks', id, key]);
  if (origin.kind !== 'default') return origin;
  if (key !== 'severity') return undefined;
  // A severity alone replaces the map.
  const short = layers.filter(({ root }) => nodeAt(root, ['checks', id])?.kind === 'scalar');
  const found = originOf(short, ['checks', id]);
  return found.kind === 'default' ? undefined : found;
}

/** The last file that says something at a path of keys. */
function originOf(layers: readonly ConfigLayer[], path: readonly string[]): Origin {
  for (const { file, root } of [...layers].reverse()) {
    const node = nodeAt(root, path);
    if (node !== undefined) return { kind: 'file', file, range: node.range };
  }
  return { kind: 'default' };
}
