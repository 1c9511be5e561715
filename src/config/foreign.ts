import { isRecord } from '../util/is-record.ts';
import { isOwnCheck } from './types.ts';

/** Settings as they were written, before anybody has judged them. */
type Settings = Readonly<Record<string, unknown>>;

/** The part of a configuration for checks of plugins, in the shape of the whole. */
export interface ForeignSettings {
  readonly checks?: Settings;
  /** As many as there are in the file, so that paths into it stay true. */
  readonly overrides?: readonly { readonly checks: Settings }[];
}

export interface SplitSettings {
  /** The configuration without the settings of checks of plugins. */
  readonly own: unknown;
  readonly foreign: ForeignSettings;
}

/** Takes the settings of checks that are not among rulecheck's own out of a configuration, of any shape. */
export function splitForeign(value: unknown): SplitSettings {
  if (!isRecord(value)) return { own: value, foreign: {} };
  const own: Record<string, unknown> = { ...value };
  let foreign: ForeignSettings = {};
  if (isRecord(value.checks)) {
    const parts = partition(value.checks);
    own.checks = parts.own;
    if (Object.keys(parts.foreign).length > 0) foreign = { checks: parts.foreign };
  }
  if (Array.isArray(value.overrides)) {
    const parts = (value.overrides as unknown[]).map((override) => {
      if (!isRecord(override) || !isRecord(override.checks)) return { own: override, foreign: {} };
      const { own: checks, foreign: others } = partition(override.checks);
      return { own: { ...override, checks }, foreign: others };
    });
    own.overrides = parts.map((part) => part.own);
    if (parts.some((part) => Object.keys(part.foreign).length > 0))
      foreign = { ...foreign, overrides: parts.map((part) => ({ checks: part.foreign })) };
  }
  return { own, foreign };
}

/** Does a configuration mention a check that is not one of rulecheck's own? */
export function hasForeign({ checks, overrides }: ForeignSettings): boolean {
  return checks !== undefined || overrides !== undefined;
}

function partition(checks: Settings): { own: Settings; foreign: Settings } {
  // "*" means every check, those of plugins too: it stays where it is.
  const isOwn = ([id]: [string, unknown]): boolean => id === '*' || isOwnCheck(id);
  const entries = Object.entries(checks);
  return {
    own: Object.fromEntries(entries.filter(isOwn)),
    foreign: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  };
}
