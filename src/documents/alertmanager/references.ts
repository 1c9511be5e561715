import { didYouMeanText } from '../../util/did-you-mean.ts';
import type { Located } from '../fields.ts';
import type { Report } from './issue.ts';
import type { Section } from './section.ts';
import type { AlertmanagerConfig, RouteNode } from './types.ts';

/** What the root route must and must not have. */
export function checkRoot(config: AlertmanagerConfig, section: Section, report: Report): void {
  const { route } = config;
  if (route === undefined) {
    if (section.value('route') === undefined) {
      report.error('no-route', section.anchor, 'the configuration has no "route"', {
        help: 'add "route:" with the default receiver',
      });
    }
    return;
  }
  const at = (key: string): Located<string>['range'] => route.section.entry(key)!.key.range;
  if (route.receiver === undefined) {
    report.error('root-receiver', route.section.anchor, 'the root route has no receiver', {
      why: 'alerts that match no other route would have no receiver',
      help: 'add "receiver" to the root route',
    });
  }
  for (const key of ['match', 'match_re', 'matchers']) {
    // `matchers: ["{}"]` says nothing, and is let pass.
    const sources = route.matcherSources.filter((source) => source.form === key);
    if (!sources.some((source) => source.matchers.length > 0)) continue;
    report.error('root-matchers', at(key), `the root route matches every alert and cannot have "${key}"`, {
      help: 'move it to a route under "routes"',
    });
  }
  for (const key of ['mute_time_intervals', 'active_time_intervals']) {
    if (route.section.items(key).length === 0) continue;
    report.error('root-intervals', at(key), `the root route cannot have "${key}"`, {
      help: 'move it to a route under "routes"; routes do not inherit time intervals',
    });
  }
  if (route.continue) {
    report.error('root-continue', at('continue'), 'the root route cannot have "continue: true"', {
      help: 'remove it: no route follows the root',
    });
  }
}

/**
 * Receivers and time intervals that routes name must exist, each once.
 *
 * @param intervalsKey where the file defines its time intervals
 */
export function checkReferences(
  config: AlertmanagerConfig,
  report: Report,
  intervalsKey = 'time_intervals',
): void {
  const receivers = new Set(config.receivers.map((receiver) => receiver.name.value));
  const intervals = checkIntervalNames(config, report);
  const visit = (route: RouteNode): void => {
    const { receiver } = route.located;
    if (receiver !== undefined && !receivers.has(receiver.value)) {
      report.error(
        'undefined-receiver',
        receiver.range,
        `no receiver is named "${receiver.value}"${didYouMeanText(receiver.value, receivers)}`,
        { help: `add it under "receivers"; ${definedText(receivers)}` },
      );
    }
    for (const name of [...route.located.activeTimeIntervals, ...route.located.muteTimeIntervals]) {
      if (intervals.has(name.value)) continue;
      report.error(
        'undefined-interval',
        name.range,
        `no time interval is named "${name.value}"${didYouMeanText(name.value, intervals)}`,
        { help: `add it under "${intervalsKey}"` },
      );
    }
    route.routes.forEach(visit);
  };
  if (config.route !== undefined) visit(config.route);
}

/** Names that a message lists. */
const MOST_NAMED = 10;

function definedText(names: ReadonlySet<string>): string {
  if (names.size === 0) return 'no receivers are defined';
  const listed = [...names].slice(0, MOST_NAMED).join(', ');
  return `defined are ${listed}${names.size > MOST_NAMED ? ` and ${names.size - MOST_NAMED} more` : ''}`;
}

function checkIntervalNames(config: AlertmanagerConfig, report: Report): ReadonlySet<string> {
  const names = new Map<string, Located<string>>();
  for (const { name } of config.timeIntervals) {
    const first = names.get(name.value);
    if (first === undefined) names.set(name.value, name);
    else {
      report.error('duplicate-interval', name.range, `two time intervals are named "${name.value}"`, {
        why: 'time_intervals and mute_time_intervals share their names',
        help: 'rename one of them',
        related: [{ range: first.range, message: `"${name.value}" is defined here first` }],
      });
    }
  }
  return new Set(names.keys());
}
