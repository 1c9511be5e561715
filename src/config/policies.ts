import { RE2JS, RE2JSException } from 're2js';
import { parseDurationMs } from '../go/durations/prometheus-duration.ts';
import type { Bounds, LimitKey, NamedTexts, Policy, PolicyMatch, TextRule } from './policy-types.ts';

type RawText = string | string[] | TextRule;
type RawNamed = string[] | Record<string, RawText>;
interface RawBounds {
  min?: string | number;
  max?: string | number;
  required?: boolean;
}
interface RawMatch extends Pick<PolicyMatch, 'kind' | 'paths' | 'owners' | 'name' | 'group'> {
  labels?: RawNamed;
  annotations?: RawNamed;
}

/** One entry of `policies:` as the schema has let it through. */
export interface RawPolicy extends Partial<
  Pick<Policy, 'name' | 'reason' | 'severity' | 'metrics' | 'inside'>
> {
  name: string;
  match?: RawMatch;
  except?: RawMatch[];
  require?: Record<string, unknown>;
  allow?: Record<string, unknown>;
  forbid?: Record<string, unknown>;
  limits?: Record<string, RawBounds>;
}

/** A pattern that RE2 refuses, with its path from the policy down. */
export interface PatternFault {
  readonly path: readonly string[];
  readonly pattern: string;
  readonly message: string;
}

/** Fields of `require`, `allow` and `forbid` that hold named texts; every other one is kept as it is. */
const NAMED = new Set(['labels', 'annotations', 'matcher_values']);

/** A policy with defaults filled in, names in camel case and durations in milliseconds. */
export function readPolicy(raw: RawPolicy): Policy {
  return {
    name: raw.name,
    reason: raw.reason,
    severity: raw.severity ?? 'warning',
    match: match(raw.match ?? {}),
    except: (raw.except ?? []).map(match),
    metrics: raw.metrics,
    inside: raw.inside,
    require: section(raw.require),
    allow: section(raw.allow),
    forbid: section(raw.forbid),
    limits: Object.fromEntries(
      Object.entries(raw.limits ?? {}).map(([key, value]) => [camelCase(key) as LimitKey, bounds(value)]),
    ),
  };
}

function match({ labels, annotations, ...rest }: RawMatch): PolicyMatch {
  return {
    ...rest,
    ...(labels === undefined ? {} : { labels: namedTexts(labels) }),
    ...(annotations === undefined ? {} : { annotations: namedTexts(annotations) }),
  };
}

function section(raw: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(raw ?? {}).map(([key, value]) => [
      camelCase(key),
      NAMED.has(key) ? namedTexts(value as RawNamed) : value,
    ]),
  );
}

function namedTexts(raw: RawNamed): NamedTexts {
  if (Array.isArray(raw)) return new Map(raw.map((name) => [name, {}]));
  return new Map(Object.entries(raw).map(([name, text]) => [name, textRule(text)]));
}

function textRule(raw: RawText): TextRule {
  if (typeof raw === 'string') return { pattern: raw };
  return Array.isArray(raw) ? { values: raw } : raw;
}

function bounds({ min, max, required }: RawBounds): Bounds {
  const number = (value: string | number | undefined): number | undefined =>
    typeof value === 'string' ? parseDurationMs(value) : value;
  return { min: number(min), max: number(max), required };
}

function camelCase(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Patterns of a policy that are not regular expressions. */
export function patternFaults(raw: RawPolicy): PatternFault[] {
  const faults: PatternFault[] = [];
  const check = (path: readonly string[], pattern: unknown): void => {
    if (typeof pattern !== 'string') return;
    const message = patternError(pattern);
    if (message !== undefined) faults.push({ path, pattern, message });
  };
  const checkNamed = (path: readonly string[], value: unknown): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [name, text] of Object.entries(value as Record<string, RawText>)) {
      check([...path, name], name);
      if (typeof text === 'string') check([...path, name], text);
      else if (!Array.isArray(text)) check([...path, name, 'pattern'], text.pattern);
    }
  };
  const lists = new Set(['metrics', 'label_names', 'annotation_names']);
  const checkSection = (path: readonly string[], value: object): void => {
    for (const [key, item] of Object.entries(value) as [string, unknown][]) {
      if (NAMED.has(key)) checkNamed([...path, key], item);
      else if (key === 'name' || key === 'group' || key === 'group_name') check([...path, key], item);
      else if (lists.has(key) && Array.isArray(item)) {
        for (const [index, pattern] of item.entries()) check([...path, key, String(index)], pattern);
      }
    }
  };
  check(['metrics'], raw.metrics);
  checkSection(['match'], raw.match ?? {});
  for (const [index, item] of (raw.except ?? []).entries()) checkSection(['except', String(index)], item);
  for (const key of ['require', 'allow', 'forbid'] as const) checkSection([key], raw[key] ?? {});
  return faults;
}

function patternError(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern.replaceAll(/\{(?:name|group)\}/g, 'x'));
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return error.message;
  }
}
