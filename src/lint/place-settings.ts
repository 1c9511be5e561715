import type { AnyCheck } from '../checks/contract.ts';
import type { Config, Override } from '../config/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Project } from '../project/project.ts';
import { Scopes } from './scope.ts';
import type { Scope } from './scope.ts';
import { baseSetting, isSuppression, overridden, settingIn, speaksOf } from './settings.ts';
import type { Setting } from './settings.ts';

type Place = Pick<Diagnostic, 'file' | 'range'>;

/** The settings of checks at each place of a project, and which overrides were needed. */
export class Settings {
  /** Overrides that took a finding away. */
  readonly used = new Set<Override>();
  /** Those whose last day has passed: they hold no more. */
  readonly expired: readonly Override[];
  /** Those that hold and are to take findings away. */
  readonly suppressions: readonly Override[];
  /** Those that hold and change what checks report. */
  readonly adjustments: readonly Override[];
  readonly #project: Project;
  readonly #config: Config;
  readonly #active: readonly Override[];
  readonly #matching = new Map<string, readonly Override[]>();
  #scopes: Scopes | undefined;

  /** @param today `2026-12-31`; undefined: no override ends */
  constructor(project: Project, config: Config, today: string | undefined) {
    this.#project = project;
    this.#config = config;
    const ended = ({ until }: Override): boolean =>
      until !== undefined && today !== undefined && until < today;
    this.expired = config.overrides.filter(ended);
    this.#active = config.overrides.filter((override) => !ended(override));
    this.suppressions = this.#active.filter(isSuppression);
    this.adjustments = this.#active.filter((override) => !isSuppression(override));
  }

  /** Does any override mention a check? */
  varies(check: AnyCheck): boolean {
    return this.#active.some((override) => settingIn(override, check.meta.id) !== undefined);
  }

  /** The setting of a check where no override speaks. */
  base(check: AnyCheck): Setting {
    return baseSetting(check, this.#config);
  }

  /** The setting of a check at a place; what suppresses it there does not count. */
  at(check: AnyCheck, { file, range }: Place): Setting {
    if (!this.varies(check)) return this.base(check);
    this.#scopes ??= new Scopes(this.#project);
    return this.in(check, this.#scopes.at(file, range.start));
  }

  /** The setting of a check in a scope; what suppresses it there does not count. */
  in(check: AnyCheck, scope: Scope): Setting {
    const matching = this.#overrides(scope).filter((override) => !isSuppression(override));
    return overridden(check, this.base(check), matching);
  }

  /** The override that takes a finding of a check away, which counts it as used. */
  suppressing(check: AnyCheck, { file, range }: Place): Override | undefined {
    if (this.suppressions.length === 0) return undefined;
    this.#scopes ??= new Scopes(this.#project);
    const found = this.#overrides(this.#scopes.at(file, range.start)).filter(
      (override) => isSuppression(override) && settingIn(override, check.meta.id) !== undefined,
    );
    for (const override of found) this.used.add(override);
    return found[0];
  }

  #overrides(scope: Scope): readonly Override[] {
    const key = JSON.stringify([scope.path, scope.group, scope.rule]);
    let matching = this.#matching.get(key);
    if (matching === undefined) {
      matching = this.#active.filter((override) => speaksOf(override, scope));
      this.#matching.set(key, matching);
    }
    return matching;
  }
}
