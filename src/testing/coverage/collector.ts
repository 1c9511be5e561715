import type { AlertingRule, Rule } from '../../documents/rules/types.ts';
import type { Impact } from '../../lint/impact.ts';
import type { Project } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';
import type { RoutingConfig } from '../routing/resolve.ts';
import { ruleKey } from '../rule-key.ts';
import type { RuleKey } from '../rule-key.ts';
import type { AlertEvent, RuleObserver, RuleProbes } from '../rules/observer.ts';
import { RoutingTally } from './routing-tally.ts';
import { ruleCoverage, tallyOf, textKey } from './rule-points.ts';
import { placeKey } from './tally.ts';
import type { RuleTally } from './tally.ts';
import type { CoverageOwner, CoverageReport } from './types.ts';

type Part = 'labels' | 'annotations';

/** Collects what the rules and routes of a project do while its tests run. */
export class CoverageCollector implements RuleObserver {
  readonly #cwd: string;
  readonly #tallies = new Map<RuleKey, RuleTally>();
  /** Rules are asked often, and the key of one is a text. */
  readonly #known = new WeakMap<Rule, RuleTally>();
  readonly #routing = new Map<RoutingConfig['config'], RoutingTally>();

  /** @param cwd the folder that paths are relative to; absolute */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  #tally(rule: Rule): RuleTally {
    let tally = this.#known.get(rule);
    if (tally !== undefined) return tally;
    const key = ruleKey(rule, this.#cwd);
    tally = this.#tallies.get(key) ?? tallyOf(rule);
    this.#tallies.set(key, tally);
    this.#known.set(rule, tally);
    return tally;
  }

  probes(rule: Rule): RuleProbes {
    return this.#tally(rule).probes(rule);
  }

  evaluated(rule: Rule, samples: number): void {
    this.#tally(rule).evaluated(samples);
  }

  alert(rule: AlertingRule, event: AlertEvent): void {
    this.#tally(rule).alert(event);
  }

  rendered(rule: AlertingRule, part: Part, name: string): void {
    const { rendered } = this.#tally(rule);
    const key = textKey(part, name);
    rendered.set(key, (rendered.get(key) ?? 0) + 1);
  }

  branched(rule: AlertingRule, part: Part, name: string, range: Range, taken: boolean): void {
    const { branches } = this.#tally(rule);
    const key = `${textKey(part, name)}\0${placeKey(range)}`;
    const tally = branches.get(key) ?? { taken: 0, skipped: 0 };
    tally[taken ? 'taken' : 'skipped']++;
    branches.set(key, tally);
  }

  /** The tally of a configuration; undefined where routes alone are known of it. */
  routing({ tree, config }: RoutingConfig): RoutingTally | undefined {
    if (config === undefined) return undefined;
    const tally = this.#routing.get(config) ?? new RoutingTally(tree, config);
    this.#routing.set(config, tally);
    return tally;
  }

  /**
   * The collected facts of the requested files.
   *
   * @param impact what changed; undefined: everything counts
   */
  report(project: Project, impact: Impact | undefined): CoverageReport {
    const isWanted = (rule: Rule): boolean =>
      project.isReported(rule.file) && (impact === undefined || impact.everything || impact.rules.has(rule));
    const rules = project.rules.filter(isWanted);
    const ofRules = rules.map((rule) => {
      const tally = this.#tallies.get(ruleKey(rule, this.#cwd)) ?? tallyOf(rule);
      return ruleCoverage(rule, tally);
    });
    const ofRoutes = project.alertmanagers.flatMap((document): CoverageOwner[] => {
      const isAsked = impact === undefined || impact.everything || impact.files.has(document.file.path);
      const { tree, config, file, origin } = document;
      if (!isAsked || tree === undefined || origin !== 'file' || !project.isReported(file)) return [];
      return [(this.#routing.get(config) ?? new RoutingTally(tree, config)).coverage(document)];
    });
    return { owners: [...ofRules, ...ofRoutes] };
  }
}
