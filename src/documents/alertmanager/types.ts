import type { Range } from '../../source/range.ts';
import type { InhibitRule } from '../../routing/inhibition/rule.ts';
import type { GrammarDisagreement } from '../../routing/matchers/parse.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import type { TimeInterval } from '../../routing/time-intervals/interval.ts';
import type { RouteConfig } from '../../routing/tree/route.ts';
import type { Located } from '../fields.ts';
import type { AlertmanagerIssue } from './issue.ts';
import type { IntegrationKind } from './schema/integrations.ts';
import type { Section } from './section.ts';
import type { AlertmanagerVersion } from './version.ts';

/** One item of `matchers`, or one pair of `match` or `match_re`, with the matchers that it gave. */
export interface MatcherSource {
  readonly form: 'match' | 'match_re' | 'matchers';
  readonly text: Located<string>;
  /** Their ranges lie in the file. */
  readonly matchers: readonly Matcher[];
  /** The classic and the UTF-8 grammar read the text differently. */
  readonly disagreement: GrammarDisagreement | undefined;
}

/** A route of the file, with the places of its values; it can be given to `buildRouteTree` as it is. */
export interface RouteNode extends RouteConfig {
  readonly section: Section;
  readonly range: Range;
  readonly matcherSources: readonly MatcherSource[];
  readonly located: {
    readonly receiver: Located<string> | undefined;
    readonly groupBy: readonly Located<string>[];
    readonly muteTimeIntervals: readonly Located<string>[];
    readonly activeTimeIntervals: readonly Located<string>[];
  };
  readonly routes: readonly RouteNode[];
}

export interface InhibitRuleNode extends InhibitRule {
  readonly section: Section;
  readonly range: Range;
  readonly sources: readonly MatcherSource[];
  readonly targets: readonly MatcherSource[];
  readonly equalLabels: readonly Located<string>[];
}

/** One entry of a `*_configs` list. */
export interface Integration {
  readonly kind: IntegrationKind;
  /** As Alertmanager names it in logs and metrics: `slack[0]`. */
  readonly name: string;
  readonly index: number;
  readonly sendResolved: boolean;
  readonly section: Section;
  readonly range: Range;
}

export interface Receiver {
  readonly name: Located<string>;
  readonly section: Section;
  readonly range: Range;
  readonly integrations: readonly Integration[];
}

/** An interval with what it was read from. */
export interface TimeIntervalNode extends TimeInterval {
  readonly section: Section;
  readonly range: Range;
}

export interface NamedTimeInterval {
  readonly name: Located<string>;
  /** `mute_time_intervals` is the deprecated place. */
  readonly key: 'time_intervals' | 'mute_time_intervals';
  readonly intervals: readonly TimeIntervalNode[];
  readonly range: Range;
}

/** An Alertmanager configuration as far as it can be read; values keep their places. */
export interface AlertmanagerConfig {
  readonly version: AlertmanagerVersion;
  readonly global: Section | undefined;
  readonly route: RouteNode | undefined;
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly InhibitRuleNode[];
  readonly timeIntervals: readonly NamedTimeInterval[];
  /** Globs of template files, relative to the configuration's folder. */
  readonly templates: readonly Located<string>[];
  /** An AlertmanagerConfig object that the operator takes for the base of all others. */
  readonly isBase?: true;
}

export interface DecodeResult {
  readonly config: AlertmanagerConfig;
  readonly issues: readonly AlertmanagerIssue[];
}
