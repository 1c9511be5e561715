import { isClassicLabelName, isUtf8LabelName } from '../../routing/labels.ts';
import { isNull } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { Located } from '../fields.ts';
import { checkSection } from './check-value.ts';
import type { DecodeContext } from './context.ts';
import type { Report } from './issue.ts';
import { readMatchers } from './matcher-sources.ts';
import { ROUTE } from './schema/config.ts';
import type { Section } from './section.ts';
import type { RouteNode } from './types.ts';
import { isBefore } from './version.ts';
import type { AlertmanagerVersion } from './version.ts';

/** Whether a label name may be in `group_by` and `equal`: any text from 0.27 on. */
export function isLabelName(name: string, version: AlertmanagerVersion): boolean {
  return isBefore(version, '0.27') ? isClassicLabelName(name) : isUtf8LabelName(name);
}

/** The grammar of `matchers` in a version without feature flags. */
export function grammarOf(version: AlertmanagerVersion): 'classic' | 'fallback' {
  return isBefore(version, '0.27') ? 'classic' : 'fallback';
}

/** Reads a route and everything below it. */
export function readRoute(node: YamlNode, context: DecodeContext): RouteNode | undefined {
  const section = checkSection(node, ROUTE, context);
  if (section === undefined) return undefined;
  const { report, version } = context;
  const matcherSources = readMatchers(section, '', grammarOf(version), report);
  const groupBy = section.texts('group_by');
  checkGroupBy(groupBy, version, report);
  for (const key of ['group_interval', 'repeat_interval']) checkNotZero(section, key, report);
  const labels = section.entries('labels');
  for (const { key } of labels) {
    if (!isLabelName(key.text, version)) badName(key.text, key.range, 'the labels of a route', report);
  }
  const receiver = section.text('receiver');
  const mute = section.texts('mute_time_intervals');
  const active = section.texts('active_time_intervals');
  return {
    section,
    range: section.node.range,
    matcherSources,
    located: { receiver, groupBy, muteTimeIntervals: mute, activeTimeIntervals: active },
    receiver: receiver?.value,
    groupBy: section.value('group_by') === undefined ? undefined : groupBy.map((label) => label.value),
    matchers: matcherSources.flatMap((source) => source.matchers),
    continue: section.bool('continue') ?? false,
    groupWaitMs: section.durationMs('group_wait'),
    groupIntervalMs: section.durationMs('group_interval'),
    repeatIntervalMs: section.durationMs('repeat_interval'),
    muteTimeIntervals: mute.map((name) => name.value),
    activeTimeIntervals: active.map((name) => name.value),
    labels:
      labels.length === 0
        ? undefined
        : new Map(labels.map(({ key, value }) => [key.text, value.kind === 'scalar' ? value.text : ''])),
    routes: readChildren(section, context),
  };
}

function readChildren(section: Section, context: DecodeContext): RouteNode[] {
  const routes: RouteNode[] = [];
  for (const item of section.items('routes')) {
    if (isNull(item)) {
      context.report.error('empty-entry', item.range, 'an entry of "routes" is empty', {
        why: 'amtool and Alertmanager crash because of it',
        help: 'remove the dash, or write the route',
      });
      continue;
    }
    const route = readRoute(item, context);
    if (route !== undefined) routes.push(route);
  }
  return routes;
}

export function checkGroupBy(
  labels: readonly Located<string>[],
  version: AlertmanagerVersion,
  report: Report,
): void {
  const seen = new Map<string, Located<string>>();
  for (const label of labels) {
    if (label.value === '...') continue;
    if (!isLabelName(label.value, version)) badName(label.value, label.range, '"group_by"', report);
    const first = seen.get(label.value);
    if (first === undefined) seen.set(label.value, label);
    else {
      report.error('group-by-duplicate', label.range, `group_by contains the label "${label.value}" twice`, {
        help: 'remove one of them',
        related: [{ range: first.range, message: 'the first one is here' }],
      });
    }
  }
  const wildcard = labels.find((label) => label.value === '...');
  if (wildcard !== undefined && seen.size > 0) {
    report.error(
      'group-by-wildcard',
      wildcard.range,
      '"..." in "group_by" means all labels, but other labels follow or precede it',
      {
        help: 'use only [...], or list the labels',
      },
    );
  }
}

export function badName(name: string, range: Located<string>['range'], where: string, report: Report): void {
  report.error('bad-label-name', range, `"${name}" in ${where} is not a label name`, {
    help: 'use letters, digits and underscores; the first character is not a digit',
  });
}

export function checkNotZero(section: Section, key: string, report: Report): void {
  if (section.durationMs(key) !== 0) return;
  report.error('zero-interval', section.entry(key)!.value.range, `"${key}" of a route cannot be zero`, {
    help: key === 'group_interval' ? 'use at least 1s' : 'use a duration such as 4h',
  });
}
