import type { AnyCheck } from '../checks/contract.ts';
import type { CheckSetting, Config, Override } from '../config/types.ts';
import type { Severity } from '../diagnostics/diagnostic.ts';
import { isOwnedBy } from '../project/owners.ts';
import { matchName, matchPath } from '../util/glob-match.ts';
import type { Scope } from './scope.ts';

/** What holds for one check at one place. */
export interface Setting {
  readonly severity: Severity | 'off';
  readonly options: Readonly<Record<string, unknown>>;
  /** The configuration gives the severity itself, which beats the one that a finding brings along. */
  readonly explicit: boolean;
}

/** The setting of a check where no override speaks. */
export function baseSetting(check: AnyCheck, config: Config): Setting {
  const setting = config.checks.get(check.meta.id);
  const off = setting === undefined && check.meta.preset === 'strict' && config.preset !== 'strict';
  const base: Setting = {
    severity: off ? 'off' : check.meta.severity,
    options: defaultsOf(check),
    explicit: false,
  };
  if (setting === undefined) return base;
  const options = { ...base.options, ...setting.options };
  return { severity: setting.severity ?? base.severity, options, explicit: false };
}

/** A setting with those overrides on top that mention the check; each must match the place already. */
export function overridden(check: AnyCheck, base: Setting, overrides: readonly Override[]): Setting {
  return overrides.reduce<Setting>((setting, override) => {
    const own = settingIn(override, check.meta.id);
    if (own === undefined) return setting;
    // A check that is off and is given options is meant to run.
    const severity = own.severity ?? (setting.severity === 'off' ? check.meta.severity : setting.severity);
    const explicit = own.severity !== undefined || setting.explicit;
    return { severity, options: { ...setting.options, ...own.options }, explicit };
  }, base);
}

/** What an override says of a check: by its id, by its group of checks or of all. */
export function settingIn({ checks }: Override, id: string): CheckSetting | undefined {
  return checks.get(id) ?? checks.get(id.replace(/\/.*/, '/*')) ?? checks.get('*');
}

/** Does an override apply to a place? A rule or group is needed where it names some. */
export function speaksOf(override: Override, { path, group, rule, owners }: Scope): boolean {
  const any = (globs: readonly string[], name: string | undefined): boolean =>
    globs.length === 0 || (name !== undefined && globs.some((glob) => matchName(glob, name)));
  if (!any(override.groups, group) || !any(override.rules, rule)) return false;
  if (override.owners.length > 0 && !isOwnedBy(override.owners, owners)) return false;
  return override.paths.length === 0 || override.paths.some((glob) => matchPath(glob, path));
}

/** An override that takes findings away for a stated reason or time: one that takes none away is itself a finding. */
export function isSuppression({ reason, until, checks }: Override): boolean {
  return (
    (reason !== undefined || until !== undefined) &&
    [...checks.values()].every(({ severity }) => severity === 'off')
  );
}

function defaultsOf(check: AnyCheck): Readonly<Record<string, unknown>> {
  const defaults = check.meta.options?.defaults;
  return typeof defaults === 'object' && defaults !== null ? { ...defaults } : {};
}
